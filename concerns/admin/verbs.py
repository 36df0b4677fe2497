"""What child welfare does to a report, as buttons and forms. The rules are in concerns.decisions."""

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import references
from casework.admin import Verb, VerbForm
from casework.admin.verbs import TextField
from casework.admin.writing import WritingForm
from concerns import decisions, dialogue, letters
from concerns.handover import confirm_transfer
from concerns.models import ConcernReport

Status, Outcome = ConcernReport.Status, ConcernReport.Outcome
LONGEST_REASON = 10_000
CHOOSE = {"required": _("Velg ett av svarene.")}
MISSING = {
    "reason": _("Skriv hvorfor meldingen henlegges."),
    "merged_into": _("Skriv referansen til den andre meldingen, eller saksnummeret."),
    "municipality": _("Skriv hvilken kommune meldingen er sendt til."),
}


def reason_field(label, *, required=True) -> TextField:
    return TextField(
        label=label,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Begrunnelsen lagres kryptert. Melderen ser den ikke."),
        error_messages={"required": _("Skriv en begrunnelse.")},
    )


class DecideForm(VerbForm):
    """The outcome of the review, with what each outcome must come with."""

    outcome = forms.ChoiceField(
        label=_("Hva er utfallet?"), choices=Outcome, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    merged_into = forms.CharField(
        label=_("Hvilken sak er den lagt til?"),
        help_text=_("Referansen til den andre meldingen, eller saksnummeret i fagsystemet."),
        required=False,
        max_length=60,
    )
    municipality = forms.CharField(
        label=_("Hvilken kommune er den sendt til?"),
        help_text=_("Bare når barnet bor i en annen kommune."),
        required=False,
        max_length=100,
    )
    reason = reason_field(_("Begrunnelse, når den trengs"), required=False)
    from_address = ("outcome", "merged_into")

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        needed = decisions.NEEDS.get(outcome)
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, MISSING[needed])
        for field in set(decisions.NEEDS.values()) - {needed, "reason"}:
            cleaned[field] = ""
        return cleaned

    def clean_merged_into(self):
        """A case number as it stands; a reference only to a report that this person may see."""
        words = self.cleaned_data["merged_into"]
        reference = references.normalise(words)
        if reference is None:
            return words
        others = ConcernReport.objects.visible_to(self.user).exclude(pk=self.case.pk)
        if not others.filter(reference=reference).exists():
            raise forms.ValidationError(_("Vi finner ingen annen melding med denne referansen."))
        return reference


class ReasonForm(VerbForm):
    reason = reason_field(_("Hvorfor?"))


