from invoices.models.decision import Decision
from invoices.models.desk import InvoiceFile, InvoiceMessage, InvoiceNote
from invoices.models.ledger import InvoiceDigest, LedgerEntry, LedgerExport, Payment
from invoices.models.request import INVOICING, InvoiceRequest
from invoices.models.rules import InterestWaiver, InvoiceRule, LateInterestRate, RulesVersion

__all__ = [
    "INVOICING",
    "Decision",
    "InterestWaiver",
    "InvoiceDigest",
    "InvoiceFile",
    "InvoiceMessage",
    "InvoiceNote",
    "InvoiceRequest",
    "InvoiceRule",
    "LateInterestRate",
    "LedgerEntry",
    "LedgerExport",
    "Payment",
    "RulesVersion",
]
