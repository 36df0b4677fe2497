"""Pages where nobody is known: what could tell who asks is taken off the request before anything reads it."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

alarm = logging.getLogger("portal.alarm")

# What a form and its answer need. Every other header is dropped, also those of browsers to come.
HEADERS_KEPT = {
    *("HTTP_HOST", "HTTP_ORIGIN", "HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_X_FORWARDED_PROTO"),
    *("HTTP_TRANSFER_ENCODING", "HTTP_CONNECTION"),
}
CLIENT = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER")

_serving: ContextVar[bool] = ContextVar("serving an anonymous page", default=False)


def is_serving() -> bool:
    """True while an anonymous page is made. The log then keeps no time finer than the hour."""
    return _serving.get()


class AnonymousPathsMiddleware:
    """For the paths of settings.ANONYMOUS_PATHS: no session, no address, no browser, no page before.

    Stands before the session. An answer may set the CSRF cookie, which means nothing, and no other.
    Everything inside the first page is closed to search engines.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.paths = re.compile(settings.ANONYMOUS_PATHS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = self.paths.match(request.path_info)
        if not match:
            return self.get_response(request)
        forget_who_asks(request)
        token = _serving.set(True)
        try:
            response = self.get_response(request)
        finally:
            _serving.reset(token)
        _drop_cookies(response)
        if match["inside"]:
            response["X-Robots-Tag"] = "noindex"
        return response


def forget_who_asks(request: HttpRequest) -> None:
    """Leave of the request what the page is made of, and the two cookies that mean nobody."""
    meta = request.META
    own_page = _own_origin(request)
    kept = (settings.CSRF_COOKIE_NAME, settings.LEFT_COOKIE_NAME)
    cookies = [f"{name}={request.COOKIES[name]}" for name in kept if name in request.COOKIES]
    for name in [*CLIENT, *(name for name in meta if name.startswith("HTTP_") and name not in HEADERS_KEPT)]:
        meta.pop(name, None)
    meta["HTTP_COOKIE"] = "; ".join(cookies)
    if own_page:
        meta["HTTP_REFERER"] = own_page
    for cached in ("COOKIES", "headers"):
        request.__dict__.pop(cached, None)


def _own_origin(request: HttpRequest) -> str:
    """Our own origin where the form came from us. Browsers that send no Origin are judged by it (CSRF)."""
    sent = request.META.get("HTTP_REFERER", "")
    try:
        page = urlsplit(sent)
    except ValueError:
        return ""
    same = page.netloc and page.netloc == request.get_host()
    return f"{page.scheme}://{page.netloc}/" if same else ""


def _drop_cookies(response: HttpResponse) -> None:
    for name in set(response.cookies) - {settings.CSRF_COOKIE_NAME}:
        del response.cookies[name]
        alarm.error("cookie_on_anonymous_page")
