"""Applying for work as support contact or respite carer, and following the application."""

import contextlib
import secrets

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.citizens import citizen_required
from casework import access, messages
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.draft_journey import DraftJourneyView
from casework.drafts import Draft
from casework.fields import shown
from crispy_designsystemet.fields import TextField
from crispy_designsystemet.forms import AskingForm
from services import carers
from services.models import CareContact, CarerApplication

Status = CarerApplication.Status
LEVEL = "substantial"  # no word of health, and none of a child

NEXT = {
    Status.RECEIVED: _("Vi leser søknaden og tar kontakt for en samtale."),
    Status.INTERVIEW: _("Vi har invitert deg til en samtale. Se beskjedene nedenfor."),
    Status.APPROVED: _("Du er godkjent. Nå må du vise politiattest før du får oppdrag. Vi sier fra hvordan."),
    Status.CERTIFICATE_SEEN: _("Vi har sett attesten din. Nå lager vi avtalen."),
    Status.CONTRACT: _("Avtalen er klar. Snart kan du få oppdrag."),
    Status.AVAILABLE: _("Du kan få oppdrag. Vi ringer når et barn trenger noen som deg."),
    Status.PAUSED: _("Du har pause, og blir ikke spurt."),
    Status.REJECTED: _("Søknaden er ikke godkjent. Begrunnelsen står i beskjedene."),
    Status.WITHDRAWN: _("Du har trukket søknaden."),
    Status.ENDED: _("Avtalen er avsluttet. Takk for innsatsen."),
}


@require_safe
@login_not_required
def start(request):
    """What the work is, and how to apply."""
    return render(request, "services/jobs/start.html", {"contacts": CareContact.objects.of_all_services()})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required(level=LEVEL)
def begin(request):
    """The draft there is, to go on with or throw away, or the button that begins one."""
    draft = Draft.objects.of(request.user, carers.KIND).first()
    if request.method != "POST":
        return render(request, "services/jobs/begin.html", {"draft": draft})
    if request.POST.get("go") == "delete":
        if draft:
            draft.throw_away()
        return redirect("services:begin_job")
    draft = draft or Draft.objects.create(user=request.user, kind=carers.KIND)
    return redirect("services:job_draft", pk=draft.pk)


@method_decorator(citizen_required(level=LEVEL), name="dispatch")
class JobView(DraftJourneyView):
    """The steps of the application."""

    journey = carers.JOURNEY
    kind = carers.KIND
    check_template = "services/jobs/check.html"

    def address(self, slug=""):
        if slug:
            return reverse("services:job_step", args=[self.draft.pk, slug])
        return reverse("services:job_draft", args=[self.draft.pk])

    def prepare(self, form, stop, walk):
        if stop.step.slug == "about" and not form.is_bound:
            form.initial = {"name": shown(self.request.user.citizen, "name")}

    def send(self, walk):
        with transaction.atomic():
            case = CarerApplication.receive(
                walk.cleaned,
                str(self.draft.pk),
                citizen=self.request.user,
                contact=carers.contact_of(walk.cleaned),
            )
            self.draft.hand_over()
        return redirect("services:my_job", pk=case.pk)

    def gone(self, pk):
        """A draft that was sent leads to the applications there are."""
        sent = CarerApplication.objects.filter(citizen=self.request.user).first()
        return redirect("services:my_job", pk=sent.pk) if sent else None


class MessageForm(AskingForm):
    text = TextField(label=_("Skriv til oss"), error_messages={"required": _("Skriv noe i beskjeden først.")})
    primary = _("Send beskjeden")


@citizen_required(level=LEVEL)
def mine(request, pk):
    """One's own application: where it stands, what happens next, and the messages."""
    case = get_object_or_404(CarerApplication, pk=pk, citizen=request.user)
    if request.method != "POST":
        return _page(request, case, MessageForm())
    if request.POST.get("go") == "withdraw":
        return _withdraw(request, case)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=400)
    try:
        key = request.POST.get("key") or secrets.token_urlsafe(16)
        messages.post_from_citizen(case, form.cleaned_data["text"], by=request.user, submission_key=key)
    except messages.TooMany:
        form.add_error("text", _("Du har skrevet mange ganger. Vent en time, eller ring."))
        return _page(request, case, form, status=429)
    return redirect("services:my_job", pk=case.pk)


def _withdraw(request, case):
    """Take the application back. Where it went on meanwhile, the page says how it stands."""
    with contextlib.suppress(TransitionRefused, ChangedMeanwhile):
        case.move_to(Status.WITHDRAWN, by=request.user, event="withdrawn")
    return redirect("services:my_job", pk=case.pk)


def _page(request, case, form, status=200):
    form.carried = {"key": secrets.token_urlsafe(16)}
    context = {
        "case": case,
        "next": NEXT[case.status],
        "thread": messages.thread(case),
        "readers": access.readers(case),
        "form": form,
        "can_be_withdrawn": case.may_move_to(Status.WITHDRAWN),
    }
    return render(request, "services/jobs/mine.html", context, status=status)
