from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Saksbehandling")

    def ready(self) -> None:
        from casework import messages, scanning  # noqa: F401  the outbox and the checks know it by import
