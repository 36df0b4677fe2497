"""What other areas have sent to the desks one is at: the list, one of them, and what is done about it.

Its text is a case's content: it is shown after the reader has said why, and the reading is written on the
case it speaks of, so that the citizen sees in their own log which desk has read it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access, references, referrals
from casework.admin.opening import PurposeForm, keep_purpose, likely, purpose_of
from casework.admin.start import INBOX, case_desks
from casework.admin.verbs import NOBODY_LEFT, TextField, always, is_the_last, name_of
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.referrals import Referral, desks_with

MOST_SHOWN = 100
LONGEST_ANSWER = 10_000
READS = ("GET", "HEAD")
KIND = Referral._meta.label_lower
Action = access.AccessEntry.Action


# --- what is done about one -----------------------------------------------------------------------------
class DeedForm(forms.Form):
    """What a deed asks; its cleaned fields reach the method by name."""

    use_required_attribute = False

    def __init__(self, *args: Any, request: HttpRequest, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.request, self.referral = request, referral

    def given(self) -> dict[str, Any]:
        """What the method takes beside `by`."""
        return self.cleaned_data


def _words(label: Any, help_text: Any, **more: Any) -> TextField:
    rows = forms.Textarea(attrs={"rows": 4})
    return TextField(label=label, help_text=help_text, max_length=LONGEST_ANSWER, widget=rows, **more)


class SendBackForm(DeedForm):
    answer = _words(
        gettext_lazy("Hvorfor sender du det tilbake?"),
        gettext_lazy("Den som sendte det, leser dette i saken sin."),
        error_messages={"required": gettext_lazy("Skriv hvorfor.")},
    )


class FinishForm(DeedForm):
    answer = _words(
        gettext_lazy("Svar til den som sendte det"),
        gettext_lazy("Du kan la det stå tomt. Skriv ikke mer enn de trenger."),
        required=False,
    )
    became = forms.CharField(
        label=gettext_lazy("Ble det en sak hos dere? Skriv referansen"),
        help_text=gettext_lazy("Du kan la det stå tomt. Den som sendte det, ser referansen, ikke saken."),
        required=False,
        max_length=20,
    )

    def clean_became(self) -> str:
        """The reference of a case that this person may see: of another nobody learns whether it is there.

        Of the desks in the table alone: no reference of a report of concern leaves child welfare.
        """
        written = self.cleaned_data["became"]
        if not written:
            return ""
        reference = references.normalise(written)
        if not reference or not any(
            desk.get_queryset(self.request).filter(reference=reference).exists()
            for desk in case_desks(self.request)
            if desks_with(desk.model)
        ):
            raise forms.ValidationError(_("Det er ingen sak med den referansen som du kan se."))
        return reference


class RecuseForm(DeedForm):
    sure = forms.BooleanField(
        label=gettext_lazy("Jeg er inhabil, og skal ikke se denne saken"),
        error_messages={"required": gettext_lazy("Sett kryss for å bekrefte.")},
    )

    def given(self) -> dict[str, Any]:
        return {}

    def clean(self) -> Any:
        with suppress(LookupError):  # a case that was deleted meanwhile
            if is_the_last(self.referral.source, self.request.user):
                raise forms.ValidationError(NOBODY_LEFT)
        return super().clean()


@dataclass(frozen=True)
class Deed:
    """A button on the page of a referral.

    applies: whether it makes sense for this referral and person now. explains: what it will do, said before
    it is done. unopened: needs nothing of the content, so it is offered before anybody has said why they
    read. stays: leads to the same page again. checks_version: the second of two is refused.
    """

    label: Any
    explains: Any
    done: Any
    applies: Callable[[Referral, Any], bool]
    form: type[DeedForm] = DeedForm
    unopened: bool = False
    stays: bool = False
    checks_version: bool = True


def moves_to(state: str) -> Callable[[Referral, Any], bool]:
    return lambda referral, user: referral.may_move_to(state)


def can_be_taken(referral: Referral, user: Any) -> bool:
    return referral.may_move_to(Referral.State.TAKEN) and referral.taken_by_id != user.pk


def is_mine(referral: Referral, user: Any) -> bool:
    return referral.state == Referral.State.TAKEN and referral.taken_by_id == user.pk


DEEDS = {
    "take": Deed(
        gettext_lazy("Ta den"),
        gettext_lazy(
            "Du følger den opp. Har en kollega tatt den, blir den din. Fagområdet som sendte den, ser at du "
            "har tatt den."
        ),
        gettext_lazy("Den er din."),
        can_be_taken,
        unopened=True,
        stays=True,
    ),
    "finish": Deed(
        gettext_lazy("Ferdig"),
        gettext_lazy("Fagområdet som sendte den, ser at den er ferdig, og det du svarer."),
        gettext_lazy("Den er ferdig."),
        moves_to(Referral.State.DONE),
        FinishForm,
    ),
    "send_back": Deed(
        gettext_lazy("Send tilbake"),
        gettext_lazy("Bruk dette når den ikke hører til hos dere. De som sendte den, må se på den igjen."),
        gettext_lazy("Den er sendt tilbake."),
        moves_to(Referral.State.SENT_BACK),
        SendBackForm,
    ),
    "release": Deed(
        gettext_lazy("Legg tilbake"),
        gettext_lazy("En kollega kan ta den i stedet. Fagområdet som sendte den, ser at du la den tilbake."),
        gettext_lazy("Den venter på å bli tatt."),
        is_mine,
    ),
    "recuse": Deed(
        gettext_lazy("Jeg er inhabil"),
        gettext_lazy(
            "Den forsvinner for deg med en gang, og det gjør saken også. Har du tatt den, kan en kollega ta "
            "den. Bare de som har saken, kan slippe deg inn igjen."
        ),
        gettext_lazy("Du er meldt inhabil, og ser den ikke lenger."),
        always,
        RecuseForm,
        unopened=True,
        checks_version=False,
    ),
}


# --- pages ----------------------------------------------------------------------------------------------
def list_view(request: HttpRequest) -> HttpResponse:
    """What waits, or what one of the start page's lists holds. It names nobody. Raises PermissionDenied."""
    if not referrals.desks_of(request.user):
        access.record_denied(request.user, KIND)
        raise PermissionDenied
    if request.method not in READS:
        return HttpResponseNotAllowed(READS)
    visible, chosen = Referral.objects.visible_to(request.user), request.GET.get("show", "")
    rows = INBOX[chosen][1](visible, request.user) if chosen in INBOX else visible.pending()
    found = list(rows.select_related("taken_by")[: MOST_SHOWN + 1])
    context = {
        **admin.site.each_context(request),
        "title": _("Oversendt"),
        "lists": [
            ("", _("Alle som ikke er ferdige")),
            *((key, label) for key, (label, _rows) in INBOX.items()),
        ],
        "chosen": chosen if chosen in INBOX else "",
        "referrals": found[:MOST_SHOWN],
        "more": len(found) > MOST_SHOWN,
    }
    return TemplateResponse(request, "admin/casework/inbox.html", context)


