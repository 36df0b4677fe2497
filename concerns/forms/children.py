"""Which child. Nobody is turned away for not knowing a name, but the child must be possible to find."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.pid import PidField
from concerns.forms.fields import PhoneField, PostcodeField
from crispy_designsystemet.fields import LineField, YesNoField
from crispy_designsystemet.forms import AskingForm, drawn_once

KNOWN, UNKNOWN, SAME = "yes", "no", "same"
WHERE = [(KNOWN, _("Ja")), (UNKNOWN, _("Nei, eller ikke sikkert"))]
AS_THE_FIRST = (SAME, _("Samme sted som det første barnet"))


class NameForm(AskingForm):
    """What a child is called, as far as known."""

    child_name = LineField(
        label=_("Hva heter barnet?"), help_text=_("Skriv det du vet. Et fornavn er nok."), required=False
    )
    age = LineField(
        label=_("Omtrent hvor gammelt er barnet?"),
        help_text=_("Gjett hvis du er usikker."),
        max_length=50,
        required=False,
    )


class WhereForm(AskingForm):
    """Where a child lives, or can be found."""

    PARTS = ("address", "postcode", "city", "place", "municipality")
    address_known = forms.ChoiceField(
        label=_("Vet du hvor barnet bor?"),
        choices=WHERE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vet hvor barnet bor")},
    )
    address = LineField(
        label=_("Gate og nummer"), error_messages={"required": _("Skriv gate og nummer, eller svar nei")}
    )
    postcode = PostcodeField()
    city = LineField(label=_("Poststed, hvis du vet det"), max_length=60, required=False)
    place = LineField(
        label=_("Hvor kan vi finne barnet?"),
        help_text=_("For eksempel skole, barnehage eller stedet du så barnet."),
        max_length=300,
        required=False,
    )
    municipality = LineField(
        label=_("Bor barnet i en annen kommune? Skriv hvilken"),
        help_text=_("Vi tar imot meldingen og sender den videre. Vet du ikke, lar du feltet stå tomt."),
        max_length=60,
        required=False,
    )
    reveals = {"address_known": {KNOWN: ["address", "postcode", "city"], UNKNOWN: ["place"]}}


@drawn_once
class ChildForm(WhereForm, NameForm):
    """A child that a private person is worried about."""

    relation = LineField(
        label=_("Hvordan kjenner du barnet?"),
        help_text=_("For eksempel nabo, slektning, trener eller forbipasserende."),
        required=False,
    )
    unborn = forms.BooleanField(label=_("Barnet er ikke født ennå"), required=False)
    mother = LineField(
        label=_("Hva heter den som er gravid?"),
        error_messages={"required": _("Skriv navnet på den som er gravid, eller «ukjent»")},
    )
    due = LineField(label=_("Når er termin, omtrent?"), max_length=50, required=False)
    more = YesNoField(
        label=_("Er det flere barn?"), error_messages={"required": _("Velg om det er flere barn")}
    )
    reveals = WhereForm.reveals | {"unborn": {"True": ["mother", "due"]}}

    def clean(self):
        answers = super().clean()
        found = any(answers.get(name) for name in ("child_name", "place", "mother"))
        if not found and answers.get("address_known") == UNKNOWN and not self.errors:
            self.add_error("child_name", _("Skriv hva barnet heter, eller hvor vi kan finne barnet"))
        return answers


@drawn_once
class OwnChildForm(ChildForm):
    """A parent's own child."""

    child_name = LineField(label=_("Hva heter barnet ditt?"), required=False)
    age = LineField(label=_("Hvor gammelt er barnet?"), max_length=50, required=False)
    address_known = forms.ChoiceField(
        label=_("Vil du skrive hvor barnet bor?"),
        choices=[(KNOWN, _("Ja")), (UNKNOWN, _("Nei"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vil skrive hvor barnet bor")},
    )
    place = LineField(
        label=_("Hvordan kan vi finne dere på en annen måte?"),
        help_text=_("For eksempel skole eller barnehage."),
        max_length=300,
        required=False,
    )
    relation = mother = None


class BornForm(AskingForm):
    """Which child a professional means; one not born yet is known by its mother."""

    unborn = YesNoField(
        label=_("Er barnet født?"),
        yes=_("Nei, ikke ennå"),
        no=_("Ja"),
        no_first=True,
        error_messages={"required": _("Velg om barnet er født")},
    )
    child_name = LineField(label=_("Hva heter barnet?"), error_messages={"required": _("Skriv barnets navn")})
    pid = PidField(label=_("Fødselsnummer, hvis du har det"), help_text=_("Elleve sifre."), required=False)
    due = LineField(
        label=_("Når er termin, omtrent?"),
        help_text=_("Morens navn skriver du under foresatte."),
        max_length=50,
        required=False,
    )
    reveals = {"unborn": {"False": ["child_name", "pid"], "True": ["due"]}}


class ClientChildForm(WhereForm, BornForm):
    """A child that a professional meets at work, as the national form for public reporters asks."""

    phone = PhoneField(label=_("Barnets telefonnummer"), required=False)
    informed = YesNoField(
        label=_("Vet barnet at du melder?"), error_messages={"required": _("Velg om barnet vet at du melder")}
    )
    reason = LineField(
        label=_("Hvorfor ikke?"),
        help_text=_("For eksempel at barnet er for lite, eller at det ikke er trygt."),
        max_length=300,
        error_messages={"required": _("Skriv kort hvorfor barnet ikke vet det")},
    )
    more = YesNoField(
        label=_("Er det flere barn?"), error_messages={"required": _("Velg om det er flere barn")}
    )
    reveals = WhereForm.reveals | BornForm.reveals | {"informed": {"False": ["reason"]}}


@drawn_once
class YouForm(AskingForm):
    """A child or a youth about themself, who has chosen to say who they are."""

    child_name = LineField(
        label=_("Hva heter du?"),
        error_messages={"required": _("Skriv navnet ditt, eller gå tilbake og velg å være anonym")},
    )
    age = LineField(label=_("Hvor gammel er du?"), max_length=50, required=False)
    place = LineField(
        label=_("Hvor bor du, eller hvilken skole går du på?"),
        help_text=_("Da vet vi hvor vi kan finne deg."),
        max_length=300,
        required=False,
    )


@drawn_once
class NamelessYouForm(YouForm):
    """The same for one who is anonymous: nothing that has to be answered."""

    child_name = None
    place = LineField(
        label=_("Hvor i kommunen bor du?"),
        help_text=_("La feltet stå tomt hvis du ikke vil si det."),
        max_length=300,
        required=False,
    )


def for_another(form: type[WhereForm], *, last: bool = False) -> type[WhereForm]:
    """The same questions for one more child, who often lives where the first does."""
    where = form.base_fields["address_known"]
    same = forms.ChoiceField(
        label=where.label,
        choices=[AS_THE_FIRST, *where.choices],
        widget=forms.RadioSelect,
        error_messages={"required": where.error_messages["required"]},
    )
    changed = {"address_known": same, **({"more": None} if last else {})}
    return type(f"{'Last' if last else 'Another'}{form.__name__}", (form,), changed)
