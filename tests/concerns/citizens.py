"""Citizens who have signed in, for the tests of what they report."""

from accounts import sessions
from accounts.citizens import LEVEL
from accounts.models import Citizen, User


def citizen(uid: str = "a hash", name: str = "Kari Lyngmo") -> User:
    """Somebody invented, as ID-porten would have made them known."""
    user = User.objects.create_user(uid, kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid="", name=name)
    return user


def sign_in(client, user: User, level: str = "high"):
    """The client, signed in just now and known at this level."""
    client.force_login(user, "accounts.backends.CitizenBackend")
    session = client.session
    session[LEVEL] = level
    sessions.start(session)
    session.save()
    client.user = user
    return client
