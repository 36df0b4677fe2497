"""Lines for tests: open on weekdays from 10.00 to 17.30, published."""

from helplines.models import Helpline


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
