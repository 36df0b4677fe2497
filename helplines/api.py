"""The open data: JSON for anybody, read from the same directory as the pages."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from casework.kept import fresh_for, kept
from helplines import ical, openapi, parameters
from helplines.cards import listed
from helplines.clock import OSLO
from helplines.directory import directory
from helplines.hours import DatedException, Day, Status, status
from helplines.line import PublishedLine, PublishedNumber

METHODS = "GET, HEAD, OPTIONS"
READABLE = {"ensure_ascii": False}  # for those who look with their own eyes
WEEK = 7


def open_data(view: Callable) -> Callable:
    """Answer anybody, also from other sites' scripts; say what is wrong as problem+json.

    The view is called inside the language of `?lang=`. It may raise BadParameter and Http404.
    """

    @csrf_exempt  # nothing is written here, and a POST should be told that, not that a token is missing
    @login_not_required
    @wraps(view)
    def inner(request: HttpRequest, **kwargs) -> HttpResponse:
        response = _answer(view, request, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response

    return inner


def _answer(view: Callable, request: HttpRequest, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        allowed = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS}
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=allowed)
    if request.method not in ("GET", "HEAD"):
        refused = _problem(HTTPStatus.METHOD_NOT_ALLOWED, _("Bare lesing"), _("Bruk GET."))
        refused["Allow"] = METHODS
        return refused
    try:
        with override(parameters.language(request.GET)):
            return view(request, **kwargs)
    except parameters.BadParameter as error:
        return _problem(HTTPStatus.BAD_REQUEST, _("Ugyldig spørring"), str(error))
    except Http404:
        return _problem(HTTPStatus.NOT_FOUND, _("Finnes ikke"), _("Ingen hjelpetelefon har den adressen."))


def _problem(status: HTTPStatus, title: str, detail: str) -> JsonResponse:
    """What is wrong, as RFC 9457 says it. No type of ours would say more than the status."""
    body = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params=READABLE
    )


@open_data
def lines(request: HttpRequest) -> JsonResponse:
    """Every published line at the instant of `?at=`, emergency numbers too, in staff's order."""
    at = parameters.instant(request.GET)
    return _json([summary(line, at) for line in directory(at).lines], request)


@open_data
def line(request: HttpRequest, slug: str) -> JsonResponse:
    """One line with its texts, the week from that instant, exceptions and sources."""
    at = parameters.instant(request.GET)
    return _json(in_full(_found(slug, at), at), request)


@open_data
def schema(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document of all this."""
    return _json(openapi.document(), request)


@open_data
@kept("linje", "lang")
def calendar(request: HttpRequest) -> HttpResponse:
    """The next four weeks' opening hours of all lines, or of `?linje=`, as iCalendar."""
    slug, now = parameters.single(request.GET, "linje"), timezone.now()
    shown = listed(directory(now)) if slug is None else [_found(slug, now)]
    return HttpResponse(
        ical.calendar(shown, now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="hjelpetelefoner.ics"'},
    )


def _found(slug: str, at: datetime) -> PublishedLine:
    found = directory(at).get(slug)
    if found is None:
        raise Http404
    return found


def _json(content: list | dict, request: HttpRequest) -> JsonResponse:
    response = JsonResponse(content, safe=False, json_dumps_params=READABLE)
    # An answer about a named instant can only change when staff change something.
    seconds = 60 if "at" in request.GET else fresh_for()
    patch_cache_control(response, public=True, max_age=int(seconds))
    return response


# --- A line as JSON -------------------------------------------------------------------------------
def summary(line: PublishedLine, at: datetime) -> dict:
    """What the list says of one line; the keys are those of openapi's Line."""
    return {
        "slug": line.slug,
        "name": line.name,
        "url": settings.SITE_URL + reverse("helplines:line", args=[line.slug]),
        "kind": line.kind,
        "numbers": [_number(number, at) for number in line.numbers_on(at.astimezone(OSLO).date())],
        "audiences": list(line.audiences),
        "zone": line.zone or None,
        "acute": line.acute,
        **_status(line.status(at)),
        "stale": line.stale(at),
        "confirmed_at": _moment(line.confirmed_at),
    }


def in_full(line: PublishedLine, at: datetime) -> dict:
    """The summary and everything else that is published; the keys are those of openapi's LineInFull."""
    texts = ("summary", "who_answers", "privacy", "languages", "cost", "address")
    days = line.days(at.astimezone(OSLO).date(), WEEK)
    return {
        **summary(line, at),
        **{name: getattr(line, name) or None for name in texts},
        "contact": {"role": line.contact_role, "number": line.contact_number} if line.contact_role else None,
        "supplements": list(line.supplements),
        "week": [_day(day) for day in days],
        "exceptions": [_exception(each) for each in line.schedule.exceptions],
        "sources": [line.source] if line.source else [],
    }


def _status(state: Status) -> dict:
    return {
        "open": state.open,
        "opens_at": _moment(state.opens_at),
        "closes_at": _moment(state.closes_at),
        "reason": state.reason,
    }


def _number(number: PublishedNumber, at: datetime) -> dict:
    """Hours of its own stand with the number; without them it is open when the line is."""
    own = _status(status(number.own_schedule, at)) if number.own_schedule else None
    return {
        "kind": number.kind,
        "number": number.digits or None,
        "display": number.grouped or None,
        "label": number.label or None,
        "note": number.note or None,
        "own_hours": own,
    }


def _day(day: Day) -> dict:
    return {
        "date": day.date.isoformat(),
        "reason": day.reason,
        "holiday": day.holiday_name,
        "text": day.text or None,
        "intervals": [
            {"from": _moment(start), "to": _moment(end), "known": known}
            for start, end, known in day.intervals
        ],
    }


def _exception(each: DatedException) -> dict:
    return {
        "first": each.first.isoformat(),
        "last": each.last.isoformat(),
        "closed": each.closed,
        "opens": f"{each.opens:%H:%M}" if each.opens else None,
        "closes": f"{each.closes:%H:%M}" if each.closes else None,
        "text": each.reason or None,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(OSLO).isoformat(timespec="seconds") if moment else None
