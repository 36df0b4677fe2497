from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Saksbehandling")

    def ready(self) -> None:
        # Outbox, worker and checks know them by import.
        from casework import conflicts, declared, digest, expired, messages, scanning  # noqa: F401
