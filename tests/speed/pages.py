"""The portal's pages that are measured, and how many helplines they show."""

from tests.speed import servers

FRONT, HELPLINES, REPORT = "/", "/hjelpetelefoner/", "/bekymringsmelding/skjema/"

# Keeps the first LINES, or adds copies with a slug and a revision of their own until there are as many.
COPIES = """
from itertools import count, cycle
from helplines import snapshots
from helplines.models import Helpline
lines = list(Helpline.objects.select_related("published"))
Helpline.objects.filter(pk__in=[line.pk for line in lines[LINES:]]).delete()
for number, line in zip(count(len(lines)), cycle(lines[:LINES])):
    if number >= LINES:
        break
    copy = Helpline.objects.create(slug=f"{line.slug[:60]}-{number}", name=line.name)
    snapshots.write(copy, line.published.content)
    copy.name = f"{line.name} {number}"
    copy.save()
    copy.publish()
"""


def load_portal(owner: dict[str, str]) -> None:
    """Tables, roles, the municipality's own content and the static files, as an installation has them.

    `owner` is the environment of a worker whose database role owns the tables.
    """
    servers.manage(owner, "migrate", "-v0")
    servers.manage(owner, "createcachetable", "-v0")
    servers.manage(owner, "sync_roles")
    servers.manage(owner, "database_roles")
    servers.manage(owner, "load_content")
    servers.manage(owner, "collectstatic", "--noinput", "-v0")


def multiply_helplines(environment: dict[str, str], lines: int) -> None:
    """Have exactly `lines` published helplines: copies of those there are, under their own slugs."""
    servers.manage(environment, code=f"LINES = {lines}\n{COPIES}")