def referral_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """One referral, for whoever has said why; for others the question why. Raises Http404."""
    referral = _visible(request, pk)
    return _page(request, referral) if request.method in READS else HttpResponseNotAllowed(READS)


def open_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take the purpose and lead to the referral. Raises Http404."""
    referral = _visible(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = PurposeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, referral, 400, purpose_form=form)
    keep_purpose(request, referral, form.cleaned_data["purpose"])
    return redirect("admin:referral", pk)


def deed_view(request: HttpRequest, pk: Any, deed: str) -> HttpResponse:
    """Do what a button says. The second of two is told, and keeps what they wrote."""
    referral = _visible(request, pk)
    if (chosen := DEEDS.get(deed)) is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not chosen.unopened and not purpose_of(request, referral):
        return redirect("admin:referral", pk)  # who answers it has read it, and the log says so
    form = chosen.form(request.POST, request=request, referral=referral, auto_id=f"{deed}_%s")
    if _is_behind(request, referral, chosen) or not chosen.applies(referral, request.user):
        return _refused(request, pk, form)
    if not form.is_valid():
        return _page(request, referral, 400, posted={deed: form})
    try:
        getattr(referral, deed)(by=request.user, **form.given())
    except (ChangedMeanwhile, TransitionRefused):
        return _refused(request, pk, form)
    except LookupError as gone:
        raise Http404 from gone
    messages.success(request, chosen.done)
    return redirect("admin:referral", pk) if chosen.stays else redirect("admin:referrals")


# --- parts ----------------------------------------------------------------------------------------------
def _visible(request: HttpRequest, pk: Any) -> Referral:
    """The referral, if this person may see it. Otherwise 404, and the attempt is kept."""
    found = Referral.objects.visible_to(request.user).select_related("taken_by").filter(pk=pk).first()
    if found is None:
        access.record_denied(request.user, KIND, pk)
        raise Http404
    return found


def _is_behind(request: HttpRequest, referral: Referral, deed: Deed) -> bool:
    """Whether the page was made before somebody changed it. Strange versions count as old."""
    return deed.checks_version and request.POST.get("version") != str(referral.version)


def _refused(request: HttpRequest, pk: Any, form: DeedForm) -> HttpResponse:
    """A colleague was first: how it stands now, and what this person wrote."""
    kept = [(field.label, field.value()) for field in form if field.value()]
    return _page(request, _visible(request, pk), 409, kept=kept, conflict=True)


def _page(
    request: HttpRequest,
    referral: Referral,
    status: int = 200,
    *,
    purpose_form: PurposeForm | None = None,
    posted: dict[str, DeedForm] | None = None,
    kept: Any = (),
    conflict: bool = False,
) -> HttpResponse:
    """The text and the buttons, written to the log as opened; without a purpose, the question why."""
    purpose = purpose_of(request, referral)
    context = {
        **admin.site.each_context(request),
        "title": _("Oversendt fra %(reference)s") % {"reference": referral.reference},
        "referral": referral,
        "has_it": name_of(referral.taken_by) if referral.taken_by else "",
        "purpose": access.PURPOSES.get(purpose, ""),
        "purpose_form": purpose_form or PurposeForm(label_suffix="", initial=likely(request, referral)),
        "deeds": _deeds(request, referral, posted or {}, opened=bool(purpose)),
        "is_wrong": bool(posted or (purpose_form and purpose_form.errors)),
        "kept": kept,
        "conflict": conflict,
        "list_url": reverse("admin:referrals"),
    }
    with transaction.atomic():
        if purpose:
            _record(request, referral, purpose)
        return TemplateResponse(request, "admin/casework/referral.html", context, status=status).render()


def _record(request: HttpRequest, referral: Referral, purpose: str) -> None:
    """Write the reading on the case it speaks of. Raises Http404 where that has just been deleted."""
    try:
        access.record(request.user, Action.OPENED, [referral.source], purpose=purpose)
    except LookupError as gone:
        raise Http404 from gone


def _deeds(
    request: HttpRequest, referral: Referral, posted: dict[str, DeedForm], opened: bool
) -> list[dict[str, Any]]:
    """The deeds that suit it now, each with its form: as it was posted, or a fresh one."""
    return [
        {
            "name": name,
            "deed": deed,
            "form": posted.get(name) or deed.form(request=request, referral=referral, auto_id=f"{name}_%s"),
        }
        for name, deed in DEEDS.items()
        if deed.applies(referral, request.user) and (opened or deed.unopened)
    ]
