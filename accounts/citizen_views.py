"""The citizens' door: in by ID-porten, out again, and out when ID-porten says so.

What speaks OpenID Connect is imported where it is needed: most pages of a public process need none of it.
"""

from urllib.parse import urlsplit

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import citizens
from accounts.csp import forms_may_lead_to
from accounts.models import OidcSession


@require_safe
@never_cache
@login_not_required
def sign_in(request):
    """What signing in is for, what it is not needed for, and the button."""
    provider = _idporten(request)
    level = request.GET.get("level") if request.GET.get("level") in citizens.LEVELS else "high"
    too_low = request.user.is_authenticated and not citizens.is_citizen(request, level)
    context = {"next": request.GET.get("next", ""), "level": level, "too_low": too_low}
    return forms_may_lead_to(render(request, "accounts/citizen_login.html", context), provider.issuer)


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
        return redirect("front")
    address = _end_session_address(request)
    context = {"address": address, "id_token": id_token, "back": request.build_absolute_uri(reverse("front"))}
    return forms_may_lead_to(render(request, "accounts/signed_out.html", context), address)


@require_safe
@never_cache
@xframe_options_exempt
@login_not_required
def front_channel_sign_out(request):
    """ID-porten says, in a frame and without our cookie, that a session of its own has ended."""
    issuer = _idporten(request).issuer
    if request.GET.get("iss") != issuer:
        return HttpResponseBadRequest("iss")
    OidcSession.end(request.GET.get("sid", ""))
    response = HttpResponse("ok", content_type="text/plain")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(issuer))
    response._csp_config = {"default-src": [CSP.NONE], "frame-ancestors": [CSP.SELF, origin]}
    return response


def _idporten(request):
    from accounts.idporten import idporten_for

    if provider := idporten_for(request):
        return provider
    raise Http404


def _end_session_address(request) -> str:
    return _idporten(request).get_oauth2_adapter(request).openid_config["end_session_endpoint"]


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
