"""Who is signed in as a citizen, how surely, and what pages may ask for.

A citizen's user has no name and no number. Both lie encrypted beside it, and the session knows the level.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path, override
from django.views.decorators.cache import never_cache

from accounts import kept_posts, sessions
from accounts.models import Citizen, OidcSession, User
from casework.encryption import CannotOpen, seal, unseal
from casework.fields import shown

# From the lowest. What ID-porten calls each of them.
LEVELS = {"substantial": "idporten-loa-substantial", "high": "idporten-loa-high"}
LOWEST = "substantial"
LEVEL, ID_TOKEN = "citizen_level", "citizen_id_token"
PURPOSE = "id_token"
KEPT = kept_posts.PARAMETER  # what the address carries of a kept post: a random id


def name_of_level(acr: str) -> str | None:
    """Our name of a level, or None for one that opens nothing here."""
    return next((name for name, value in LEVELS.items() if value == acr), None)


def reaches(acr: Any, level: str) -> bool:
    """True when a sign-in of this `acr` is as sure as `level`."""
    return _rank(name_of_level(acr)) >= _rank(level)


def next_page(request: HttpRequest) -> str:
    """Where a sign-in leads: a page of ours that the request names, or My page."""
    page = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours else reverse("my_page")


def level_for(page: str) -> str:
    """The level that a page of ours asks for. Nothing in an address can ask for less."""
    path = urlsplit(page).path
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(path).func
        except Resolver404:
            return LOWEST
    return getattr(view, "citizen_level", LOWEST)


def issuer(request: HttpRequest) -> str:
    """ID-porten as this request reaches it: the demo's stands at the same address. Empty if not set up."""
    setup = settings.SOCIALACCOUNT_PROVIDERS.get("idporten")
    if not setup:
        return ""
    own = request.build_absolute_uri("/demo-idp/idporten") if settings.DEMO else ""
    return setup["APPS"][0]["settings"]["server_url"] or own


def enrol(user: User, claims: dict) -> None:
    """Keep who a new user is. Names come with some electronic identities only."""
    Citizen.objects.create(user=user, pid=claims["pid"], name=_name(claims))


def renew(user: User, claims: dict) -> None:
    """Take over the name of today, where the token has one."""
    name = _name(claims)
    if name and name != shown(user.citizen, "name"):
        user.citizen.name = name
        user.citizen.save(update_fields=["name"])


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
                return _lead_to_sign_in(request)
            _post_again(request)
            return view(request, *args, **kwargs)

        wrapped.citizen_level = level
        return wrapped

    return decorate


def _name(claims: dict) -> str:
    names = claims.get("given_name", ""), claims.get("family_name", "")
    return " ".join(filter(None, names))


def _rank(level: str | None) -> int:
    return list(LEVELS).index(level) + 1 if level in LEVELS else 0


def _lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path()
    if request.method == "POST":
        who = request.user.pk or sessions.whose_it_was(request)
        if not who:
            shown = {"texts": kept_posts.texts(request), "sign_in": reverse("citizen_login")}
            return render(request, "accounts/ended.html", shown, status=403)
        back = f"{request.path}?{KEPT}={kept_posts.keep(request, who)}"
    ended = {"ended": "1"} if request.was_signed_out else {}
    return redirect(reverse("citizen_login", query={"next": back} | ended))


def _post_again(request: HttpRequest) -> None:
    """Carry out the kept post of this very person, as if it came now."""
    posted = kept_posts.take(request) if request.method == "GET" and KEPT in request.GET else None
    if posted is not None:
        request.method = "POST"
        request._post, request._files = posted, MultiValueDict()
