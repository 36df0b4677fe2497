"""The addresses of care services' desk, and of the citizen's decision: see tests/portal/test_matrix.py."""

from services.models import CARE_SERVICES
from services.phone_entry import WHO_MAY
from tests.portal.answers import CLOSED, REDIRECT, WHY, Answers, Door, citizens, desk, everybody, listed
from tests.portal.cast import OTHER_CITIZEN

MEMBERS = (CARE_SERVICES,)
NOT_THEIRS = {OTHER_CITIZEN: 404}
TEXT = {"text": "Hei."}
DAY = "2099-01-01"


def of_case(code: int) -> Answers:
    """A page of the case: not there for whoever is outside, also not for a superuser."""
    return desk(code, MEMBERS, others=404)


def verb(get: int, post: int, data: dict) -> dict:
    return {"get": of_case(get), "post": of_case(post), "data": {"version": 0} | data}


CASE = "admin:services_careapplication"
DESK = {
    f"{CASE}_changelist": listed(MEMBERS),
    f"{CASE}_search": Door(desk(302, MEMBERS), desk(200, MEMBERS)),
    f"{CASE}_change": Door(of_case(200), of_case(200)),
    f"{CASE}_history": Door(of_case(302), of_case(302)),
    f"{CASE}_add": CLOSED,
    f"{CASE}_delete": CLOSED,
    f"{CASE}_open": Door(desk(405), of_case(302), {"purpose": "control"}),
    f"{CASE}_open without a purpose": Door(desk(405), of_case(400)),
    # Unopened, the way to a file or a letter leads to the question why. A GET prints no letter.
    f"{CASE}_file": Door(of_case(302), of_case(302)),
    f"{CASE}_letter": Door(desk(405), of_case(302)),
    f"{CASE}_verb": Door(of_case(403), of_case(403), gaps={"verb": "delete"}),
    "admin/services/careapplication/<path:object_id>/": REDIRECT,
}
VERBS = {
    "take": verb(405, 302, {}),
    "assign": verb(200, 400, {}),
    "bar": verb(200, 400, {}),
    "lift": verb(200, 409, {}),
    "recuse": verb(200, 400, {}),
    "check": verb(WHY, 302, {}),
    "note": verb(WHY, 302, TEXT),
    "refer": verb(WHY, 302, TEXT | {"to_area": "recruitment", "ground": "consent"}),
    "message": verb(WHY, 302, TEXT),
    "map": verb(WHY, 302, TEXT | {"on": DAY}),
    "ask-more": verb(WHY, 302, TEXT),
    "assess": verb(405, 302, {}),
    "interim": verb(WHY, 302, TEXT | {"promised_on": DAY}),
    "decide": verb(WHY, 302, {"key": "bpa", "outcome": "rejected", "reasons": "Nei."}),
    "plan": verb(WHY, 302, {"contact": "K", "participants": "S", "goals": "M", "review_on": DAY}),
    "withdraw": verb(WHY, 302, TEXT),
    "report-concern": verb(WHY, 302, {}),
    "close": verb(WHY, 302, TEXT),
    "merge": verb(WHY, 400, {"into": "en annen"}),
    # Not at this point of the case: refused, with what was written kept.
    "send-decision": verb(WHY, 409, {}),
    "posted": verb(WHY, 409, {"on": "2026-01-01"}),
    "appeal": verb(WHY, 409, TEXT | {"on": "2026-01-01"}),
    "uphold": verb(WHY, 409, TEXT),
    "governor-agrees": verb(WHY, 409, TEXT),
    "date": verb(WHY, 409, {}),
    "reopen": verb(WHY, 409, TEXT),
}
DESK |= {f"{CASE}_verb {name}": Door(gaps={"verb": name}, **row) for name, row in VERBS.items()}
CITIZENS_OWN = {
    # The letter first: asking for it puts the decision there.
    "services:my_letter": Door(citizens(200) | NOT_THEIRS, everybody(405)),
    "services:my_decision": Door(citizens(200) | NOT_THEIRS, citizens(400, outside=403) | NOT_THEIRS),
}
# For others: by citizen service, and by whoever has the desk and a duty of their own to report.
ENTRIES = {
    "admin:application_entry": listed(WHO_MAY),
    "admin:duty_report": Door(desk(200), desk(200)),
}
ROWS = {**DESK, **CITIZENS_OWN, **ENTRIES}
