"""What the child needs, hour by hour, and what it costs the family. Need first, service second."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import CountField, LineField, SomeOf, TextField, YesNoField
from crispy_designsystemet.forms import AskingForm, drawn_once

HOURS_OF_A_DAY = 24
TIMES = [
    ("morning", _("Om morgenen")),
    ("day", _("På dagen")),
    ("evening", _("Om kvelden")),
    ("night", _("Om natten")),
]
# What Fitjar's and Åsnes' decisions on respite and allowance weigh.
BURDENS = [
    ("heavy", _("Omsorgen er tung for kropp eller sinn")),
    ("nights", _("Vi våker eller blir vekket om natten")),
    ("isolated", _("Vi er mye alene og får sjelden fri eller ferie")),
    ("at_home", _("Jeg er hjemme med barnet i stedet for å være på jobb")),
    ("days", _("Barnet er lite på skole, i barnehage eller andre tilbud")),
    ("others", _("Andre barn i familien trenger også tid")),
    ("single", _("Jeg er alene om omsorgen")),
]


@drawn_once
class HealthForm(AskingForm):
    health = TextField(
        label=_("Hva gjør at det trengs hjelp?"),
        help_text=_("Sykdom, funksjonsnedsettelse eller noe annet. Du trenger ikke ha en diagnose."),
        error_messages={"required": _("Skriv litt om hvorfor det trengs hjelp")},
    )
    since = LineField(label=_("Hvor lenge har det vært slik?"), required=False)
    doctor = LineField(
        label=_("Fastlege eller andre som kjenner barnet"),
        help_text=_("Vi spør dem ikke uten at du sier ja."),
        required=False,
    )


def _of_a_time(time: str, words: Any) -> dict:
    """The three questions about one time of day. Read apart from it, each must say which."""
    return {
        f"{time}_what": TextField(
            label=format_lazy(_("{time}: Hva trengs?"), time=words),
            rows=3,
            error_messages={"required": _("Skriv hva barnet trenger da")},
        ),
        f"{time}_who": LineField(
            label=format_lazy(_("{time}: Hvem hjelper nå?"), time=words), required=False
        ),
        f"{time}_hours": CountField(
            label=format_lazy(_("{time}: Omtrent hvor mange timer?"), time=words),
            least=0,
            most=12,
            required=False,
        ),
    }


class TimesForm(AskingForm):
    """When help is needed, and what kind."""

    times = SomeOf(label=_("Når på døgnet trengs det mer hjelp enn andre på samme alder får?"), choices=TIMES)
    today = TextField(
        label=_("Hvilken hjelp har dere i dag, og hvor mye?"),
        help_text=_("For eksempel avlastning, hjelpemidler eller hjelp fra familien."),
        required=False,
    )
    reveals = {"times": {time: list(_of_a_time(time, words)) for time, words in TIMES}}

    def clean(self):
        answers = super().clean()
        hours = {f"{time}_hours": answers.get(f"{time}_hours") or 0 for time, _words in TIMES}
        if sum(hours.values()) > HOURS_OF_A_DAY:
            last = [name for name, count in hours.items() if count][-1]
            self.add_error(last, _("Timene blir til sammen mer enn et døgn. Tell hver time bare én gang"))
        return answers


NeedForm = drawn_once(
    type(
        "NeedForm",
        (TimesForm,),
        {name: each for time, words in TIMES for name, each in _of_a_time(time, words).items()},
    )
)


@drawn_once
class BurdenForm(AskingForm):
    """Nothing here has to be answered."""

    burdens = SomeOf(
        label=_("Hva kjenner dere igjen?"),
        help_text=_("Kryss av for alt som passer, eller ingenting."),
        choices=BURDENS,
        required=False,
    )
    burden = TextField(label=_("Fortell med egne ord"), required=False)
    siblings = YesNoField(label=_("Bor det andre barn i familien?"))
    siblings_how = TextField(
        label=_("Hvordan går det med dem?"),
        help_text=_("Alder, og om de trenger mer tid med en forelder."),
        required=False,
        rows=3,
    )
    reveals = {"siblings": {"True": ["siblings_how"]}}
