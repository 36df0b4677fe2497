"""What is the matter, in the reporter's own words."""

from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import LineField, TextField, YesNoField
from crispy_designsystemet.forms import AskingForm, drawn_once

CALL = _("Ring også, nå. Ingen leser skjemaet om natten.")


def _acute_field(label):
    return YesNoField(
        label=label,
        yes=_("Ja, det kan ikke vente til i morgen"),
        no=_("Nei"),
        error_messages={"required": _("Velg om det haster")},
    )


@drawn_once
class WorryForm(AskingForm):
    """A private person or a parent."""

    text = TextField(
        rows=12,
        label=_("Hva er du bekymret for?"),
        help_text=_("Skriv med dine egne ord. Du trenger ikke være sikker, og du trenger ikke bevise noe."),
        error_messages={"required": _("Skriv hva du er bekymret for")},
    )
    acute = _acute_field(_("Haster det?"))
    hints = {"acute": {"True": CALL}}


@drawn_once
class ChildWorryForm(WorryForm):
    """A child or youth about themself."""

    text = TextField(
        rows=12,
        label=_("Hva vil du fortelle?"),
        help_text=_("Skriv så mye eller lite du vil. Det trenger ikke være pent."),
        error_messages={"required": _("Skriv litt om hva det gjelder")},
    )
    acute = _acute_field(_("Trenger du hjelp i dag?"))


class ObservationForm(AskingForm):
    """A professional: what the national form calls melding, historie and andreSynspunkter."""

    text = TextField(
        rows=12,
        label=_("Hva har du sett eller hørt?"),
        help_text=_("Skriv konkret, og skill mellom det du har sett selv og det andre har sagt."),
        error_messages={"required": _("Skriv hva du har sett eller hørt")},
    )
    history = TextField(
        label=_("Hva har dere gjort til nå, og hvor lenge har det vart?"),
        rows=7,
        error_messages={"required": _("Skriv hva dere har gjort til nå, eller «ingenting»")},
    )
    others = TextField(
        label=_("Hva sier barnet, foreldrene eller andre?"), rows=7, max_length=5_000, required=False
    )
    acute = _acute_field(_("Haster det?"))
    hints = {"acute": {"True": CALL}}


class MoreForm(AskingForm):
    """What else the national form asks of professionals."""

    interpreter = LineField(label=_("Trenger noen tolk? Skriv hvem og hvilket språk"), required=False)
    agencies = TextField(
        label=_("Hvilke andre hjelper barnet eller familien?"),
        help_text=_("For eksempel PPT, BUP, helsestasjon eller lege."),
        rows=4,
        max_length=1_000,
        required=False,
    )
