"""Interpreter and consents: what is asked before the answers are checked and signed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import LineField, SomeOf, YesNoField
from crispy_designsystemet.forms import AskingForm, drawn_once

SOURCES = [
    ("gp", _("Fastlegen")),
    ("specialist", _("Sykehus og spesialister")),
    ("school", _("Skole eller barnehage")),
    ("municipal", _("Andre i kommunen, som PPT og helsestasjon")),
    ("nav", _("NAV")),
    ("relatives", _("Pårørende")),
]


@drawn_once
class InterpreterForm(AskingForm):
    interpreter = YesNoField(
        label=_("Trenger du eller barnet tolk?"), help_text=_("Tolken er gratis."), no_first=True
    )
    language = LineField(
        label=_("Hvilket språk?"), error_messages={"required": _("Skriv språket, eller svar nei")}
    )
    reveals = {"interpreter": {"True": ["language"]}}


@drawn_once
class ConsentForm(AskingForm):
    """Each source is a tick of its own. None has to be ticked; what is known and true has."""

    sources = SomeOf(
        label=_("Hvem kan vi hente opplysninger fra?"),
        help_text=_("Kryss av for dem du sier ja til. Du kan ombestemme deg når du vil."),
        choices=SOURCES,
        required=False,
    )
    knows_registered = forms.BooleanField(
        label=_("Jeg vet at kommunen registrerer søknaden i journalen og melder til helseregisteret KPR"),
        help_text=_("Du kan reservere deg mot at diagnosen blir meldt."),
        error_messages={"required": _("Kryss av for at du vet om registrene")},
    )
    is_correct = forms.BooleanField(
        label=_("Det jeg har skrevet, er riktig så langt jeg vet"),
        error_messages={"required": _("Kryss av for at opplysningene er riktige")},
    )
