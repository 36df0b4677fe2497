"""A person in volunteering: who offers help, and who asked for it."""

from collections.abc import Iterator

from django.db.models import Q

from accounts.persons import citizen_behind
from casework.persons import Sought, Tie, finder
from volunteers.models import HelpRequest, Volunteer
from volunteers.notices import hash_of


@finder
def find(sought: Sought) -> Iterator[Tie]:
    """By who signed in, and by the keyed hash of a telephone number: many ask without signing in."""
    user, phone = citizen_behind(sought.pid), hash_of(sought.phone) if sought.phone else ""
    theirs = Q(pk=None)
    if user:
        theirs |= Q(citizen=user)
    if phone:
        theirs |= Q(contact_hash=phone)
    for role, model in (("volunteer", Volunteer), ("help_seeker", HelpRequest)):
        yield from (Tie(case, role) for case in model.objects.filter(theirs))
