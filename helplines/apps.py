from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelplinesConfig(AppConfig):
    name = "helplines"
    verbose_name = _("Hjelpetelefoner")

    def ready(self) -> None:
        from helplines import reminders, retention  # noqa: F401 - the outbox knows its handlers by import
