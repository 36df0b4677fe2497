"""The desk's pages of the care services: what communications staff write about them."""

from services.admin.content import CareContactAdmin, ProviderAdmin, ServiceTypeAdmin

__all__ = ["CareContactAdmin", "ProviderAdmin", "ServiceTypeAdmin"]
