from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _("Helse- og omsorgstjenester")

    def ready(self) -> None:
        from services import deliveries  # noqa: F401  the outbox knows its handlers by import

        if settings.HAS_DESK:  # so do the worker's rounds, which no public process has
            from services import archive, interim, persons, retention  # noqa: F401
