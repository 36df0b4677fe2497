"""How long a sign-in lasts: 30 minutes without activity; in all eight hours for employees (OWASP ASVS 7.3),
two for citizens (ID-porten)."""

import contextlib
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from accounts import kept_posts, signins

SIGNED_IN_AT = "signed_in_at"
LAST_SEEN_AT = "last_seen_at"
# The clock is written this often; writing it at each request would cost a query each time.
TOUCH_AFTER_SECONDS = 60
CITIZEN_LONGEST_SECONDS = 120 * 60  # as long as ID-porten's own session lasts at most


def start(session) -> None:
    """Begin the clocks. A session without them counts as ended."""
    session[SIGNED_IN_AT] = session[LAST_SEEN_AT] = time.time()


def age(session) -> float:
    """Seconds since the sign-in."""
    return time.time() - session.get(SIGNED_IN_AT, 0)


def has_ended(session) -> bool:
    """True after eight hours. The 30 minutes are the session's own expiry, which activity moves."""
    is_citizens = "citizen_level" in session
    return age(session) > (CITIZEN_LONGEST_SECONDS if is_citizens else settings.SESSION_LONGEST_SECONDS)


def seconds_left(session) -> int:
    """How long a citizen's session lasts if nothing more is done."""
    return int(min(settings.SESSION_COOKIE_AGE, CITIZEN_LONGEST_SECONDS - age(session)))


def whose_it_was(request) -> int | None:
    """The primary key of the user whose ended session this request's cookie names, or None."""
    if ended := getattr(request, "ended_user_pk", None):
        return ended
    store = signins.session_store()()
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = store.get_model_class().objects.filter(session_key=key).first()
    user = store.decode(row.session_data).get(SESSION_KEY) if row else None
    return int(user) if user else None


class SessionClockMiddleware:
    """Ends a sign-in in time, shows what was just written, and leads back to the page somebody was on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without the cookie nothing of the session is read, and public pages stay free of Vary.
        request.was_signed_out = settings.SESSION_COOKIE_NAME in request.COOKIES and self._sign_out(request)
        key = request.session.session_key
        response = self.get_response(request)
        signins.follow(request, key)
        return response

    def process_view(self, request, view, args, kwargs):
        if not (request.was_signed_out and getattr(view, "login_required", True)):
            return None
        sign_in = reverse("account_login", query={"next": _page_they_were_on(request), "ended": "1"})
        if written := kept_posts.texts(request):
            response = render(
                request, "accounts/ended.html", {"texts": written, "sign_in": sign_in}, status=403
            )
            add_never_cache_headers(response)
            return response
        return redirect(sign_in)

    def _sign_out(self, request) -> bool:
        """True when this request came with a sign-in that has ended."""
        if not request.user.is_authenticated:
            return request.session.is_empty()
        if has_ended(request.session):
            request.ended_user_pk = request.user.pk
            logout(request)
            return True
        if time.time() - request.session[LAST_SEEN_AT] > TOUCH_AFTER_SECONDS:
            request.session[LAST_SEEN_AT] = time.time()
            signins.note(request)
        return False


def _page_they_were_on(request) -> str:
    """The page itself, or for a button that posted elsewhere, the page with the button."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    with contextlib.suppress(ValueError):  # a browser may send anything there
        return urlsplit(request.headers.get("Referer", "")).path or request.path
    return request.path
