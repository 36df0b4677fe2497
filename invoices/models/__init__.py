from invoices.models.decision import Decision
from invoices.models.ledger import InvoiceDigest, InvoiceNote, LedgerEntry, LedgerExport, Payment
from invoices.models.request import INVOICING, InvoiceRequest
from invoices.models.rules import InterestWaiver, InvoiceRule, LateInterestRate, RulesVersion

__all__ = [
    "INVOICING",
    "Decision",
    "InterestWaiver",
    "InvoiceDigest",
    "InvoiceNote",
    "InvoiceRequest",
    "InvoiceRule",
    "LateInterestRate",
    "LedgerEntry",
    "LedgerExport",
    "Payment",
    "RulesVersion",
]
