"""The questions a private person is asked: what the national form needs, and nothing more.

Limits follow the national schema (privatBekymringsmelding v2): names and addresses on one line, a
telephone number of digits, and one text.
"""

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from concerns.models import ConcernReport
from crispy_designsystemet.fields import PlainTextField, Textarea
from crispy_designsystemet.forms import DesignForm, StepForm
from crispy_designsystemet.layout import Question

NAMED, ANONYMOUS = ConcernReport.Identity.NAMED, ConcernReport.Identity.ANONYMOUS
Reporter = ConcernReport.Reporter

phone_number = RegexValidator(
    r"^[+]?[0-9]+([- ][0-9]+)*$",
    _("Skriv telefonnummeret med sifre. Det kan ha mellomrom og bindestrek, og + først"),
)


class ReportForm(StepForm):
    """A step whose answers the browser does not suggest to whoever uses the machine next."""

    @cached_property
    def helper(self):
        helper = super().helper
        helper.attrs["autocomplete"] = "off"
        return helper


class WhoForm(ReportForm):
    """Who reports. It decides what else is asked."""

    who = forms.ChoiceField(
        label=_("Hvem er du?"),
        choices=[(one, one.label) for one in (Reporter.PRIVATE, Reporter.PARENT, Reporter.CHILD)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem du er")},
    )


class ChildForm(ReportForm):
    """Which child. Nobody is turned away for not knowing a name, but the child must be possible to find."""

    child_name = PlainTextField(
        label=_("Hva heter barnet?"),
        help_text=_("Skriv det du vet. Et fornavn er nok."),
        max_length=150,
        required=False,
    )
    age = PlainTextField(
        label=_("Omtrent hvor gammelt er barnet?"),
        help_text=_("Gjett hvis du er usikker."),
        max_length=50,
        required=False,
    )
    place = PlainTextField(
        label=_("Hvor bor barnet, eller hvor kan vi finne det?"),
        help_text=_("For eksempel gate og nummer, skole, barnehage eller stedet du så barnet."),
        max_length=300,
        required=False,
    )
    relation = PlainTextField(
        label=_("Hvordan kjenner du barnet?"),
        help_text=_("For eksempel nabo, slektning, trener eller forbipasserende."),
        max_length=150,
        required=False,
    )

    def clean(self):
        answers = super().clean()
        if not answers.get("child_name") and not answers.get("place") and not self.errors:
            self.add_error("child_name", _("Skriv hva barnet heter, eller hvor vi kan finne barnet"))
        return answers


class WorryForm(ReportForm):
    """What is the matter, in the reporter's own words."""

    text = PlainTextField(
        label=_("Hva er du bekymret for?"),
        help_text=_("Skriv med dine egne ord. Du trenger ikke være sikker, og du trenger ikke bevise noe."),
        max_length=10_000,
        widget=Textarea({"rows": 12}),
        error_messages={"required": _("Skriv hva du er bekymret for")},
    )


class ReporterForm(ReportForm):
    """Whether the reporter says who they are."""

    identity = forms.ChoiceField(
        label=_("Vil du si hvem du er?"),
        choices=[(NAMED, _("Ja, jeg vil oppgi navn")), (ANONYMOUS, _("Nei, jeg vil være anonym"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vil si hvem du er")},
    )
    name = PlainTextField(
        label=_("Hva heter du?"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Skriv navnet ditt, eller velg å være anonym")},
    )
    phone = PlainTextField(
        label=_("Telefonnummer, hvis vi kan ringe deg"),
        max_length=30,
        required=False,
        validators=[phone_number],
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )

    def questions(self):
        hints = {
            NAMED: _("Familien kan få vite hvem du er, fordi de ofte har rett til å lese meldingen."),
            ANONYMOUS: _("Vi vet ikke hvem du er. Skriv ikke noe i teksten som røper deg."),
        }
        return [Question("identity", hints=hints, reveals={NAMED: ["name", "phone"]})]


class CodeForm(DesignForm):
    """The code from a receipt. Gives the report it opens as cleaned_data["report"]."""

    primary = _("Sjekk koden")
    code = forms.CharField(
        label=_("Kode"),
        help_text=_("Koden har 24 tegn. Store og små bokstaver er det samme."),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Skriv koden fra kvitteringen")},
    )

    def clean(self):
        answers = super().clean()
        if code := answers.get("code"):
            answers["report"] = ConcernReport.behind(code)
            if answers["report"] is None:
                self.add_error("code", _("Vi finner ingen melding med denne koden. Se over alle 24 tegnene"))
        return answers
