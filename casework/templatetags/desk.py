"""What the desk's own templates need."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from casework.counting import counted, in_words
from casework.fields import shown, unreadable

register = template.Library()


@register.simple_tag
def worklists(request: HttpRequest) -> list[dict[str, Any]]:
    """The lists this person may see, each with its counts and a link to exactly those rows."""
    from django.contrib import admin  # a public process loads this library too, and has no admin

    desks = [desk for desk in admin.site._registry.values() if hasattr(desk, "worklists")]
    return [_rows(desk, request) for desk in desks if desk.has_view_permission(request)]


def _rows(desk: Any, request: HttpRequest) -> dict[str, Any]:
    address = reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist")
    lists = [
        {"label": label, "count": in_words(counted(cases)), "url": f"{address}?{query}"}
        for label, cases, query in desk.worklists(request)
    ]
    return {"name": desk.opts.verbose_name_plural, "url": address, "lists": lists}


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
