from django.utils.functional import SimpleLazyObject

from asker_portal.municipality import current
from helplines.directory import directory_of_the_minute


def portal(request) -> dict:
    """The municipality's facts, and the helplines for pages that show who to call.

    The directory is read only where a template asks for it, and once a page; a view that has read
    it already passes its own under the same name.
    """
    return {"municipality": current(), "directory": SimpleLazyObject(directory_of_the_minute)}
