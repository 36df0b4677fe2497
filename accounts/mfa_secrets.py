"""Key rotation for the secrets of authenticator apps and recovery codes."""

from allauth.mfa.models import Authenticator

from casework import encryption
from casework.encryption import CannotOpen
from casework.rotation import Rotated, also_rotates

PURPOSE = "mfa"
SEALED = ("secret", "seed")


@also_rotates
def rotate() -> Rotated:
    """Seal every authenticator's secret anew with the first key."""
    result = Rotated("mfa.Authenticator.data")
    for authenticator in Authenticator.objects.iterator():
        try:
            fresh = {name: _again(authenticator.data[name]) for name in SEALED if name in authenticator.data}
        except CannotOpen:
            result.unreadable += 1
            continue
        if fresh:
            authenticator.data |= fresh
            authenticator.save(update_fields=["data"])
            result.done += 1
    return result


def _again(token: str) -> str:
    plain = encryption.unseal(token, purpose=PURPOSE, ring="desk")
    return encryption.seal(plain, purpose=PURPOSE, ring="desk")
