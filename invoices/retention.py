"""How long questions about invoices are kept, and what their fields say."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.retention import OFFICER, InUse, Rule, With, case_rule, declare
from invoices.models import LedgerExport
from invoices.models.request import INVOICING

REQUEST, EXPORT = "invoices.InvoiceRequest", "invoices.LedgerExport"
SOURCE = (
    "Proposal: bookkeeping's five years (bokføringsloven § 13) run in the ledger, which has its own copy."
)


def exports_due(rule: Rule, today: date) -> Any:
    """Files for the ledger of which no entry is left: their requests are gone."""
    return LedgerExport.objects.filter(made_at__date__lt=rule.limit(today), entries=None)


def _export(pk: str) -> LedgerExport | None:
    return LedgerExport.objects.select_for_update().filter(pk=pk).first()


declare(
    REQUEST,
    case_rule(
        REQUEST,
        _("Spørsmål om faktura"),
        months=12,
        law="GDPR art. 5 nr. 1 e; bokføringsloven § 13",
        source=SOURCE,
        approvers=(INVOICING, OFFICER),
        archived=True,
    ),
    none="first_due",
    statistic="status wish kinds reasons",
)
declare(
    EXPORT,
    Rule(
        name="invoices.ledgerexport",
        title=_("Filer til regnskapet"),
        months=12,
        law="GDPR art. 5 nr. 1 e; bokføringsloven § 13",
        source=SOURCE,
        approvers=(INVOICING, OFFICER),
        due=exports_due,
        there=_export,
        dispose=lambda export: export.delete(),
    ),
    none="id number made_at written_at rows sha256",
    personal="body",
)
OF_REQUEST = With(REQUEST)
declare(
    "invoices.Decision",
    OF_REQUEST,
    none="id request number at rules",
    personal="by detail",
    statistic="outcome reasons",
)
declare("invoices.InvoiceMessage", OF_REQUEST, none="case")
declare("invoices.InvoiceFile", OF_REQUEST, none="case message note")
declare("invoices.InvoiceNote", OF_REQUEST, none="case")
declare("invoices.InvoiceDigest", OF_REQUEST, none="id request place", personal="digest")
declare("invoices.LedgerEntry", OF_REQUEST, none="id request decision kind at export")
declare("invoices.Payment", OF_REQUEST, none="id request place", personal="bank_digest paid_on amount")

RULES = InUse("Rules and rates with their days; a decision is replayed from them.")
SPAN = "id first last source kind"
declare(
    "invoices.InvoiceRule",
    RULES,
    none=f"{SPAN} max_days max_parts smallest_part largest_amount days_to_first after_due_date is_example",
)
declare("invoices.InterestWaiver", RULES, none=f"{SPAN} is_on")
declare("invoices.LateInterestRate", RULES, none="id first last source hundredths verified")
declare("invoices.RulesVersion", RULES, none="id at data", personal="by")
