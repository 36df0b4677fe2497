"""Public pages kept for a moment, so that many readers at once cost as much as one.

Opening hours turn on whole minutes. A page is therefore kept until the minute is over, and at most
for KEEP_PAGES_SECONDS: it is never wrong about who answers, and what staff change is seen within it.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer, as it is and packed, until a moment in seconds since 1970."""

    headers: dict[str, str]
    body: bytes
    packed: bytes
    etag: str
    until: float

    def response(self, request: HttpRequest) -> HttpResponse:
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if packed else self.body, headers=self.headers)
        # Weak, as GZipMiddleware would make it: both forms are the same page.
        response["ETag"] = self.etag
        if packed:
            response["Content-Encoding"] = "gzip"
            patch_vary_headers(response, ["Accept-Encoding"])
        patch_cache_control(response, public=True, max_age=max(0, int(self.until - now())))
        return response


def kept(*parameters: str) -> Callable:
    """Keep what a view answers to anonymous readers, apart for each value of these query parameters.

    The view must not read anything else of the request than its path, language and those
    parameters. Answers that are no 200, set a cookie or hold a CSRF token are never kept.
    """

    def decorator(view: Callable) -> Callable:
        @wraps(view)
        def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            seconds = fresh_for()
            if not seconds or not _anonymous_read(request):
                return _not_kept(view(request, *args, **kwargs))
            key = _key(request, parameters)
            page = caches["pages"].get(key)
            if page and page.until > now():
                return page.response(request)
            response = view(request, *args, **kwargs)
            if not _may_be_kept(request, response):
                return _not_kept(response)
            page = _finished(response, until=now() + seconds)
            caches["pages"].set(key, page, timeout=seconds)
            return page.response(request)

        return inner

    return decorator


def fresh_for() -> float:
    """Seconds for which an answer about this moment may be kept; 0 where nothing is kept."""
    return min(settings.KEEP_PAGES_SECONDS, 60 - now() % 60)


def now() -> float:
    """This moment in seconds since 1970."""
    return timezone.now().timestamp()


def _key(request: HttpRequest, parameters: tuple[str, ...]) -> str:
    """Hashed, for a path may hold what a cache key may not."""
    values = [request.GET.get(name, "") for name in parameters]
    asked = repr((get_language(), request.path, values))
    return hashlib.sha256(asked.encode()).hexdigest()


def _anonymous_read(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    token_shown = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == 200 and not response.cookies and not token_shown


def _not_kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, max_age=0)
    return response


def _finished(response: HttpResponse, until: float) -> Page:
    body = response.content
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Page(dict(response.items()), body, gzip.compress(body, mtime=0), etag, until)
