from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "concerns"
    verbose_name = _("Barnevern")

    def ready(self) -> None:
        from concerns import deliveries, dialogue  # noqa: F401  the outbox knows its handlers by import

        if (
            settings.HAS_DESK
        ):  # so do the worker's rounds and the rotation of keys, which no public process has
            from concerns import escalation, flood, persons, reconciliation, retention, rewrapping  # noqa: F401
