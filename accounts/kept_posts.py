"""What somebody posted after their session had ended: kept sealed for 30 minutes, for them alone."""

import secrets

from django.core.cache import cache
from django.http import HttpRequest, QueryDict

from casework.encryption import CannotOpen, seal, unseal

SECONDS = 30 * 60
PURPOSE = "kept post"
PARAMETER = "fortsett"
# What forms carry for us and no person wrote.
CARRIED = {"csrfmiddlewaretoken", "state", "step", "go", "returning", "version", "seen"}


def keep(request: HttpRequest, who: int) -> str:
    """Keep what was posted for the user with this primary key; gives the random id it is taken back by."""
    lists = [[name, values] for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    kept_id = secrets.token_urlsafe(24)
    cache.set(_slot(kept_id), seal([who, lists], purpose=PURPOSE), SECONDS)
    return kept_id


def take(request: HttpRequest) -> QueryDict | None:
    """What the signed-in user posted, once; None when it is gone, used or somebody else's."""
    slot = _slot(request.GET.get(PARAMETER, ""))
    try:
        who, lists = unseal(cache.get(slot, ""), purpose=PURPOSE)
    except CannotOpen:
        return None
    # Of two who come at once, delete() says yes to one.
    if who != request.user.pk or not cache.delete(slot):
        return None
    posted = QueryDict(mutable=True)
    for name, values in lists:
        posted.setlist(name, values)
    return posted


def texts(request: HttpRequest) -> list[str]:
    """What a person wrote, to show it again where it cannot be kept. Passwords and codes are left out."""
    lists = [(name, values) for name, values in request.POST.lists() if name not in CARRIED]
    return [
        value
        for name, values in lists
        if "password" not in name and name != "code"
        for value in values
        if value.strip()
    ]


def _slot(kept_id: str) -> str:
    return f"kept-post:{kept_id[:64]}"
