"""`manage.py load_content [set]`: the municipality's shipped content into the database."""

from datetime import date, datetime, time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from helplines import content_sets, snapshots
from helplines.clock import OSLO
from helplines.models import Helpline, InfoPage


class Command(BaseCommand):
    help = "Loads a content set. What staff have changed since is left alone and named."

    def add_arguments(self, parser):
        parser.add_argument("set", nargs="?", default=settings.MUNICIPALITY, help="one of helplines/content/")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="count the lines as confirmed on this day"
        )
        parser.add_argument(
            "--leave-stale",
            action="store_true",
            help="for the demo: count all as confirmed (today) but the one line that the set names",
        )

    @transaction.atomic
    def handle(self, *args, **options):
        name = options["set"]
        if name not in content_sets.names():
            raise CommandError(f"No content set {name!r}. There are: {', '.join(content_sets.names())}.")
        lines = content_sets.lines(name)
        kept = self.load_lines(lines)
        stale = content_sets.read(name)["stale_in_demo"] if options["leave_stale"] else None
        self.confirm(lines, options["as_of"] or (stale and timezone.localdate()), stale)
        kept += self.load_pages(content_sets.pages(name))
        numbers = sum(len(each["numbers"]) for each in lines)
        self.stdout.write(
            f"{name}: {len(lines)} lines, {numbers} numbers, {len(content_sets.pages(name))} pages."
        )
        if kept:
            self.stdout.write(f"Left as staff have them: {', '.join(kept)}.")

    def load_lines(self, contents) -> list[str]:
        """Rows and revisions of every line; returns the slugs that staff have made their own."""
        for content in contents:  # all of them first: lines name each other
            Helpline.objects.get_or_create(slug=content["slug"])
        lines = Helpline.objects.select_related("published").in_bulk(
            [content["slug"] for content in contents], field_name="slug"
        )
        kept = []
        for content in contents:
            line = lines[content["slug"]]
            if line.revisions.filter(by_staff=True).exists():
                kept.append(line.slug)
            elif line.published is None or line.published.digest != snapshots.digest(content):
                snapshots.write(line, content)
                line.publish(comment="content set")
        return kept

    def confirm(self, contents, day, stale) -> None:
        """Count lines as confirmed on the day unless a person has; without a day nothing is claimed."""
        lines = Helpline.objects.filter(slug__in=[content["slug"] for content in contents], confirmed_by=None)
        if day:
            at = min(datetime.combine(day, time(12), OSLO), timezone.now())
            lines.exclude(slug=stale).confirm(by=None, at=at)
        if stale:
            lines.filter(slug=stale).update(confirmed_at=None)

    def load_pages(self, entries) -> list[str]:
        kept = []
        for place, entry in enumerate(entries):
            page = InfoPage.objects.filter(slug=entry["slug"]).first() or InfoPage(slug=entry["slug"])
            if page.by_staff:
                kept.append(page.slug)
                continue
            self.write_page(page, entry, (place + 1) * 10)
        return kept

    def write_page(self, page, entry, order) -> None:
        page.order, page.source = order, entry["source"]
        for edge in ("starts_on", "ends_on"):
            setattr(page, edge, date.fromisoformat(entry[edge]) if edge in entry else None)
        for text in ("title", "body"):
            for code in snapshots.LANGUAGES:
                setattr(page, f"{text}_{code}", entry[text][code].strip())
        page.save()
