"""ID-porten for citizens: BankID and the others, by OpenID Connect (Digdir's «ID-porten OIDC»).

Only what ID-porten signed for this very sign-in counts. The level that was reached is kept with the
session and asked for by each page (`citizens.citizen_required`): what the browser asked for means nothing.
"""

import time
import uuid

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from accounts import citizens, pid, sessions
from accounts.models import User
from accounts.oidc import LEEWAY_SECONDS, StrictAdapter, StrictProvider, TokenRefused
from casework.encryption import lookup_hash

ASSERTION_LIVES_SECONDS = 60
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class PrivateKeyClient(OAuth2Client):
    """Proves itself to the token endpoint with a signed assertion (RFC 7523), not with a shared secret."""

    issuer, key, key_id = "", "", ""

    def get_access_token(self, code, pkce_code_verifier=None, extra_data=None):
        proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": self._assertion()}
        return super().get_access_token(code, pkce_code_verifier, (extra_data or {}) | proof)

    def _assertion(self) -> str:
        now = int(time.time())
        claims = {"iss": self.consumer_key, "sub": self.consumer_key, "aud": self.issuer}
        claims |= {"iat": now, "exp": now + ASSERTION_LIVES_SECONDS, "jti": str(uuid.uuid4())}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.key_id})


class IdPortenAdapter(StrictAdapter):
    provider_id = "idporten"
    client_class = PrivateKeyClient
    required_claims = (*StrictAdapter.required_claims, "acr", "auth_time")

    def get_client(self, request, app):
        client = super().get_client(request, app)
        client.issuer, (client.key, client.key_id) = self.openid_config["issuer"], _client_key(app)
        return client

    def complete_login(self, request, app, token, **kwargs):
        login = super().complete_login(request, app, token, **kwargs)
        login.id_token = kwargs["response"]["id_token"]  # signing out of ID-porten asks for it
        return login

    def _decode_id_token(self, app, id_token: str) -> dict:
        claims = super()._decode_id_token(app, id_token)
        _refuse_another_time(claims["auth_time"])
        return claims | {"pid": _pid(claims)}


class IdPortenProvider(StrictProvider):
    """ID-porten itself, or the demo's stand-in on this machine."""

    id = "idporten"
    name = "ID-porten"
    oauth2_adapter_class = IdPortenAdapter

    @property
    def issuer(self) -> str:
        return citizens.issuer(self.request)

    def get_redirect_from_request_kwargs(self, request) -> dict:
        """Ask for what the next page needs. The session keeps what was asked; no address can change it."""
        page, language = citizens.next_page(request), get_language()
        level = citizens.level_for(page)
        asked = {"acr_values": citizens.LEVELS[level], "ui_locales": language}
        kwargs = super().get_redirect_from_request_kwargs(request)
        return kwargs | {"next_url": page, "level": level, "language": language, "auth_params": asked}

    def admit(self, login) -> None:
        """Refuse whom the token proves but who may not come in, or not so. Raises TokenRefused."""
        if not citizens.reaches(login.claims["acr"], login.state["level"]):
            raise TokenRefused("level")
        if not login.is_existing:
            return
        if login.user.kind != User.Kind.CITIZEN or not login.user.is_active:
            raise TokenRefused("user")
        citizens.renew(login.user, login.claims)

    def extract_uid(self, data) -> str:
        # Not `sub`: that is another one for each client, and a new client would orphan every account.
        return lookup_hash("pid", data["id_token"]["pid"])

    def extract_common_fields(self, data) -> dict:
        return {}


def idporten_for(request) -> IdPortenProvider | None:
    """ID-porten as this request reaches it, or None where it is not set up."""
    registry.register(IdPortenProvider)
    try:
        return get_adapter().get_provider(request, IdPortenProvider.id)
    except SocialApp.DoesNotExist:
        return None


def _pid(claims: dict) -> str:
    """The national identity number. Some electronic identities have none, and nobody is let in without."""
    if not claims.get("pid"):
        raise TokenRefused("no pid")
    try:
        return pid.cleaned(str(claims["pid"]))
    except ValidationError as error:
        raise TokenRefused("pid") from error


def _refuse_another_time(auth_time) -> None:
    """Refuse a sign-in of the future, or from before any session of ID-porten's can have begun."""
    oldest, now = sessions.CITIZEN_LONGEST_SECONDS + LEEWAY_SECONDS, time.time()
    is_time = isinstance(auth_time, int | float)
    if not is_time or not now - oldest <= auth_time <= now + LEEWAY_SECONDS:
        raise TokenRefused("auth_time")


def _client_key(app) -> tuple[str, str]:
    if settings.DEMO and not app.settings.get("client_key"):
        from accounts.demo_idp import signing

        return signing.client_key(), signing.CLIENT_KEY_ID
    return app.settings["client_key"], app.settings["client_key_id"]
