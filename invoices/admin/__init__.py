"""Invoicing's desk."""

from invoices.admin.rules import (
    InterestWaiverAdmin,
    InvoiceRuleAdmin,
    LateInterestRateAdmin,
    RulesVersionAdmin,
)

__all__ = ["InterestWaiverAdmin", "InvoiceRuleAdmin", "LateInterestRateAdmin", "RulesVersionAdmin"]
