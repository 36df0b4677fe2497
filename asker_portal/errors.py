"""Error pages that help: what happened, what was written, and who to call."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from asker_portal import municipality

logger = logging.getLogger(__name__)

# Django's words for a token that is missing, old or changed begin so. A wrong Origin or Referer does
# not: then somebody else's page may have written the form, and one press must not send it from here.
STALE_TOKEN = "CSRF "  # noqa: S105
# What forms carry for us and no person wrote.
CARRIED = {"csrfmiddlewaretoken", "state", "step", "go", "next", "draft"}

LAST_RESORT = """<!doctype html><html lang="nb"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Noe gikk galt</title>
<h1>Noe gikk galt hos oss</h1><p>Prøv igjen om litt.</p>
<p>Er det akutt? Ring politiet på <a href="tel:112">112</a> eller ambulanse på <a href="tel:113">113</a>.
Barn og unge kan ringe <a href="tel:116111">116 111</a> hele døgnet.</p></html>"""


def bad_request(request, exception):
    """400, or 413 for a request that nobody read because it was too long."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "errors/413.html", 413)
    return _page(request, "errors/400.html", 400)


def permission_denied(request, exception):
    return _page(request, "errors/403.html", 403)


def not_found(request, exception):
    return _page(request, "errors/404.html", 404)


def server_error(request):
    """500, or 503 while the database does not answer. Neither asks the database for anything."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = _standalone("errors/503.html", 503)
        response["Retry-After"] = "30"
        return response
    return _standalone("errors/500.html", 500)


@never_cache
@sensitive_post_parameters()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show again what was written, and let it be sent once more when only the token was at fault.

    Nothing of it is logged or kept. Passwords and codes are never shown; a form that has one is
    filled in anew. After «Forlat siden» nothing is shown until the browser is closed: it may be somebody
    else who presses «back», and the browser sends the form again.
    """
    if settings.LEFT_COOKIE_NAME in request.COOKIES:
        return _page(request, "errors/left.html", 403)
    posted = _posted(request)
    context = {
        "texts": _written(posted),
        "send_again": reason.startswith(STALE_TOKEN) and bool(posted) and not any(map(_is_secret, posted)),
        "fields": [(name, value) for name, values in posted.lists() for value in values],
        "cookie_missing": "cookie" in reason.lower(),
        "had_files": bool(posted) and (request.content_type or "").startswith("multipart/"),
    }
    return render(request, "errors/csrf.html", context, status=403)


def _posted(request: HttpRequest) -> QueryDict:
    try:
        posted = request.POST.copy()
    except OSError:  # the line broke while it was read
        return QueryDict(mutable=True)
    posted.pop("csrfmiddlewaretoken", None)
    return posted


def _written(posted: QueryDict) -> list[str]:
    """The texts a person wrote, in their order."""
    return [
        value
        for name, values in posted.lists()
        if name not in CARRIED and not _is_secret(name)
        for value in values
        if value.strip()
    ]


def _is_secret(name: str) -> bool:
    return "password" in name or name == "code"


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)


def _standalone(template: str, status: int) -> HttpResponse:
    """A page that needs neither the request nor the database, and at worst not even a template."""
    try:
        html = render_to_string(template, {"municipality": municipality.current()})
    except Exception:
        logger.exception("the page for an error failed itself")
        html = LAST_RESORT
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    return response
