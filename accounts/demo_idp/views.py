import base64
import hashlib
import secrets
import time
from functools import wraps
from secrets import compare_digest
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.checks import is_loopback
from accounts.csp import forms_may_lead_to
from accounts.demo_idp import realms, signing
from accounts.models import DemoDatabase

TOKEN_LIVES_SECONDS = 120


def demo_only(view):
    """Hands the view its realm; anywhere but in a demo on this machine, there is no such page."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapped(request, realm: str):
        found = realms.realm(realm)
        if not (found and settings.DEMO and is_loopback(request.get_host()) and DemoDatabase.is_marked()):
            raise Http404
        return view(request, found)

    return wrapped


@demo_only
def configuration(request, realm):
    issuer = _issuer(request, realm)
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "end_session_endpoint": f"{issuer}/endsession",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt" if realm.private_key_jwt else "none"],
        }
    )


@demo_only
def jwks(request, realm):
    return JsonResponse({"keys": [signing.public_jwk()]})


@demo_only
def authorize(request, realm):
    """The page where one chooses whom to be. Sends the browser back with a code, or with an error."""
    asked = request.GET
    back = asked.get("redirect_uri", "")
    if asked.get("client_id") != realm.client_id or not _is_our_callback(back, realm):
        return HttpResponseBadRequest("client_id or redirect_uri")
    if not _is_complete(asked):
        return _send_back(asked, error="invalid_request")
    if request.method == "POST":
        return _answer(request, realm)
    response = render(request, "demo_idp/pick.html", {"realm": realm})
    return forms_may_lead_to(response, back)


@csrf_exempt
@require_POST
@demo_only
def token(request, realm):
    """Swap a code for an id_token. The code must be unused, and the PKCE verifier its own."""
    if not _is_the_client(request, realm):
        return JsonResponse({"error": "invalid_client"}, status=401)
    grant = signing.redeem_code(request.POST.get("code", ""))
    if not (grant and grant["realm"] == realm.name and _fits(request.POST, grant)):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    id_token = signing.sign(_claims(_issuer(request, realm), realm, grant))
    # allauth wants an access token too. Nothing here opens with it.
    answer = {"access_token": "unused", "token_type": "Bearer", "expires_in": TOKEN_LIVES_SECONDS}
    return JsonResponse(answer | {"id_token": id_token})


@csrf_exempt
@demo_only
def end_session(request, realm):
    """Sign out of the stand-in, which then tells the portal in a frame and offers the way back."""
    asked = request.POST if request.method == "POST" else request.GET
    claims = signing.read(asked.get("id_token_hint", ""), realm.client_id)
    back = asked.get("post_logout_redirect_uri", "")
    if claims is None or not (_is_here(back) and urlsplit(back).path == reverse("citizen_signed_out")):
        return HttpResponseBadRequest("id_token_hint or post_logout_redirect_uri")
    told = request.build_absolute_uri(reverse(realm.front_channel)) if realm.front_channel else ""
    query = urlencode({"iss": claims["iss"], "sid": claims.get("sid", "")})
    response = render(
        request,
        "demo_idp/signed_out.html",
        {"back": f"{back}?{urlencode({'state': asked.get('state', '')})}", "told": f"{told}?{query}"},
    )
    response._csp_config = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
    return response


def _is_the_client(request, realm) -> bool:
    assertion = request.POST.get("client_assertion", "")
    issuer = _issuer(request, realm)
    return not realm.private_key_jwt or signing.is_the_client(assertion, realm.client_id, issuer)


def _answer(request, realm):
    asked = request.GET
    if "cancel" in request.POST:
        return _send_back(asked, error="access_denied")
    persona = realm.persona(request.POST.get("persona", ""))
    if not persona:
        return HttpResponseBadRequest("persona")
    kept = {name: asked[name] for name in ("nonce", "code_challenge", "redirect_uri")}
    kept |= {"realm": realm.name, "persona": persona.key, "sid": secrets.token_urlsafe(16)}
    return _send_back(asked, code=signing.hand_out_code(kept))


def _claims(issuer: str, realm, grant: dict) -> dict:
    now = int(time.time())
    subject = hashlib.sha256(f"{realm.client_id} {grant['persona']}".encode()).hexdigest()[:32]
    own = {"iss": issuer, "aud": realm.client_id, "sub": subject, "nonce": grant["nonce"]}
    own |= {"iat": now, "exp": now + TOKEN_LIVES_SECONDS, "auth_time": now}
    own |= {"sid": grant["sid"], "jti": grant["sid"][::-1]}
    return realm.persona(grant["persona"]).claims | own


def _is_complete(asked) -> bool:
    return (
        asked.get("response_type") == "code"
        and asked.get("code_challenge_method") == "S256"
        and all(asked.get(name) for name in ("code_challenge", "nonce", "state"))
        and "openid" in asked.get("scope", "").split()
    )


def _fits(posted, grant: dict) -> bool:
    digest = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        compare_digest(challenge, grant["code_challenge"])
        and posted.get("redirect_uri") == grant["redirect_uri"]
    )


def _is_our_callback(address: str, realm) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return _is_here(address) and parts.path == reverse(realm.callback)


def _is_here(address: str) -> bool:
    parts = urlsplit(address)
    # Of «http://elsewhere\@localhost/» a browser makes another host than Python does.
    return parts.scheme == "http" and "@" not in parts.netloc and is_loopback(parts.netloc)


def _issuer(request, realm) -> str:
    return request.build_absolute_uri(f"/demo-idp/{realm.name}")


def _send_back(asked, **answer):
    return HttpResponseRedirect(
        f"{asked['redirect_uri']}?{urlencode(answer | {'state': asked.get('state', '')})}"
    )
