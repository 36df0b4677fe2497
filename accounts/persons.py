"""Who signs in with a national identity number: found by its keyed hash."""

from allauth.socialaccount.models import SocialAccount

from accounts.models import User
from casework.encryption import lookup_hash


def citizen_behind(pid: str) -> User | None:
    """The citizen whom ID-porten lets in with this number, or None."""
    accounts = SocialAccount.objects.filter(provider="idporten", uid=lookup_hash("pid", pid))
    account = accounts.select_related("user").first() if pid else None
    return account.user if account else None
