"""One of each thing of this area, for the tests that open every page."""

from datetime import date

from invoices.models import InterestWaiver, InvoiceRule, LateInterestRate, RulesVersion
from tests.invoices.asking import load_rules, received


def _version(scene):
    load_rules()
    return RulesVersion.objects.get()


MADE = {
    # Of the scene's citizen, and without rules: it waits for a person.
    "invoices.invoicerequest": lambda scene: received(citizen=scene.mine.user),
    "invoices.invoicerule": lambda scene: InvoiceRule.objects.create(
        kind="other",
        first=date(2026, 1, 1),
        max_days=1,
        max_parts=1,
        smallest_part=1,
        largest_amount=1,
        days_to_first=1,
        source="test",
    ),
    "invoices.interestwaiver": lambda scene: InterestWaiver.objects.create(
        first=date(2026, 1, 1), source="test"
    ),
    "invoices.lateinterestrate": lambda scene: LateInterestRate.objects.create(
        first=date(2026, 1, 1), hundredths=1, source="test"
    ),
    "invoices.rulesversion": _version,
}
