"""Invoicing's desk."""

from invoices.admin.requests import InvoiceRequestAdmin
from invoices.admin.rules import (
    InterestWaiverAdmin,
    InvoiceRuleAdmin,
    LateInterestRateAdmin,
    RulesVersionAdmin,
)

__all__ = [
    "InterestWaiverAdmin",
    "InvoiceRequestAdmin",
    "InvoiceRuleAdmin",
    "LateInterestRateAdmin",
    "RulesVersionAdmin",
]
