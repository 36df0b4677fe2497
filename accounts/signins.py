"""An employee's sign-ins that still hold, for them to see and end (OWASP ASVS 7.5). No address is kept."""

from importlib import import_module
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.worker import every

# The first that is named counts: Edge calls itself Chrome too, and all call themselves Safari.
BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


class SignInQuerySet(models.QuerySet["SignIn"]):
    def lasting(self) -> Self:
        """Those whose session has not ended."""
        sessions = session_store().get_model_class().objects.filter(expire_date__gt=timezone.now())
        return self.filter(session_key__in=sessions.values("session_key"))

    def end(self) -> None:
        """Sign them out, wherever they are."""
        for one in self:
            session_store()(session_key=one.session_key).delete()
        self.delete()


class SignIn(models.Model):
    """One session of an employee: when it began, when it was last used, and in what browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(_("nettleser"), max_length=40, blank=True)
    begun_at = models.DateTimeField(_("begynte"), default=timezone.now)
    seen_at = models.DateTimeField(_("sist brukt"), default=timezone.now)

    objects = SignInQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return str(self.pk)


def note(request: HttpRequest) -> None:
    """Keep that this session is in use. A citizen's are not listed."""
    if request.user.kind == "staff" and request.session.session_key:
        SignIn.objects.update_or_create(
            session_key=request.session.session_key,
            defaults={"user": request.user, "seen_at": timezone.now(), "browser": browser_of(request)},
        )


def follow(request: HttpRequest, old_key: str | None) -> None:
    """Know a session by its new key: at a sign-in it gets one, and with a new password."""
    new_key = request.session.session_key
    if not (old_key and new_key) or new_key == old_key or not request.user.is_authenticated:
        return
    if request.user.kind == "staff":
        old = SignIn.objects.filter(session_key=old_key)
        if not SignIn.objects.filter(session_key=new_key).exists():
            old.update(session_key=new_key)
        old.delete()
        note(request)


def is_by_entra(record: dict[str, Any]) -> bool:
    """True for what allauth keeps of a way in that was Entra ID."""
    return record["method"] == "socialaccount" and record.get("provider") == "entra"


def browser_of(request: HttpRequest) -> str:
    """The browser and the system, without their versions; empty where neither is known."""
    said = request.headers.get("User-Agent", "")
    found = [next((name for sign, name in each.items() if sign in said), "") for each in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)


@every(24 * 60 * 60)
def forget_ended() -> None:
    """Delete the rows whose session is over."""
    SignIn.objects.exclude(pk__in=SignIn.objects.lasting().values("pk")).delete()


def session_store() -> Any:
    """The class that opens, writes and deletes a session by its key, on this face."""
    return import_module(settings.SESSION_ENGINE).SessionStore
