"""The addresses of the application and of one's own case for everybody: see tests/portal/test_matrix.py."""

from tests.portal.answers import Door, citizens, everybody, read_only
from tests.portal.cast import OTHER_CITIZEN

NOT_THEIRS = {OTHER_CITIZEN: 404}


def own(get: int, post: int | None = None) -> Door:
    """A page of one citizen alone; without `post`, a page that is only read."""
    posted = everybody(405) if post is None else citizens(post, outside=403) | NOT_THEIRS
    return Door(citizens(get) | NOT_THEIRS, posted)


ROWS = {
    "services:apply": read_only(),
    "services:blank_form": read_only(),
    "services:begin_application": Door(citizens(200), citizens(302, outside=403)),
    "services:application_draft": own(302, 302),
    "services:application_step": own(200, 400),
    "services:sign_application": Door(citizens(200), citizens(400, outside=403)),
    # The scene's application names nobody to invite: it leads back to the case.
    "services:invite_guardian": Door(everybody(405), citizens(302, outside=403) | NOT_THEIRS),
    "services:my_application": own(200, 400),
    "services:withdraw_application": own(200, 302),
    "services:application_file": own(409),  # it waits for the virus scan
    "services:application_receipt": own(200),
    "services:application_json": own(200),
    "services:application_pdf": own(200),
}
