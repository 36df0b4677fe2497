"""People and their signed-in clients, for every test that opens the admin or a citizen's page."""

import time
import uuid

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client

from accounts import citizens, recently, sessions
from accounts.models import Citizen, User
from casework.encryption import lookup_hash

CITIZENS = "accounts.backends.CitizenBackend"


def staff(username: str = "ansatt", *groups: str, **fields) -> User:
    """An employee in these groups. Run sync_roles before, for the groups to hold permissions."""
    is_staff = fields.get("kind") != User.Kind.CITIZEN
    user = User.objects.create_user(username, is_staff=is_staff, **fields)
    user.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    return user


def signed_in(user: User, client: Client | None = None) -> Client:
    """A client whose session was opened by Entra ID just now, with two factors."""
    client = client or Client()
    client.force_login(user, CITIZENS if user.kind == User.Kind.CITIZEN else None)
    request = HttpRequest()
    request.session = client.session
    sessions.start(request.session)
    record_authentication(request, user, "socialaccount", provider="entra")
    request.session[recently.PROVED_AT] = time.time()
    request.session.save()
    return client


def citizen(pid: str = "14838821198", name: str = "Marte Haugsvik") -> User:
    """Somebody whom ID-porten has let in once."""
    user = User.objects.create_user(f"c-{uuid.uuid4()}", kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid=pid, name=name)
    SocialAccount.objects.create(user=user, provider="idporten", uid=lookup_hash("pid", pid))
    return user


def signed_in_citizen(user: User, level: str = "high", client: Client | None = None) -> Client:
    """A client whose session ID-porten opened just now, at that level."""
    client = client or Client()
    client.force_login(user, CITIZENS)
    session = client.session
    sessions.start(session)
    session[citizens.LEVEL] = level
    session.save()
    return client
