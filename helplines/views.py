"""What citizens read: the list, one line, its poster, and the information pages."""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from casework import markdown
from casework.kept import kept
from helplines import cards, jsonld, listing, wording
from helplines.clock import OSLO
from helplines.directory import Directory, directory
from helplines.hours import Day
from helplines.line import PublishedLine
from helplines.models import InfoPage

WEEK, LOOK_AHEAD = 7, 30  # days in the table, and days searched for what is not as usual


@login_not_required
@require_safe
@kept("for")
def index(request: HttpRequest) -> HttpResponse:
    """Everybody one can call, open ones first; `?for=barn` or `forelder` shows one audience's."""
    chosen = request.GET.get("for", "")
    if chosen and chosen not in cards.AUDIENCES:
        return redirect("helplines:index")
    lines = directory()
    heading = cards.AUDIENCES[chosen][1] if chosen else ""
    context = {"directory": lines, "heading": heading, "listing": listing.html(lines, chosen)}
    return render(request, "helplines/index.html", context)


@login_not_required
@require_safe
@kept()
def line(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything there is to know about one line."""
    lines, found = published(slug)
    days = found.days(lines.at.astimezone(OSLO).date(), LOOK_AHEAD)
    context = {
        "directory": lines,
        "copied": wording.copied(lines),
        "line": found,
        "card": cards.card(found, lines.at),
        "audiences": _audiences(found),
        "zone": cards.zone(found),
        # Nobody in danger should stop to ask what their parents will hear.
        "for_children": "children" in found.audiences and not cards.is_emergency(found),
        "week": wording.week(found.schedule, days[0].date),
        "days": _table(found, days),
        "deviations": [wording.day_words(day, days[0].date) for day in days[WEEK:] if _differs(day)],
        "supplements": [other for slug in found.supplements if (other := lines.get(slug))],
        "supplemented_by": lines.supplemented_by(found),
        "jsonld": jsonld.page(found, lines.at),
    }
    return render(request, "helplines/line.html", context)


@login_not_required
@require_safe
@kept()
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet to hang up: the number in large type, and a code that leads to today's hours."""
    lines, found = published(slug)
    address = settings.SITE_URL + reverse("helplines:line", args=[slug])
    code = segno.make(address, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    context = {
        "directory": lines,
        "line": found,
        "card": cards.card(found, lines.at),
        "week": wording.week(found.schedule, lines.at.astimezone(OSLO).date()),
        "address": address,
        "code": mark_safe(code),  # noqa: S308 - drawn by segno from our own address
    }
    return render(request, "helplines/poster.html", context)


@login_not_required
@require_safe
@kept()
def info_pages(request: HttpRequest) -> HttpResponse:
    """All information pages, those that have ended last."""
    today = _today()
    pages = [page for page in InfoPage.objects.all() if page.started(today)]
    context = {
        "pages": [page for page in pages if not page.ended(today)],
        "ended": [page for page in pages if page.ended(today)],
    }
    return render(request, "helplines/info_pages.html", context)


@login_not_required
@require_safe
@kept()
def info_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of text. When its time is over it can still be read, and says so first."""
    page, today = get_object_or_404(InfoPage, slug=slug), _today()
    if not page.started(today):
        raise Http404
    context = {
        "page": page,
        "body": markdown.html(page.body),
        "ended_on": wording.full_date(page.ends_on) if page.ended(today) else "",
    }
    return render(request, "helplines/info_page.html", context)


def published(slug: str) -> tuple[Directory, PublishedLine]:
    """The directory of the moment and one line of it. Raises Http404 for an unknown line."""
    lines = directory()
    found = lines.get(slug)
    if found is None:
        raise Http404
    return lines, found


def _table(found: PublishedLine, days: list[Day]) -> list[wording.DayWords]:
    """The coming week; none where every day is the same or nobody knows."""
    if found.schedule.always or not found.schedule.known:
        days = [day for day in days[:WEEK] if _differs(day)]
    return [wording.day_words(day, _today()) for day in days[:WEEK]]


def _differs(day: Day) -> bool:
    return day.reason in ("exception", "holiday", "half_day") or bool(day.text)


def _audiences(found: PublishedLine) -> list[str]:
    return [str(heading) for audience, heading in cards.AUDIENCES.values() if audience in found.audiences]


def _today():
    return timezone.localdate(timezone=OSLO)
