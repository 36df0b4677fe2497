from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Saksbehandling")

    def ready(self) -> None:
        from casework import expired, scanning  # noqa: F401  worker, outbox and checks know them by import
