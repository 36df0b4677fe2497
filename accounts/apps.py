from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Brukere")

    def ready(self):
        from accounts import checks, mfa_secrets  # noqa: F401 - registers system checks and a rotation
