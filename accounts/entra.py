"""Entra ID for employees."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings

from accounts import recently
from accounts.oidc import StrictAdapter, StrictProvider

STAND_IN = "demo"


class EntraAdapter(StrictAdapter):
    provider_id = "entra"
    # `oid` is the same person in every application; `sub` only in this one.
    required_claims = (*StrictAdapter.required_claims, "oid")

    def complete_login(self, request, app, token, **kwargs):
        login = super().complete_login(request, app, token, **kwargs)
        recently.note_proof(request.session, login.claims)
        return login


class EntraProvider(StrictProvider):
    """The municipality's own tenant, or the demo's stand-in on this machine."""

    id = "entra"
    name = "Entra ID"
    oauth2_adapter_class = EntraAdapter

    @property
    def issuer(self) -> str:
        # Whoever opens the demo as localhost must be sent to localhost, on whatever port it runs.
        return self.request.build_absolute_uri("/demo-idp/entra") if self.is_stand_in else super().issuer

    @property
    def is_stand_in(self) -> bool:
        return settings.DEMO and not super().issuer

    def get_auth_params(self) -> dict:
        return super().get_auth_params() | recently.asked_of(self.request.session)

    def extract_uid(self, data) -> str:
        """Tenant and object id. The stand-in's people are the same by whatever name one calls the machine."""
        claims = data["id_token"]
        tenant = STAND_IN if self.is_stand_in else claims["iss"]
        return f"{tenant}|{claims['oid']}"

    def extract_common_fields(self, data) -> dict:
        claims = data["id_token"]
        first, _, last = claims.get("name", "").rpartition(" ")
        return {
            "first_name": claims.get("given_name", first)[:150],
            "username": claims.get("preferred_username", "")[:100],
            "last_name": claims.get("family_name", last)[:150],
            # Not "email": allauth would keep and verify that one. It is where the morning's mail goes.
            "work_email": claims.get("email", "")[:254],
        }


def entra_for(request) -> EntraProvider | None:
    """Entra ID as this request reaches it, or None where it is not set up."""
    try:
        return get_adapter().get_provider(request, EntraProvider.id)
    except SocialApp.DoesNotExist:
        return None
