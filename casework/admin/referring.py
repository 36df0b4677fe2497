"""The verb that sends word of a case to another area's desk. An area opts in by having it among its verbs."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import grounds, referrals
from casework.admin.verbs import TextField, Verb, VerbForm
from casework.cases import TransitionRefused
from casework.referrals import Referral

LONGEST_TEXT = 10_000
ADDRESS_IS_PROTECTED = _(
    "Adressen er sperret. Skriv verken adressen eller noe annet som kan fortelle hvor personen bor, som "
    "stedsnavn, skole eller arbeidsplass."
)


class ReferForm(VerbForm):
    """Which desk, what it needs to know, and why it may be told. The case's own desk is no choice."""

    to_area = forms.ChoiceField(
        label=_("Hvilket fagområde skal få vite om saken?"),
        help_text=_("Velg dem som kan hjelpe personen videre."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et fagområde."), "invalid_choice": _("Velg et av fagområdene.")},
    )
    text = TextField(
        label=_("Hva trenger de å vite?"),
        help_text=_(
            "De ser bare dette, ikke saken. Skriv hvem det gjelder og hvordan de når personen, og ikke mer "
            "enn de trenger. Alle ved fagområdet kan lese det, når de har valgt hvorfor."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Skriv hva de trenger å vite.")},
    )
    ground = forms.ChoiceField(
        label=_("Grunnlag"),
        help_text=_("Uten et grunnlag kan de ikke få vite det. Er du i tvil, så spør den det gjelder først."),
        choices=[(one.key, lazy(grounds.in_words, str)(one.key)) for one in grounds.GROUNDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg grunnlaget.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_area"].choices = [(key, desk.name) for key, desk in self._desks().items()]
        told = (
            gettext("Innbyggeren får vite på Min side hvilket fagområde du skrev til, ikke hva.")
            if referrals.is_told(self.case)
            else gettext("Innbyggeren får ikke beskjed herfra. Ring og fortell det.")
        )
        self.fields["to_area"].help_text = f"{self.fields['to_area'].help_text} {told}"
        if self.case.address_is_protected:
            self._warn_of_the_address(self.fields["text"])

    def _warn_of_the_address(self, field: forms.Field) -> None:
        """In the field's help, so that whoever hears the page hears it at the field as well."""
        warned = '<p class="desk-hint">{}</p>{}'
        field.help_text = format_html(warned, ADDRESS_IS_PROTECTED, field.help_text)

    def _desks(self) -> dict[str, referrals.Desk]:
        return referrals.desks_for(self.case)


def refer(case: Any, *, by: Any, to_area: str, text: str, ground: str) -> None:
    """Raises TransitionRefused where there is no such desk any more, or ChangedMeanwhile."""
    try:
        Referral.refer(case, by=by, to_area=to_area, text=text, ground=ground)
    except referrals.NoSuchDesk as refused:
        raise TransitionRefused(to_area) from refused


def _explained() -> SafeString:
    return format_html(
        '{}\n{} <a href="{}">{}</a>',
        gettext(
            "Fagområdet får det du skriver, og svarer deg her. Saken blir liggende hos dere: Er den ferdig, "
            "avslutter du den selv etterpå."
        ),
        gettext(
            "Er du bekymret for et barn, bruker du ikke dette. Du har selv meldeplikt, foran taushetsplikten "
            "(barnevernsloven § 13-2):"
        ),
        reverse("admin:duty_report"),
        gettext("Meld fra til barneverntjenesten"),
    )


REFER = Verb(
    "refer",
    _("Send over til et annet fagområde"),
    refer,
    _("Det er sendt over. Svaret kommer her i saken."),
    form=ReferForm,
    explains=lazy(_explained, SafeString)(),
)
