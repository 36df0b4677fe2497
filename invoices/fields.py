"""The questions of the form as fields: a number of an invoice, a date near today, ways to reach somebody."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import DatePartsField, LineField
from invoices.payment_references import bare


class NumberField(LineField):
    """A number as an invoice has it: digits, perhaps with letters, without the spaces between."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> str:
        return bare(super().to_python(value))


class PhoneField(LineField):
    """A telephone number that can be called: a Norwegian one, or one with + first."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput({"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=30, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = re.sub(r"\D", "", value)
        if value and not (re.fullmatch(r"\+?[\d ()-]+", value, re.ASCII) and 8 <= len(digits) <= 15):
            raise ValidationError(_("Skriv et telefonnummer med åtte sifre, eller med + først"))


class EmailField(forms.EmailField):
    def __init__(self, **kwargs: Any):
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] |= {"invalid": _("Skriv e-postadressen slik: navn@eksempel.no")}
        super().__init__(**kwargs)


class NearDateField(DatePartsField):
    """A date from `back` days ago to `ahead` days from now, in Oslo."""

    def __init__(self, *, back: int, ahead: int, **kwargs: Any):
        self.back, self.ahead = timedelta(days=back), timedelta(days=ahead)
        super().__init__(**kwargs)

    def compress(self, data_list: Any) -> date | None:
        today = timezone.localdate()
        self.earliest, self.latest = today - self.back, today + self.ahead
        return super().compress(data_list)
