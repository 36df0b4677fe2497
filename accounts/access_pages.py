"""«Tilgang»: who came into one's groups and left them, what waits for a yes, and a form to let people in."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import recently, roles
from accounts.membership import REASON_LENGTH, Membership, Refused
from accounts.models import User
from casework.admin import start
from casework.admin.fields import DayInput

SHOWN = timedelta(days=365)
VERBS = {
    "approve": (Membership.approve, gettext_lazy("Tilgangen er godkjent. Alle i gruppen får vite det.")),
    "refuse": (Membership.refuse, gettext_lazy("Forespørselen er avslått.")),
    "end": (Membership.end, gettext_lazy("Tilgangen er avsluttet.")),
}
ENTER = {"approve", "refuse"}  # not from a screen that somebody finds unlocked


class AccessForm(forms.Form):
    """Whom to let in where, for how long and why. What is wrong is said beside the field, or by the model."""

    use_required_attribute = False
    group = forms.ChoiceField(
        label=gettext_lazy("Gruppe"),
        help_text=gettext_lazy("En lukket gruppe spør først et medlem."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Velg en av gruppene.")),
    )
    username = forms.CharField(
        label=gettext_lazy("Brukernavn"),
        help_text=gettext_lazy("Slik kollegaen logger inn, for eksempel kari@kommune.example."),
        max_length=150,
        error_messages={"required": gettext_lazy("Skriv brukernavnet til kollegaen.")},
    )
    last = forms.DateField(
        label=gettext_lazy("Siste dag"),
        help_text=gettext_lazy("Høyst 90 dager fram. En lukket gruppe kan også gis uten siste dag."),
        required=False,
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Velg den siste dagen.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"),
        help_text=gettext_lazy("Alle i gruppen leser det. Ikke skriv om en sak eller om noens helse."),
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Skriv hvorfor.")},
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.user = user
        self.fields["group"].choices = [(name, name) for name in sorted(roles.led_by(user.group_names))]

    def save(self) -> Membership:
        """Raises Refused."""
        said = self.cleaned_data
        person = User.objects.filter(username=said["username"], kind=User.Kind.STAFF).first()
        group = Group.objects.filter(name=said["group"]).first()
        if not (person and group):
            raise Refused(_("Finner ingen ansatt med det brukernavnet."))
        until = _end_of(said["last"]) if said["last"] else None
        return Membership.ask(person, group, by=self.user, reason=said["reason"], until=until)


def access_view(request: HttpRequest) -> HttpResponse:
    """The page; a POST answers or ends the membership it names, or lets somebody in. Raises Http404."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.method == "GET":
        return _page(request, AccessForm(request.user))
    if verb := next((name for name in VERBS if name in request.POST), None):
        return _answered(request, verb)
    return _asked(request)


def _answered(request: HttpRequest, verb: str) -> HttpResponse:
    membership = _found(request, request.POST[verb])
    if verb in ENTER and (again := recently.ask_again(request, reverse("admin:access"))):
        return again
    do, done = VERBS[verb]
    try:
        do(membership, by=request.user)
    except Refused as error:
        return _page(request, AccessForm(request.user), refused=str(error), status=409)
    messages.success(request, done)
    return redirect("admin:access")


def _asked(request: HttpRequest) -> HttpResponse:
    """Raises PermissionDenied for whoever lets nobody in anywhere, now."""
    form = AccessForm(request.user, request.POST)
    if not form.fields["group"].choices:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, form, status=400)
    if again := recently.ask_again(request, reverse("admin:access")):
        return again
    try:
        made = form.save()
    except Refused as error:
        return _page(request, form, refused=str(error), status=400)
    waits = made.state == Membership.State.ASKED
    said = _("Medlemmene er spurt. Tilgangen gjelder når et av dem sier ja.")
    messages.success(request, said if waits else _("Tilgangen gjelder nå."))
    return redirect("admin:access")


def _found(request: HttpRequest, key: str) -> Membership:
    try:
        found = _of(request.user).filter(pk=key).first()
    except ValidationError:  # no key at all
        found = None
    if found is None or found.group.name not in _seen_by(request.user):
        raise Http404
    return found


def _page(request: HttpRequest, form: AccessForm, refused: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    rows = list(_of(user))
    seen, answerable = _seen_by(user), set(Membership.objects.waiting_for(user))
    context = {
        **admin.site.each_context(request),
        "title": _("Tilgang"),
        "form": form,
        "gives": bool(form.fields["group"].choices),
        "refused": refused,
        "mine": [one for one in rows if one.user_id == user.pk and one.state == one.State.ASKED],
        "waiting": [
            (one, one in answerable)
            for one in rows
            if one.state == one.State.ASKED and one.user_id != user.pk and one.group.name in seen
        ],
        "groups": [(name, _shown(rows, name, user)) for name in sorted(seen)],
    }
    return TemplateResponse(request, "admin/accounts/access.html", context, status=status)


def _shown(rows: list[Membership], group: str, user: User) -> list[tuple[Membership, bool]]:
    """A group's rows that have been answered, and whether this person may end each."""
    answered = [one for one in rows if one.group.name == group and one.state != one.State.ASKED]
    return [(one, one.may_be_ended_by(user)) for one in answered]


def _seen_by(user: User) -> frozenset[str]:
    """The groups whose comings and goings this person reads: their own, and those they let others into."""
    return (user.group_names & roles.table().keys()) | roles.led_by(user.group_names)


def _of(user: User) -> QuerySet[Membership]:
    """The memberships of a year in those groups, and what waits for oneself."""
    since = timezone.now() - SHOWN
    recent = Q(state__in=("asked", "in_force")) | Q(ended_at__gt=since) | Q(decided_at__gt=since)
    own = Q(user=user, state=Membership.State.ASKED)
    people = ("user", "group", "asked_by", "decided_by", "ended_by")
    found = Membership.objects.filter(Q(recent, group__name__in=_seen_by(user)) | own)
    return found.select_related(*people).prefetch_related("user__socialaccount_set")


def _end_of(day: date) -> datetime:
    """The last moment of this day, here."""
    return timezone.make_aware(datetime.combine(day, time.max))


@start.beside
def requests_that_wait(request: HttpRequest) -> tuple[Any, QuerySet, str]:
    """For the start page: how many wait for this person's yes or no."""
    waiting = Membership.objects.waiting_for(request.user)
    return gettext_lazy("Venter på ditt ja til en gruppe"), waiting, reverse("admin:access")


@start.beside
def news_of_my_groups(request: HttpRequest) -> tuple[Any, QuerySet, str]:
    """For the start page of somebody without an address for mail: what the others were told of by it."""
    news = Membership.objects.news_for(request.user)
    told = news.none() if request.user.email else news
    return gettext_lazy("Nytt om hvem som er med i gruppene dine"), told, reverse("admin:access")
