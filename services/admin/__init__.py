"""The desk's pages of the care services: what communications staff write, and who wants to work."""

from services.admin.applications import CareApplicationAdmin
from services.admin.carers import CarerApplicationAdmin, PoolAdmin
from services.admin.content import CareContactAdmin, ProviderAdmin, ServiceTypeAdmin

__all__ = [
    "CareApplicationAdmin",
    "CareContactAdmin",
    "CarerApplicationAdmin",
    "PoolAdmin",
    "ProviderAdmin",
    "ServiceTypeAdmin",
]
