"""`manage.py load_services [set]`: the municipality's services as shipped into the database."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from services import content_sets
from services.models import CareContact, Provider, ServiceType

LANGUAGES = ("nb", "nn", "en")
TEXTS = ("name", "summary", "about", "for_whom", "place", "weighed", "cost", "waiting")
PLAIN = {"slug": "", "recipient": "", "at_a_place": False, "source": "", "source_note": ""}


class Command(BaseCommand):
    help = "Loads a content set of services. What staff have changed since is left alone and named."

    def add_arguments(self, parser):
        parser.add_argument("set", nargs="?", default=settings.MUNICIPALITY, help="one of services/content/")

    @transaction.atomic
    def handle(self, *args, **options):
        name = options["set"]
        content, self.kept = content_sets.read(name), []
        contacts = {entry["key"]: self.load(CareContact, entry) for entry in _ordered(content["contacts"])}
        for entry in _ordered(content["providers"]):
            self.load(Provider, entry)
        for entry in _ordered(content["services"]):
            self.load_service(entry, content_sets.law(name, entry), contacts)
        self.stdout.write(f"{name}: {len(content['services'])} services, {len(contacts)} contacts.")
        if self.kept:
            self.stdout.write(f"Left as staff have them: {', '.join(self.kept)}.")

    def load(self, model, entry: dict):
        """The row of a key as the entry says, unless staff have made it their own; returns it."""
        row = model.objects.filter(key=entry["key"]).first() or model(key=entry["key"])
        if row.by_staff:
            self.kept.append(row.key)
            return row
        for name, value in _columns(entry).items():
            setattr(row, name, value)
        row.save()
        return row

    def load_service(self, entry: dict, law: list[dict], contacts: dict) -> None:
        """A service with its rules, which are the law's and not staff's: always written anew."""
        texts = {name: entry.get(name, dict.fromkeys(LANGUAGES, "")) for name in TEXTS}
        plain = {name: entry.get(name, default) for name, default in PLAIN.items()}
        service = self.load(ServiceType, {"key": entry["key"], "order": entry["order"]} | plain | texts)
        if not service.by_staff:
            service.contacts.set(contacts[key] for key in entry.get("contacts", []))
        _write_anew(service.law, _ordered(law))
        _write_anew(service.age_rules, entry["ages"])


def _ordered(entries: list[dict]) -> list[dict]:
    return [entry | {"order": place * 10} for place, entry in enumerate(entries, start=1)]


def _write_anew(rows, entries: list[dict]) -> None:
    rows.all().delete()
    for entry in entries:
        rows.create(**_columns(entry))


def _columns(entry: dict) -> dict:
    """A text in three languages becomes its three columns; what is plain stays."""
    columns = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            columns |= {f"{name}_{code}": value[code].strip() for code in LANGUAGES}
        else:
            columns[name] = value
    return columns
