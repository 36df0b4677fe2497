from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class InvoicesConfig(AppConfig):
    name = "invoices"
    verbose_name = _("Fakturaer")

    def ready(self) -> None:
        from invoices import duplicates, reminders  # noqa: F401  the outbox knows its handlers by import

        if settings.HAS_DESK:  # so does the desk who is found where
            from invoices import archive, persons, retention  # noqa: F401
