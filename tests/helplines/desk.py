"""A line as communications staff have it, and its form as a browser would post it."""

from datetime import time

from django.urls import reverse

from helplines.models import Helpline, Number

CHANGE = "admin:helplines_helpline_change"


def a_line(slug: str = "ungdomslinja", **fields) -> Helpline:
    """Open on weekdays from 10 to 14 at 66 71 50 59, published."""
    fields = {"name_nb": "Ungdomslinja", "for_children": True} | fields
    line = Helpline.objects.create(slug=slug, **fields)
    line.numbers.create(digits="66715059", label_nb="Dagtid")
    line.hours.create(weekdays="01234", opens=time(10), closes=time(14))
    line.publish()
    return line


def posted(response) -> dict[str, object]:
    """What a browser would send back from the page's form, nothing changed."""
    context = response.context
    form = context["adminform"].form
    data = _values(form)
    for inline in context["inline_admin_formsets"]:
        data |= _values(inline.formset.management_form)
        for row in inline.formset.forms:
            data |= _values(row)
    return data


def _values(form) -> dict[str, object]:
    """Values as strings under their names in the post; what is empty or unticked is left out."""
    found = {}
    for field in form:
        value = field.value()
        if value is None or value is False or value in ("", []):
            continue
        prepared = field.field.widget.format_value(value) if not isinstance(value, list) else value
        if isinstance(prepared, list):
            found[field.html_name] = prepared if isinstance(value, list) else prepared[0]
        else:
            found[field.html_name] = "on" if value is True else prepared
    return found


def change_page(client, line: Helpline):
    return client.get(reverse(CHANGE, args=[line.pk]))


def post(client, line: Helpline, button: str = "_save", **changes):
    """Open the form, change these fields, press the button; returns the answer."""
    data = posted(change_page(client, line)) | {button: "1"} | changes
    return client.post(
        reverse(CHANGE, args=[line.pk]), {name: v for name, v in data.items() if v is not None}
    )


def published_digits(line: Helpline) -> list[str]:
    line.refresh_from_db()
    return [number["digits"] for number in line.published.content["numbers"]]


def second_number(line: Helpline) -> Number:
    return line.numbers.create(digits="94835674", order=1)
