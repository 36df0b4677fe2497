from itertools import groupby

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.simple_tag
def control(field: BoundField):
    """The field's widget in Designsystemet's look, whatever widget class it is."""
    return field.as_widget(attrs={"class": _look(field.field.widget)})


@register.simple_tag
def options(field: BoundField, hints=None, reveals=None) -> list[dict]:
    """The radios or checkboxes with their hints; those that open the same fields stand together with them."""
    reveals = reveals or {}
    opener = {value: key for key in reveals for value in (key if isinstance(key, tuple) else (key,))}
    rows = [_option(option.data, hints or {}, option) for option in field.subwidgets]
    groups = groupby(rows, key=lambda row: opener.get(row["value"], row["value"]))
    return [{"together": list(group), "reveal": reveals.get(key)} for key, group in groups]


def _option(data: dict, hints: dict, option) -> dict:
    attrs, value = data["attrs"], str(data["value"])
    attrs["class"] = "ds-input"
    if data["type"] == "radio":
        attrs.pop("aria-invalid", None)  # not allowed on a radio: its group carries it
    if hint := hints.get(value):
        attrs["aria-describedby"] = f"{attrs['id']}_hint"
    return {
        "input": option.tag(),
        "id": attrs["id"],
        "label": data["label"],
        "hint": hint,
        "value": value,
    }


@register.filter
def limit(field: BoundField) -> int | None:
    """How many characters a textarea takes, where it has a limit."""
    is_textarea = isinstance(field.field.widget, forms.Textarea)
    return getattr(field.field, "max_length", None) if is_textarea else None


@register.inclusion_tag("designsystemet/layout/error_summary.html")
def error_summary(*all_forms):
    """Every error at the top of the page, linked to its field. First in <main>, before the h1."""
    return {"errors": [row for form in all_forms for row in _errors(form)]}


def _errors(form: forms.BaseForm) -> list[tuple[str, str]]:
    rows = [("", message) for message in form.non_field_errors()]
    for field in form:
        rows += [(_target(field), message) for message in field.errors]
    return rows


def _target(field: BoundField) -> str:
    """Where the error's link leads: the first option or box of a fieldset, else the control itself."""
    choices = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if choices else field.field.widget.id_for_label(field.auto_id)


def _look(widget: forms.Widget) -> str:
    return f"{widget.attrs.get('class', '')} ds-input".strip()
