"""The forms in which care services decide: each asks what its verb in services.decisions needs."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import references
from casework.admin import VerbForm
from casework.admin.citizens import MessageForm
from casework.admin.fields import DayInput
from casework.admin.verbs import TextField
from services import decisions, interim
from services.models import AppliedService, CareApplication, GrantedService, ServiceType, Unit

LONGEST_TEXT = 10_000
CHOOSE = {"required": _("Velg ett av svarene.")}
DAY = {"required": _("Skriv en dato."), "invalid": _("Skriv en ekte dato.")}


def text_field(label, help_text="", *, rows=4, required=True):
    return TextField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Skriv noe her først.")},
    )


def day_field(label, help_text="", *, required=True):
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=DayInput, error_messages=DAY
    )


TO_THE_APPLICANT = _("Søkeren får teksten som beskjed på Min side.")


class MappingForm(VerbForm):
    on = day_field(_("Hvilken dag er samtalen eller hjemmebesøket?"), _("I dag eller senere."))
    text = text_field(_("Beskjed til søkeren"), TO_THE_APPLICANT)

    def clean_on(self):
        return _not_past(self.cleaned_data["on"])


class MoreForm(MessageForm):
    """The message that asks for more, with files if need be."""


class InterimForm(VerbForm):
    """The draft: one click sends it."""

    text = text_field(_("Foreløpig svar"), TO_THE_APPLICANT)
    promised_on = day_field(_("Når får søkeren svar?"), _("Datoen settes inn etter teksten."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = interim.proposed_text(self.case)
        self.fields["promised_on"].initial = interim.proposed_day(self.case)

    def clean_promised_on(self):
        return _not_past(self.cleaned_data["promised_on"])


class DecideForm(VerbForm):
    """The decision about one service: also one that nobody asked for."""

    key = forms.ChoiceField(label=_("Hvilken tjeneste?"), error_messages=CHOOSE)
    outcome = forms.ChoiceField(
        label=_("Hva er vedtaket?"),
        choices=AppliedService.Outcome,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    what = forms.CharField(
        label=_("Hva innvilges?"), required=False, max_length=300, help_text=_("Tomt ved avslag.")
    )
    amount = forms.DecimalField(
        label=_("Hvor mye?"),
        help_text=_("Et tall, for eksempel 10 eller 7,5. Tomt når det ikke telles."),
        required=False,
        min_value=Decimal("0.25"),
        max_value=Decimal(999),
        decimal_places=2,
        error_messages={"invalid": _("Skriv et tall, for eksempel 10 eller 7,5.")},
    )
    unit = forms.ChoiceField(
        label=_("Regnet i"),
        help_text=_("Hører til tallet over."),
        required=False,
        choices=[("", "–"), *Unit.choices],
    )
    kroner = forms.IntegerField(
        label=_("Kroner i måneden, for omsorgsstønad"),
        help_text=_("Hele kroner. Tomt for andre tjenester."),
        required=False,
        min_value=1,
        max_value=1_000_000,
    )
    starts = day_field(_("Fra"), _("Tomt ved avslag."), required=False)
    ends = day_field(_("Til og med"), _("Tomt: vedtaket gjelder til noe annet er bestemt."), required=False)
    reasons = text_field(_("Begrunnelse"), _("Står i brevet. Skriv til søkeren, kort og klart."), rows=6)
    from_address = ("key",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = list(self.case.applied.values_list("key", flat=True))
        known = dict(ServiceType.Key.choices)
        others = [(key, label) for key, label in known.items() if key not in asked]
        self.fields["key"].choices = [
            (_("Det er søkt om"), [(key, known[key]) for key in asked]),
            (_("Ikke søkt om"), others),
        ]
        if not self.is_bound:
            self._show_what_is_written()

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["outcome"] == AppliedService.Outcome.REJECTED:
            return {name: cleaned[name] for name in ("key", "outcome", "reasons")}
        self._ask_for_what_is_granted(cleaned)
        return (self.errors and cleaned) or _line(cleaned)

    def _ask_for_what_is_granted(self, cleaned):
        for name, said in (("what", _("Skriv hva som innvilges.")), ("starts", _("Skriv fra hvilken dag."))):
            if not cleaned.get(name):
                self.add_error(name, said)
        if bool(cleaned.get("amount")) != bool(cleaned.get("unit")):
            self.add_error("unit", _("Skriv både hvor mye og hva det regnes i."))
        if cleaned["key"] == decisions.ALLOWANCE and not cleaned.get("kroner"):
            self.add_error("kroner", _("Skriv hvor mange kroner i måneden."))
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", _("Siste dag er før første dag."))
        if _hours_a_week(cleaned) > 168:
            self.add_error("amount", _("En uke har 168 timer."))

    def _show_what_is_written(self):
        """A line that stands in the proposal, to go on with."""
        proposal = decisions.proposal_of(self.case)
        lines = proposal.content["lines"] if proposal else []
        line = next((one for one in lines if one["key"] == self.initial.get("key")), None)
        if line:
            ore = line.get("ore")
            self.initial = line | {"kroner": ore // 100 if ore else None}


class PostedForm(VerbForm):
    on = day_field(_("Hvilken dag ble brevet lagt i posten?"), _("Klagefristen regnes fra denne dagen."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self):
        on, letter = self.cleaned_data["on"], decisions.waiting_for_post(self.case)
        if on > timezone.localdate():
            raise forms.ValidationError(_("Dagen er fram i tid."))
        if letter and on < timezone.localdate(letter.sent_at):
            raise forms.ValidationError(_("Dagen er før vedtaket ble gjort."))
        return on


class AppealForm(VerbForm):
    """An appeal that came on paper or by telephone."""

    on = day_field(_("Hvilken dag kom klagen?"), _("Er den for sen, blir den tatt imot og merket."))
    text = text_field(_("Hva går klagen ut på?"), _("Skriv det slik søkeren sa eller skrev det."), rows=6)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("Dagen er fram i tid."))
        return on


class TellingForm(VerbForm):
    text = text_field(_("Beskjed til søkeren"), TO_THE_APPLICANT)


class ReasonForm(VerbForm):
    text = text_field(_("Hvorfor?"), _("Lagres som notat. Søkeren ser det ikke."))


class MergeForm(VerbForm):
    into = forms.CharField(
        label=_("Referansen til den andre søknaden"),
        help_text=_("En åpen søknad fra den samme søkeren."),
        max_length=20,
    )

    def clean_into(self):
        reference = references.normalise(self.cleaned_data["into"])
        others = CareApplication.objects.visible_to(self.user).open().exclude(pk=self.case.pk)
        found = others.filter(reference=reference).first() if reference else None
        if found is None:
            raise forms.ValidationError(_("Vi finner ingen annen åpen søknad med denne referansen."))
        if self.case.citizen_id is None:  # written for somebody who rang: two such may be of two people
            raise forms.ValidationError(
                _("Denne søknaden er skrevet for en som ringte. Ingen har logget inn.")
            )
        if found.citizen_id != self.case.citizen_id:
            raise forms.ValidationError(_("Den andre søknaden er sendt av en annen."))
        return found


class GrantedField(forms.ModelChoiceField):
    def label_from_instance(self, granted):
        return granted.applied.get_key_display()


DATE_LABELS = {
    "waiting_since": _("På venteliste fra"),
    "started_on": _("Tjenesten startet"),
    "ended_on": _("Tjenesten avsluttet"),
    "evaluate_on": _("Vurderes på nytt"),
    "follow_up_on": _("Kvaliteten følges opp"),
}


class DateForm(VerbForm):
    granted = GrantedField(queryset=None, label=_("Hvilken tjeneste?"), error_messages=CHOOSE)
    which = forms.ChoiceField(
        label=_("Hvilken dato?"),
        choices=list(DATE_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    on = day_field(_("Dato"), _("Tomt: datoen tas bort."), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = GrantedService.objects.filter(applied__application=self.case)
        self.fields["granted"].queryset = mine.select_related("applied")


class PlanForm(VerbForm):
    contact = forms.CharField(
        label=_("Hvem er kontaktpersonen?"), max_length=150, help_text=_("Rolle, eller navn på den ansatte.")
    )
    participants = text_field(_("Hvem er med i planen?"), _("En på hver linje."))
    goals = text_field(_("Hva er målene?"), _("Med ordene til den planen gjelder, om du kan."), rows=6)
    review_on = day_field(_("Når gjennomgås planen?"), _("Saken står i listen når det er en måned igjen."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = getattr(self.case, "plan", None)
        if plan and not self.is_bound:
            self.initial = plan.content | {"review_on": plan.review_on}


def _not_past(day):
    if day < timezone.localdate():
        raise forms.ValidationError(_("Dagen er allerede over."))
    return day


def _hours_a_week(cleaned):
    return cleaned.get("amount") or 0 if cleaned.get("unit") == Unit.HOURS_A_WEEK else 0


def _line(cleaned):
    """The line as it is kept: what JSON can hold, and money in øre."""
    kept = {name: cleaned[name] for name in ("key", "outcome", "what", "unit", "reasons")}
    amount = cleaned.get("amount")
    kept["amount"] = f"{amount.normalize():f}" if amount else ""
    kept["ore"] = cleaned["kroner"] * 100 if cleaned.get("kroner") else None
    return kept | {name: day.isoformat() if (day := cleaned.get(name)) else "" for name in ("starts", "ends")}
