"""An employee reports a concern in their work (barnevernsloven § 13-2), from the desk and with their name."""

from typing import Any

from casework.steps import Stop
from concerns import journeys
from concerns.views import ReportView


class DutyEntryView(ReportView):
    """The professional's form for whoever has the desk: the duty is personal, and no group's.

    Nothing comes along from where they were, and nobody at the desk but child welfare reads what they write.
    """

    journey = journeys.DUTY
    receipt_template = "concerns/duty_receipt.html"

    @property
    def purpose(self) -> str:
        """What was begun by one person is not taken up by the next at the same machine."""
        return f"concern report on duty, {self.request.user.pk}"

    def receipt(self, code: str, content: dict[str, Any]) -> dict[str, Any]:
        """With all of the report, to print for one's own records: shown here and nowhere later."""
        return super().receipt(code, content) | {"sections": journeys.sections(content)}

    def _form_to_show(self, stop: Stop) -> Any:
        form = super()._form_to_show(stop)
        if stop.step.slug == "agency" and not form.is_bound and not form.initial:
            user = self.request.user
            form.initial = {"name": user.get_full_name(), "email": user.email}
        return form
