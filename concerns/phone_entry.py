"""Citizen service writes down what a caller reports, and cannot read it afterwards."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from concerns.receipts import signs
from concerns.views import ReportView

CITIZEN_SERVICE = "Innbyggerservice"

# How a code is read aloud, sign by sign. Its alphabet leaves out I, L, O and U.
WORDS = """
A:Anna B:Bernhard C:Cæsar D:David E:Edith F:Fredrik G:Gustav H:Harald J:Johan K:Karin M:Martin N:Nils
P:Petter Q:Quintus R:Rikard S:Sigrid T:Teodor V:enkelt-V W:dobbelt-W X:Xerxes Y:Yngling Z:Zakarias
0:null 1:en 2:to 3:tre 4:fire 5:fem 6:seks 7:sju 8:åtte 9:ni
"""
SPOKEN = dict(pair.split(":") for pair in WORDS.split())


class PhoneEntryView(ReportView):
    """The open form at the desk, for members of citizen service alone. Registered by the admin site."""

    receipt_template = "concerns/phone_receipt.html"
    step_template = "concerns/phone_step.html"
    check_template = "concerns/phone_check.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Membership is what lets somebody in: a superuser has no short cut. Raises PermissionDenied."""
        if not request.user.in_group(CITIZEN_SERVICE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"concern report by phone, {self.request.user.pk}"

    @property
    def written_by(self) -> Any:
        return self.request.user

    def receipt(self, code: str, content: dict[str, Any]) -> dict[str, Any]:
        return super().receipt(code, content) | {"groups": spoken(code)}


def spoken(code: str) -> list[tuple[str, str]]:
    """The code's groups of four, each with the words to read it by."""
    letters = signs(code)
    groups = [letters[at : at + 4] for at in range(0, len(letters), 4)]
    return [(group, ", ".join(SPOKEN[sign] for sign in group)) for group in groups]
