"""Staff and their signed-in clients, for every test that opens the admin."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client

from accounts import sessions
from accounts.models import User


def staff(username: str = "ansatt", *groups: str, **fields) -> User:
    """An employee in these groups. Run sync_roles before, for the groups to hold permissions."""
    user = User.objects.create_user(username, is_staff=True, **fields)
    user.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    return user


def signed_in(user: User, client: Client | None = None) -> Client:
    """A client whose session was opened by Entra ID just now, with two factors."""
    client = client or Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    sessions.start(request.session)
    record_authentication(request, user, "socialaccount", provider="entra")
    request.session.save()
    return client
