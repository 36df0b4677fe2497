"""`manage.py load_rules [set]`: the rules shipped with the portal, to begin with."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from invoices.models import InterestWaiver, InvoiceRule, LateInterestRate, RulesVersion

FOLDER = Path(__file__).parents[2] / "content"
TABLES = {"rules": InvoiceRule, "waivers": InterestWaiver, "rates": LateInterestRate}


class Command(BaseCommand):
    help = "Loads example rules for invoices into tables that are empty. What is there stays as it is."

    def add_arguments(self, parser):
        parser.add_argument("set", nargs="?", default=settings.MUNICIPALITY, help="one of invoices/content/")

    @transaction.atomic
    def handle(self, *args, **options):
        file = FOLDER / f"{options['set']}.toml"
        shipped = tomllib.loads(file.read_text()) if file.exists() else {}
        for name, model in TABLES.items():
            rows = [] if model.objects.exists() else shipped.get(name, [])
            same = shipped.get("example", {}) if name == "rules" else {}
            model.objects.bulk_create(model(**same | row) for row in rows)
            self.stdout.write(f"{name}: {len(rows)} loaded")
        RulesVersion.publish()
