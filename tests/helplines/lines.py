"""Lines for tests: open on weekdays from 10.00 to 17.30, published."""

from django.db.models import OuterRef, Subquery

from helplines import snapshots
from helplines.models import Helpline, Revision


def make_line(slug, *, publish=True, hours=("10:00", "17:30"), **fields):
    """A saved line with one number and one stretch of hours; `fields` are the line's own."""
    if not {"name", "name_nb"} & fields.keys():
        fields["name_nb"] = slug
    line = Helpline.objects.create(slug=slug, **{"for_everyone": True} | fields)
    line.numbers.create(digits="66715059")
    line.hours.create(weekdays="01234", opens=hours[0], closes=hours[1])
    if publish:
        line.publish()
    return line


def make_many(count):
    """Published lines in a few statements."""
    content = snapshots.of(make_line("line-0"))
    slugs = [f"line-{n}" for n in range(1, count)]
    lines = Helpline.objects.bulk_create(
        Helpline(slug=slug, name=slug, name_nb=slug, for_everyone=True) for slug in slugs
    )
    contents = [content | {"slug": line.slug} for line in lines]
    Revision.objects.bulk_create(
        Revision(helpline=line, content=each, digest=snapshots.digest(each))
        for line, each in zip(lines, contents, strict=True)
    )
    newest = Revision.objects.filter(helpline=OuterRef("pk")).values("pk")[:1]
    Helpline.objects.update(published=Subquery(newest))
