"""What the desk's own templates need."""

from typing import Any

from django import template
from django.http import HttpRequest

from casework.fields import shown, unreadable

register = template.Library()


@register.simple_tag
def start_page(request: HttpRequest) -> dict[str, Any]:
    """How much waits in each area this person may see, each count with a link to exactly those rows."""
    from casework.admin import start  # a public process loads this library too, and has no admin

    return start.start_page(request)


@register.filter
def called(username: str, people: dict[str, str]) -> str:
    """What colleagues call this person; the user name of one who has no name here."""
    return people.get(username) or username


@register.filter
def writer(text: Any, people: dict[str, str]) -> Any:
    """Who wrote a note or a message: a colleague's name, or for a citizen the side they write from."""
    return called(text.by, people) if text.by else text.get_author_display()


@register.filter
def readable(instance: Any, name: str) -> Any:
    """An encrypted value, or the words that say it cannot be opened."""
    value = shown(instance, name)
    return unreadable() if value is None else value
