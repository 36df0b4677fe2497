from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "concerns"
    verbose_name = _("Barnevern")

    def ready(self) -> None:
        from concerns import deliveries, rewrapping  # noqa: F401  the outbox and the rotation know them by import
