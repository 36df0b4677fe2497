"""`manage.py load_volunteering [set]`: areas and tasks to begin with, each marked as an example."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from volunteers.models import Area, TaskType

FOLDER = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    help = "Adds the areas and tasks of a content set. What is there already is left alone."

    def add_arguments(self, parser):
        parser.add_argument(
            "set", nargs="?", default=settings.MUNICIPALITY, help="one of volunteers/content/"
        )

    @transaction.atomic
    def handle(self, *args, **options):
        path = FOLDER / f"{options['set']}.toml"
        if not path.is_file():
            raise CommandError(f"No content set {options['set']!r}.")
        content = tomllib.loads(path.read_text())
        self.add_areas(content["areas"])
        for order, task in enumerate(content["tasks"], start=1):
            self.add_task(task, order * 10)

    def add_areas(self, entries) -> None:
        """New areas with their neighbours. Once there are any, the coordinators' own graph is theirs."""
        if Area.objects.exists():
            return
        areas = {
            each["slug"]: Area.objects.create(slug=each["slug"], name=each["name"], is_example=True)
            for each in entries
        }
        for each in entries:
            areas[each["slug"]].neighbours.add(*(areas[slug] for slug in each["neighbours"]))

    def add_task(self, entry, order) -> None:
        plain = {name: value for name, value in entry.items() if not isinstance(value, dict)}
        texts = {
            f"{name}_{code}": text
            for name, value in entry.items()
            if isinstance(value, dict)
            for code, text in value.items()
        }
        TaskType.objects.get_or_create(
            slug=plain.pop("slug"), defaults=plain | texts | {"order": order, "is_example": True}
        )
