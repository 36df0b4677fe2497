"""The citizens' door: in by ID-porten, out again, and out when ID-porten says so.

What speaks OpenID Connect is imported where it is needed: most pages of a public process need none of it.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import citizens
from accounts.csp import forms_may_lead_to, may_be_framed_by
from accounts.models import OidcSession


@require_safe
@never_cache
@login_not_required
def sign_in(request):
    """What signing in is for, what it is not needed for, and the button."""
    page = citizens.next_page(request)
    if citizens.is_citizen(request, citizens.level_for(page)):
        return redirect(page)
    issuer = citizens.issuer(request)
    context = {
        "next": page,
        "is_set_up": bool(issuer),
        "too_low": citizens.is_citizen(request, citizens.LOWEST),
        "ended": "ended" in request.GET,
        "kept": f"?{citizens.KEPT}=" in page,
    }
    return forms_may_lead_to(render(request, "accounts/citizen_login.html", context), issuer)


@require_POST
@login_not_required
def start(request):
    """On to ID-porten."""
    return _view("OAuth2LoginView")(request)


@require_safe
@never_cache
@login_not_required
def callback(request):
    """Back from ID-porten: refuse, or begin the session."""
    response = _view("OAuth2CallbackView")(request)
    login = getattr(request, "citizen_login", None)
    if login and request.user.is_authenticated:
        citizens.begin(request, login.claims, login.id_token)
    return response


@require_POST
@never_cache
@login_not_required
def sign_out(request):
    """End the session here, then lead on to ID-porten, which ends its own and tells its other services."""
    id_token = citizens.id_token_of(request)
    logout(request)
    if not id_token:
        return redirect("citizen_signed_out")
    address = _end_session_address(request)
    if not address:
        return render(request, "accounts/signed_out.html", {"only_here": True})
    fields = {
        "id_token_hint": id_token,  # posted and not in an address: it holds the identity number
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("citizen_signed_out")),
        "state": get_language(),  # that address is registered in one language; the state brings it back
    }
    context = {"address": address, "fields": fields}
    return forms_may_lead_to(render(request, "accounts/signing_out.html", context), address)


@require_safe
@login_not_required
def signed_out(request):
    """Where ID-porten leads back to, with the language that went along as `state`."""
    language = request.GET.get("state")
    with override(language if language in dict(settings.LANGUAGES) else get_language()):
        return render(request, "accounts/signed_out.html")


@require_safe
@never_cache
@login_not_required
def front_channel_sign_out(request):
    """ID-porten says, in a frame and without our cookie, that a session of its own has ended."""
    issuer = citizens.issuer(request)
    is_theirs = issuer and request.GET.get("iss") == issuer
    if is_theirs:
        OidcSession.end(request.GET.get("sid", ""))
    return may_be_framed_by(HttpResponse(status=200 if is_theirs else 400), issuer)


def _idporten(request):
    from accounts.idporten import idporten_for

    if provider := idporten_for(request):
        return provider
    raise Http404


def _end_session_address(request) -> str:
    """Where ID-porten's own session is ended; empty while it does not answer."""
    from allauth.socialaccount.providers.oauth2.client import OAuth2Error
    from requests import RequestException

    try:
        config = _idporten(request).get_oauth2_adapter(request).openid_config
    except (Http404, OAuth2Error, RequestException):
        return ""
    return config.get("end_session_endpoint", "")


def _view(name: str):
    """allauth's view of that name, speaking to ID-porten. A provider that is down is an answer, not a 500."""
    from allauth.socialaccount.helpers import render_authentication_error
    from allauth.socialaccount.providers.oauth2 import views
    from allauth.socialaccount.providers.oauth2.client import OAuth2Error
    from requests import RequestException

    from accounts.idporten import IdPortenAdapter

    def view(request):
        provider = _idporten(request)
        try:
            adapter = IdPortenAdapter(request, IdPortenAdapter.provider_id)
            return getattr(views, name).adapter_view(adapter)(request)
        except (OAuth2Error, RequestException) as error:
            return render_authentication_error(request, provider, exception=error)

    return view
