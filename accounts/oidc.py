"""OpenID Connect as strict as we need it: what allauth leaves to trust is checked here.

A subclass says where the provider is and which claims make a person. allauth by itself sends no
nonce, does not verify the id_token's signature (OpenID Connect Core 3.1.3.7 lets it), and lets the
address of the sign-in page change scopes and parameters.
"""

import hashlib

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.core.cache import cache
from django.urls import reverse

LEEWAY_SECONDS = 10
CONFIGURATION_KEPT_SECONDS = 60 * 60


class TokenRefused(OAuth2Error):
    """The provider's answer is not one to trust. Its text is the reason, without personal data."""


def nonce_for(code_verifier: str) -> str:
    """The nonce that goes with a PKCE verifier: one secret in the session proves both."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider, and refuses tokens that were not made for this very sign-in."""

    required_claims = ("exp", "iat", "iss", "aud", "sub", "nonce")

    @property
    def openid_config(self) -> dict:
        issuer = self.get_provider().issuer
        kept = f"oidc:{issuer}"
        if config := cache.get(kept):
            return config
        config = super().openid_config
        if config.get("issuer") != issuer:
            raise TokenRefused("issuer of the configuration")
        cache.set(kept, config, CONFIGURATION_KEPT_SECONDS)
        return config

    def get_callback_url(self, request, app) -> str:
        return build_absolute_uri(request, reverse(f"{self.provider_id}_callback"))

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        self.expected_nonce = nonce_for(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request, app, token, **kwargs):
        if not kwargs["response"].get("id_token"):
            raise TokenRefused("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app, id_token: str) -> dict:
        try:
            claims = jwt.decode(
                id_token,
                self._signing_key(id_token),
                algorithms=["RS256"],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": self.required_claims},
            )
        except jwt.PyJWTError as error:
            raise TokenRefused(type(error).__name__) from error
        if claims["nonce"] != self.expected_nonce:
            raise TokenRefused("nonce")
        return claims

    def _signing_key(self, id_token: str) -> jwt.PyJWK:
        """The provider's key with the token's key id. Raises PyJWTError where there is none."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        key_id = jwt.get_unverified_header(id_token).get("kid")
        for key in jwt.PyJWKSet.from_dict(response.json()).keys:
            if key.key_id == key_id:
                return key
        raise jwt.InvalidKeyError("unknown key id")


class StrictProvider(OpenIDConnectProvider):
    """A provider whose requests no visitor can bend, and of whose claims nothing is stored."""

    oauth2_adapter_class = StrictAdapter

    @property
    def issuer(self) -> str:
        return self.app.settings["server_url"]

    @property
    def server_url(self) -> str:
        return self.wk_server_url(self.issuer)

    def get_login_url(self, request, **kwargs) -> str:
        return reverse(f"{self.id}_login", query=kwargs or None)

    def get_callback_url(self) -> str:
        return reverse(f"{self.id}_callback")

    def get_pkce_params(self) -> dict:
        params = generate_code_challenge()
        return params | {"nonce": nonce_for(params["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request) -> dict:
        # Not allauth's own: that one takes scope, auth_params and process from the query.
        kwargs = {"process": AuthProcess.LOGIN}
        next_url = get_next_redirect_url(request)
        return kwargs | ({"next_url": next_url} if next_url else {})

    def extract_extra_data(self, data) -> dict:
        return {}  # allauth would keep the whole id_token, names and all

    def extract_email_addresses(self, data) -> list:
        return []  # an address is never what connects a sign-in to a user

    def sociallogin_from_response(self, request, response):
        login = super().sociallogin_from_response(request, response)
        login.claims = response["id_token"]  # for this sign-in only, never stored
        return login