class ConcludeForm(VerbForm):
    conclusion = forms.ChoiceField(
        label=_("Hvordan endte undersøkelsen?"),
        choices=ConcernReport.Conclusion,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    reason = reason_field(_("Begrunnelse, når den trengs"), required=False)


class FeedbackForm(VerbForm):
    how = forms.ChoiceField(
        label=_("Hvordan fikk melderen beskjed?"),
        choices=[("letter", _("Brev")), ("message", _("Beskjed her i portalen"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


class TransferForm(VerbForm):
    """Where the report now lies."""

    case_reference = forms.CharField(
        label=_("Saksnummer i fagsystemet"),
        help_text=_("Med det finner dere meldingen igjen når innholdet er slettet her."),
        max_length=60,
    )


class AnswerForm(WritingForm):
    """A message to the reporter."""

    text = TextField(
        label=_("Skriv til melderen"),
        help_text=_("Melderen ser teksten og filene, ikke navnet ditt. Vi varsler den som har bedt om det."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv noe i beskjeden først.")},
    )


class ConfirmationForm(VerbForm):
    """The confirmation for whoever gets no letter, as a proposal."""

    text = TextField(
        label=_("Bekreftelse til melderen"),
        help_text=_("Et forslag. Les det, og endre det du vil, før du sender."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Skriv noe i beskjeden først.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = letters.message_text(self.case)


def confirm(report, *, by, text):
    """Post the confirmation and note that it was sent. Raises ChangedMeanwhile and TransitionRefused."""
    with transaction.atomic():
        dialogue.post_from_desk(report, text, (), by)
        decisions.mark_feedback_sent(report, by=by, how="message")


def answer(report, *, by, text, files):
    """Post a message on the report. Raises ChangedMeanwhile."""
    dialogue.post_from_desk(report, text, files, by)


START_REVIEW = Verb(
    "start-review",
    _("Start gjennomgangen"),
    ConcernReport.start_review,
    _("Gjennomgangen er startet."),
    applies=lambda report, user: report.status == Status.RECEIVED,
    explains=_("Saken går til gjennomgang. Fristen på en uke løper fra meldingen kom, ikke fra nå."),
)
DECIDE = Verb(
    "decide",
    _("Avgjør gjennomgangen"),
    decisions.decide,
    _("Utfallet er lagret."),
    applies=lambda report, user: decisions.can_be_decided(report),
    form=DecideForm,
    explains=_(
        "Ved undersøkelse og akutt tiltak går saken videre. Ved de andre utfallene avsluttes den. "
        "Det går ingen beskjed til melderen av seg selv."
    ),
)
EXTEND = Verb(
    "extend",
    _("Utvid undersøkelsen"),
    decisions.extend,
    _("Fristen for undersøkelsen er utvidet."),
    applies=lambda report, user: decisions.can_be_extended(report),
    form=ReasonForm,
    explains=_("Fristen blir seks måneder i stedet for tre. Det er for særlige tilfeller."),
)
CONCLUDE = Verb(
    "conclude",
    _("Avslutt undersøkelsen"),
    decisions.conclude,
    _("Undersøkelsen er avsluttet."),
    applies=lambda report, user: report.status == Status.INVESTIGATING,
    form=ConcludeForm,
    explains=_(
        "Saken avsluttes. Det går ingen beskjed til melderen av seg selv. Er melderen fagperson, skal hen "
        "ha brev innen tre uker."
    ),
)
REOPEN = Verb(
    "reopen",
    _("Gjenåpne"),
    decisions.reopen,
    _("Saken er gjenåpnet."),
    applies=lambda report, user: report.status == Status.CLOSED,
    form=ReasonForm,
    explains=_("Saken går tilbake til gjennomgang. Det som er avgjort, står til noe annet blir avgjort."),
)
CLOSE = Verb(
    "close",
    _("Avslutt igjen"),
    decisions.close,
    _("Saken er avsluttet."),
    applies=lambda report, user: decisions.can_be_closed_again(report),
    explains=_("Utfallet saken hadde, står."),
    confirmed=True,
)
CONFIRM = Verb(
    "confirm",
    _("Send bekreftelse"),
    confirm,
    _("Bekreftelsen er sendt."),
    # Who is to have a letter may be somebody who does not look here again.
    applies=lambda report, user: report.feedback_sent_at is None and not letters.possible_letters(report),
    form=ConfirmationForm,
    explains=_("Legger beskjeden i dialogen, og noterer at melderen har fått tilbakemelding."),
)
FEEDBACK_SENT = Verb(
    "feedback-sent",
    _("Tilbakemelding er sendt"),
    decisions.mark_feedback_sent,
    _("Det er notert at melderen har fått tilbakemelding."),
    applies=lambda report, user: decisions.awaits_feedback(report),
    form=FeedbackForm,
    explains=_("Noterer at melderen har fått tilbakemeldingen loven krever. Ingenting sendes herfra."),
)
CONFIRM_TRANSFER = Verb(
    "confirm-transfer",
    _("Bekreft overføringen"),
    confirm_transfer,
    _("Overføringen er bekreftet."),
    applies=lambda report, user: hasattr(report, "handover") and not report.handover.confirmed_at,
    form=TransferForm,
    explains=_(
        "Bekreft bare når du har sett meldingen i fagsystemet. Da kan innholdet slettes her etter fristene."
    ),
)
ANSWER = Verb(
    "answer", _("Send til melderen"), answer, _("Beskjeden er sendt."), form=AnswerForm, on_page=True
)
VERBS = (
    START_REVIEW,
    DECIDE,
    EXTEND,
    CONCLUDE,
    REOPEN,
    CLOSE,
    CONFIRM,
    FEEDBACK_SENT,
    CONFIRM_TRANSFER,
    ANSWER,
)
TELLING = (DECIDE, CONCLUDE)  # what is decided here, a duty reporter is told


def feedback_owed(report: ConcernReport) -> str:
    """What the reporter must still be told (barnevernsloven § 13-5) and by when; empty when nothing."""
    if report.reporter != ConcernReport.Reporter.PROFESSIONAL:
        return "" if report.feedback_sent_at else _confirmation(report)
    if ended := report.conclusion_feedback_due:
        return _("Fagpersonen skal ha brev om at undersøkelsen er avsluttet, senest %(day)s.") % {
            "day": date_format(ended, "j. F Y")
        }
    return _("Fagpersonen skal ha brev om det er åpnet undersøkelse, senest %(day)s.") % {
        "day": date_format(report.feedback_due, "j. F Y")
    }


def _confirmation(report: ConcernReport) -> str:
    return _("Melderen skal få vite at meldingen er mottatt, senest %(day)s.") % {
        "day": date_format(report.feedback_due, "j. F Y")
    }
