"""Child welfare's desk as a browser uses it: where its pages are, and how a report is opened and acted on."""

from django.urls import reverse
from django.utils import timezone

LIST = reverse("admin:concerns_concernreport_changelist")
SEARCH = reverse("admin:concerns_concernreport_search")


def page_of(report):
    return reverse("admin:concerns_concernreport_change", args=[report.pk])


def verb(report, name):
    return reverse("admin:concerns_concernreport_verb", args=[report.pk, name])


def opening(report):
    return reverse("admin:concerns_concernreport_open", args=[report.pk])


def open_case(client, report, purpose="caseworker"):
    """Say why, and read the report; returns its page."""
    client.post(opening(report), {"purpose": purpose})
    return client.get(page_of(report))


def act(client, report, name, *, version=None, **fields):
    """Press a verb's button as the page of this moment has it, or of an earlier `version`."""
    report.refresh_from_db()
    sent = {"version": report.version if version is None else version, "seen": timezone.now().isoformat()}
    return client.post(verb(report, name), sent | fields)
