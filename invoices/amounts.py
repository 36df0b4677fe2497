"""Amounts in forms and tables: written in kroner, kept in øre."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from invoices import money


class AmountField(forms.CharField):
    """Kroner and øre as people write them; gives øre."""

    default_error_messages = {
        "required": _("Skriv beløpet"),
        "invalid": _("Skriv beløpet med kroner og øre, for eksempel 1234,50"),
        "negative": _("Beløpet må være mer enn null"),
        "large": _("Beløpet kan ikke være over %(most)s. Se etter om kommaet står riktig"),
    }

    def __init__(self, *, most: int, **kwargs: Any):
        self.most = most
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> money.Ore | None:
        if isinstance(value, int):
            return money.Ore(value)
        text = super().to_python(value)
        if not text:
            return None
        try:
            ore = money.parse(text)
        except money.NotAnAmount as error:
            raise self._refusal("invalid") from error
        if ore <= 0:
            raise self._refusal("negative")
        if ore > self.most:
            raise self._refusal("large")
        return ore

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a number, and what is asked of an amount is asked above."""

    def prepare_value(self, value: Any) -> Any:
        return money.figures(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _refusal(self, code: str) -> ValidationError:
        most = money.shown(self.most)
        return ValidationError(self.error_messages[code], code=code, params={"most": most})


class OreField(models.PositiveBigIntegerField):
    """An amount in øre, which forms ask for in kroner."""

    most = 100_000_000_00  # beyond any rule
    said: dict[str, Any] = {}  # error messages that differ

    def formfield(self, **kwargs: Any) -> Any:
        given = {name: kwargs[name] for name in ("label", "help_text", "required") if name in kwargs}
        known = {"label": self.verbose_name, "help_text": self.help_text, "error_messages": self.said}
        return AmountField(most=self.most, **known | given)


class PercentField(OreField):
    """Hundredths of a per cent, which forms ask for in per cent: read as kroner and øre are."""

    most = 100_00
    said = {
        "required": _("Skriv satsen"),
        "invalid": _("Skriv satsen i prosent, for eksempel 12,5"),
        "negative": _("Satsen må være mer enn null"),
        "large": _("Satsen kan ikke være over 100 prosent"),
    }
