"""What invoicing does to a request, as buttons and forms. The rules are in invoices.deciding."""

import dataclasses
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.admin import Verb, VerbForm, citizens
from casework.admin.fields import DayInput
from casework.admin.verbs import TextField
from casework.fields import shown
from invoices import journeys
from invoices.deciding import Ask
from invoices.forms import MOST_PARTS, YEAR
from invoices.models import InvoiceRequest
from invoices.reasons import FOR_NO, FOR_REVOKING, Wish

Status = InvoiceRequest.Status
LONGEST_TEXT = 4_000
CHOOSE = {"required": _("Velg ett av svarene.")}
AS_ASKED = "asked"


def text_field(help_text: Any) -> TextField:
    return TextField(
        label=_("Skriv til den som spør, hvis noe må forklares"),
        help_text=help_text,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(VerbForm):
    """An answer needs a request that can be read."""

    def clean(self):
        if shown(self.case, "content") is None or shown(self.case, "contact") is None:
            raise ValidationError(_("Spørsmålet kan ikke åpnes. Driften har fått beskjed."))
        return super().clean()


class GrantForm(AnswerForm):
    """Yes: to what was asked, or to something else."""

    terms = forms.ChoiceField(
        label=_("Hva innvilges?"),
        choices=[
            (AS_ASKED, _("Det som er spurt om")),
            (Wish.DEFER, _("Utsettelse til en annen dag")),
            (Wish.SPLIT, _("Et annet antall deler")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    until = forms.DateField(
        label=_("Ny dag, ved utsettelse"),
        help_text=_("Senere enn forfallet, og innen et år."),
        widget=DayInput,
        required=False,
    )
    parts = forms.IntegerField(
        label=_("Antall deler, ved oppdeling"),
        help_text=_("En del i måneden."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        min_value=2,
        max_value=MOST_PARTS,
        required=False,
    )
    text = text_field(_("Teksten kommer med i brevet."))

    def clean(self):
        cleaned = super().clean()
        terms, until = cleaned.get("terms"), cleaned.get("until")
        if terms == Wish.SPLIT and not cleaned.get("parts") and "parts" not in self.errors:
            self.add_error("parts", _("Skriv hvor mange deler det skal være."))
        if terms == Wish.DEFER and "until" not in self.errors:
            self._check(until)
        return cleaned

    def _check(self, until: date | None) -> None:
        today = timezone.localdate()
        if until is None:
            self.add_error("until", _("Skriv hvilken dag det skal betales."))
        elif not today <= until <= today + timedelta(days=YEAR):
            self.add_error("until", _("Velg en dag fra i dag til om et år."))
        elif other_terms(self.case, Wish.DEFER, until=until).changes_nothing:
            self.add_error("until", _("Velg en dag etter forfallet."))


class RefuseForm(AnswerForm):
    """No, with a reason that is counted and one that is read."""

    reason = forms.ChoiceField(
        label=_("Hva er grunnen?"),
        help_text=_("Den som spør, får grunnen i svaret."),
        choices=[(reason.value, reason.label) for reason in FOR_NO],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = text_field(_("Grunnen står i brevet fra før, sammen med hvordan man kan ringe oss."))


class RevokeForm(RefuseForm):
    reason = forms.ChoiceField(
        label=_("Hva stemte ikke?"),
        help_text=_("Den som spurte, får grunnen i brevet."),
        choices=[(reason.value, reason.label) for reason in FOR_REVOKING],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


def other_terms(
    request: InvoiceRequest, wish: str, *, until: date | None = None, parts: int | None = None
) -> Ask:
    """The same invoices with another plan, decided on today."""
    changed = {"wish": {"wish": wish, "until": until, "parts": parts}}
    return journeys.ask_of(request.answers | changed, asked_on=request.asked_on)


def grant(request: InvoiceRequest, *, by: Any, terms: str, until: Any, parts: Any, text: str) -> None:
    """Say yes. Raises TransitionRefused or ChangedMeanwhile."""
    chosen = None if terms == AS_ASKED else other_terms(request, terms, until=until, parts=parts)
    request.grant(by=by, terms=chosen, text=text)


def is_waiting(request: InvoiceRequest, user: Any) -> bool:
    return request.status == Status.WAITING


GRANT = Verb(
    "grant",
    _("Innvilg"),
    grant,
    _("Spørsmålet er innvilget. Planen går til reskontro i natt."),
    applies=is_waiting,
    form=GrantForm,
    explains=_(
        "Lager brev med plan, og sender planen til reskontro i natt. Den som er innlogget, får beskjed."
    ),
)
REFUSE = Verb(
    "refuse",
    _("Avslå"),
    InvoiceRequest.refuse,
    _("Spørsmålet er avslått. Stopp i purring oppheves i natt."),
    applies=is_waiting,
    form=RefuseForm,
    explains=_("Brevet sier grunnen og hvordan man kan snakke med oss. Stopp i purring oppheves i natt."),
)
REVOKE = Verb(
    "revoke",
    _("Opphev"),
    InvoiceRequest.revoke,
    _("Avtalen er opphevet. Reskontro får vite det i natt."),
    applies=lambda request, user: request.status == Status.GRANTED,
    form=RevokeForm,
    explains=_("For ja som bygde på noe som ikke stemmer. Den som spurte, får grunnen i brev."),
)
REOPEN = Verb(
    "reopen",
    _("Se på det igjen"),
    InvoiceRequest.look_again,
    _("Spørsmålet venter på svar igjen."),
    applies=lambda request, user: request.may_move_to(Status.WAITING),
    confirmed=True,
    explains=_("Spørsmålet går tilbake i køen. Det som er svart, står til noe annet er svart."),
)
WITHDRAW = Verb(
    "withdraw",
    _("Trekk for den som spurte"),
    InvoiceRequest.withdraw,
    _("Spørsmålet er trukket."),
    applies=lambda request, user: request.may_move_to(Status.WITHDRAWN),
    confirmed=True,
    explains=_("Bruk den når noen ringer og ikke trenger det lenger. Fakturaen gjelder da slik den var."),
)
# Only whoever signed in has a page to read it on.
MESSAGE = dataclasses.replace(citizens.MESSAGE, applies=lambda request, user: request.citizen_id is not None)
VERBS = (GRANT, REFUSE, REVOKE, REOPEN, WITHDRAW)
