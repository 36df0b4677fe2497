"""The portal's own pages: the front page, what it promises, and the way out."""

import contextlib

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from asker_portal import municipality
from casework.kept import kept
from helplines import cards, wording
from helplines.directory import Directory, directory
from helplines.line import PublishedLine

OPEN_LINES_SHOWN = 4
OTHER_COOKIES = (settings.LANGUAGE_COOKIE_NAME, "messages")


@require_safe
@login_not_required
@kept()
def front(request: HttpRequest) -> HttpResponse:
    """What do you need: somebody to talk to, or to tell us about a child."""
    lines = directory()
    rows = [
        {
            "name": line.name,
            "url": reverse("helplines:line", args=[line.slug]),
            "status": wording.status(line, lines.at),
            "ways": cards.ways(line, lines.at),
        }
        for line in _open_now(lines)
    ]
    return render(request, "front.html", {"directory": lines, "open_lines": rows})


def _open_now(lines: Directory) -> list[PublishedLine]:
    """Those who answer at this moment; the ones of the emergency strip last, they stand above already."""
    phones = (line for line in cards.listed(lines) if line.kind == "phone")
    answering = [line for line in phones if line.status(lines.at).open]
    return sorted(answering, key=lambda line: line.acute)[:OPEN_LINES_SHOWN]


@require_safe
@login_not_required
@kept()
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@require_safe
@login_not_required
@kept()
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may keep: everything citizens read, and neither desk nor forms."""
    rules = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /ansatt/",
        "Disallow: /logg-inn/",
        "Disallow: /minside/",
        "Disallow: /bekymringsmelding/skjema/",
        "Disallow: /bekymringsmelding/svar/",
        "Disallow: /frivillig/sporsmal/",
        "Disallow: /frivillig/foresporsel/",
    ]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/plain; charset=utf-8")


@csrf_exempt  # whoever is sent here by force only loses a session, and a token may be what is broken
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
def quick_exit(request: HttpRequest) -> HttpResponse:
    """End the session, have the browser forget this site, and lead to a page nobody wonders about.

    Browsers keep what was posted and offer to send it again to whoever presses «back». The cookie of every
    form goes, so that such a form is refused, and LEFT_COOKIE_NAME keeps the refusal from quoting it. The
    browser's own list of visited pages is out of our reach; the privacy page says so.
    """
    with contextlib.suppress(DatabaseError):  # the way out works when nothing else does
        logout(request)
    response = HttpResponse(status=303, headers={"Location": municipality.current()["exit_url"]})
    # Cookies are named one by one: "cookies" here would take the last one as well.
    response["Clear-Site-Data"] = '"cache", "storage"'
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, *OTHER_COOKIES):
        response.delete_cookie(name)
    response.set_cookie(
        settings.LEFT_COOKIE_NAME, "1", secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax"
    )
    response["Referrer-Policy"] = "no-referrer"
    return response
