"""`manage.py draw_lifecycle`: the life of an application, drawn into docs/."""

from django.conf import settings
from django.core.management.base import BaseCommand

from services.diagram import drawn

DOCUMENT = "application-lifecycle.md"


class Command(BaseCommand):
    help = "Draws the life of an application into docs/."
    requires_system_checks = []

    def handle(self, **options):
        (settings.BASE_DIR / "docs" / DOCUMENT).write_text(drawn(), encoding="utf-8")
