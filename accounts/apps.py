from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Brukere")

    def ready(self):
        from accounts import checks  # noqa: F401 - registers system checks

        if settings.HAS_DESK:
            from accounts import ended, retention  # noqa: F401 - a round of the worker, and what is kept

        if apps.is_installed("allauth.mfa"):
            from accounts import mfa_secrets  # noqa: F401 - registers a rotation
