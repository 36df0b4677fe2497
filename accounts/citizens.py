"""Who is signed in as a citizen, how surely, and what pages may ask for.

A citizen's user has no name and no number. Both lie encrypted beside it, and the session knows the level.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache

from accounts import kept_posts, sessions
from accounts.models import Citizen, OidcSession, User
from casework.encryption import CannotOpen, seal, unseal

# From the lowest. What ID-porten calls each of them.
LEVELS = {"substantial": "idporten-loa-substantial", "high": "idporten-loa-high"}
LEVEL, ID_TOKEN = "citizen_level", "citizen_id_token"
PURPOSE = "id_token"
KEPT = kept_posts.PARAMETER  # what the address carries of a kept post: a random id


def name_of_level(acr: str) -> str | None:
    """Our name of a level, or None for one that opens nothing here."""
    return next((name for name, value in LEVELS.items() if value == acr), None)


def enrol(user: User, claims: dict) -> None:
    """Keep who a new user is. Names come with some electronic identities only."""
    names = (claims.get("given_name", ""), claims.get("family_name", ""))
    Citizen.objects.create(user=user, pid=claims["pid"], name=" ".join(filter(None, names)))


def begin(request: HttpRequest, claims: dict, id_token: str) -> None:
    """Note in the new session how surely the citizen is known, and what signing out will ask for."""
    session = request.session
    session[LEVEL] = name_of_level(claims["acr"])
    session[ID_TOKEN] = seal(id_token, purpose=PURPOSE, ring="citizens")
    if sid := claims.get("sid"):
        session.save()
        OidcSession.remember(sid, session.session_key)


def id_token_of(request: HttpRequest) -> str:
    """The token that signing out of ID-porten asks for; empty where this session has none."""
    try:
        return unseal(request.session.get(ID_TOKEN, ""), purpose=PURPOSE, ring="citizens")
    except CannotOpen:
        return ""


def is_citizen(request: HttpRequest, level: str) -> bool:
    """True for a citizen known at least this surely."""
    reached = request.session.get(LEVEL) if request.user.is_authenticated else None
    return _rank(reached) >= _rank(level) and request.user.kind == User.Kind.CITIZEN


def citizen_required(level: str = "high") -> Callable[[Callable], Callable]:
    """For a page of a signed-in citizen: others are led to sign in, and back.

    What somebody posted after their session had ended is kept for them for 30 minutes. An employee is
    told that the page is not for their work account.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required  # the check is ours: it knows levels, and leads to the right door
        @never_cache
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and request.user.kind != User.Kind.CITIZEN:
                return render(request, "accounts/not_for_employees.html", status=403)
            if not is_citizen(request, level):
                return _lead_to_sign_in(request, level)
            _post_again(request)
            return view(request, *args, **kwargs)

        wrapped.citizen_level = level
        return wrapped

    return decorate


def _rank(level: str | None) -> int:
    return list(LEVELS).index(level) + 1 if level in LEVELS else 0


def _lead_to_sign_in(request: HttpRequest, level: str) -> HttpResponse:
    back = request.path
    if request.method == "POST":
        who = request.user.pk or sessions.whose_it_was(request)
        if not who:
            return render(request, "accounts/ended.html", {"texts": kept_posts.texts(request)}, status=403)
        back = f"{back}?{KEPT}={kept_posts.keep(request, who)}"
    return redirect(reverse("citizen_login", query={"next": back, "level": level}))


def _post_again(request: HttpRequest) -> None:
    """Carry out the kept post of this very person, as if it came now."""
    posted = kept_posts.take(request) if request.method == "GET" and KEPT in request.GET else None
    if posted is not None:
        request.method = "POST"
        request._post, request._files = posted, MultiValueDict()
