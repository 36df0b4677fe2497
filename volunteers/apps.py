from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Frivillige")

    def ready(self) -> None:
        from volunteers import notices  # noqa: F401  the outbox knows its handlers by import

        if settings.HAS_DESK:  # so does the worker its rounds, which no public process has
            from volunteers import persons, retention, rounds  # noqa: F401
