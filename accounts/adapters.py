"""Where allauth asks us: who may come in, what is kept, and what is said."""

import logging
import uuid

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts import citizens, roles, sessions, signins
from accounts.csp import forms_may_lead_to
from accounts.models import User
from accounts.oidc import TokenRefused
from casework import limits

logger = logging.getLogger(__name__)

BACKENDS = {
    User.Kind.STAFF: "accounts.backends.StaffBackend",
    User.Kind.CITIZEN: "accounts.backends.CitizenBackend",
}


class AccountAdapter(DefaultAccountAdapter):
    """Local users: made by the operator, never by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Brukernavnet eller passordet er feil. Prøv igjen."),
        "incorrect_password": _("Passordet er feil. Prøv igjen."),
        "enter_current_password": _("Passordet du har nå, er feil. Prøv igjen."),
        "too_many_login_attempts": _("Du har prøvd for mange ganger. Vent fem minutter og prøv igjen."),
        "rate_limited": _("Du har prøvd for mange ganger. Vent litt og prøv igjen."),
    }

    # allauth has no nynorsk.
    ways_to_confirm = {
        "reauthenticate": _("Bruk passordet ditt"),
        "mfa_reauthenticate": _("Bruk en kode"),
        "mfa_reauthenticate:webauthn": _("Bruk sikkerhetsnøkkel"),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_reauthentication_methods(self, user) -> list[dict]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": self.ways_to_confirm[method["id"]]} for method in methods]

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Nobody is asked twice for the password they have just given."""
        recent = sessions.age(context.request.session) < app_settings.REAUTHENTICATION_TIMEOUT
        return super().is_reauthentication_required(app=app, **kwargs) and not recent

    def login(self, request, user) -> None:
        """Raises ImmediateHttpResponse for whoever follows Entra ID and came by another way: Entra ID may
        have locked them out since."""
        last = get_authentication_records(request, user)[-1:]
        if user.follows_entra and not any(map(signins.is_by_entra, last)):
            logger.warning("sign_in_refused", extra={"error": "not by Entra ID"})
            raise ImmediateHttpResponse(render(request, "accounts/only_entra.html", status=403))
        user.backend = BACKENDS[user.kind]
        super().login(request, user)
        sessions.start(request.session)
        signins.note(request)

    def get_client_ip(self, request) -> str:
        """What the rate limits count by: a keyed hash that is another one tomorrow, not the address."""
        return limits.address_key(truncate_ip(super().get_client_ip(request)))

    def get_login_redirect_url(self, request) -> str:
        """Where a sign-in leads that no page asked for."""
        return reverse("my_page") if request.user.kind == User.Kind.CITIZEN else reverse("admin:index")

    get_signup_redirect_url = get_login_redirect_url  # the first sign-in is no other than the next

    def add_message(self, *args, **kwargs) -> None:
        """Say nothing: each page shows what has happened, and the admin would show it out of place."""


class SignInAdapter(DefaultSocialAccountAdapter):
    """Citizens by ID-porten, known by a hash of their number; employees by Entra ID, let in by roles."""

    def pre_social_login(self, request, sociallogin) -> None:
        if _is_citizen(sociallogin):
            sociallogin.provider.admit(sociallogin)
            request.citizen_login = sociallogin  # for the view, once the new session has begun
            return
        app_roles = _app_roles(sociallogin)
        if strangers := roles.unknown(app_roles):
            logger.warning("unknown_entra_role", extra={"role": ", ".join(sorted(strangers))})
        if sociallogin.is_existing:
            self._renew(sociallogin, app_roles)
        if not roles.groups_for(app_roles):
            logger.warning("sign_in_refused", extra={"error": "no role"})
            raise ImmediateHttpResponse(render(request, "accounts/no_role.html", status=403))

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return sociallogin.account.provider in ("entra", "idporten")

    def populate_user(self, request, sociallogin, data):
        user = sociallogin.user
        if _is_citizen(sociallogin):
            user.kind, user.username = User.Kind.CITIZEN, f"c-{uuid.uuid4()}"
            return user
        user.kind = User.Kind.STAFF
        user.username = _free_username(data["username"])
        user.take_over(data)
        return user

    def save_user(self, request, sociallogin, form=None):
        try:
            with transaction.atomic():
                user = super().save_user(request, sociallogin, form)
                if _is_citizen(sociallogin):
                    citizens.enrol(user, sociallogin.claims)
                else:
                    user.follow_entra(_app_roles(sociallogin))
        except IntegrityError as error:  # the same person came in at another window just now
            raise TokenRefused("twice at once") from error
        return user

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        reason = _reason(error, exception)
        logger.warning("sign_in_refused", extra={"error": reason})
        if provider.id == "idporten":
            raise ImmediateHttpResponse(_refused_citizen(request, reason, extra_context or {}))
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))

    def _renew(self, sociallogin, app_roles) -> None:
        """Take over names, address and roles as they are today. They change; the object id does not."""
        user = sociallogin.user
        provider = sociallogin.account.get_provider()
        fields = provider.extract_common_fields({"id_token": sociallogin.claims})
        user.take_over(fields)
        user.save(update_fields=["first_name", "last_name", "email"])
        user.follow_entra(app_roles)


def _reason(error, exception) -> str:
    if error == AuthError.CANCELLED:
        return "cancelled"
    if exception is None:
        return "answer"  # one that nobody asked for here, or that says there was an error
    # Only our own reasons are free of what the provider answered.
    return str(exception) if isinstance(exception, TokenRefused) else type(exception).__name__


def _refused_citizen(request, reason: str, context: dict):
    """Say why, in the language the sign-in began in, and offer what helps."""
    state = context.get("state") or {}
    with override(state.get("language", get_language())):
        told = {"reason": reason, "next": state.get("next", "")}
        response = render(request, "accounts/citizen_refused.html", told, status=403)
    return forms_may_lead_to(response, citizens.issuer(request))


def _is_citizen(sociallogin) -> bool:
    return sociallogin.account.provider == "idporten"


def _free_username(wanted: str) -> str:
    """The name at work, which the access log shows. It is never what the person is known again by."""
    is_free = wanted and not User.objects.filter(username=wanted).exists()
    return wanted if is_free else f"{wanted}-{uuid.uuid4().hex[:8]}"


def _app_roles(sociallogin) -> list[str]:
    """The `roles` claim: app roles, since the `groups` claim is dropped for members of many."""
    claimed = sociallogin.claims.get("roles", [])
    return [role for role in claimed if isinstance(role, str)] if isinstance(claimed, list) else []
