"""Reports on their way into the municipality's case system, by a folder and never by network.

stored → opened → transferred (a package lies in the folder) → confirmed (the case system has it) → deleted.
"""

from concerns.handover.package import Package
from concerns.handover.sending import (
    AlreadyConfirmed,
    NotTransferred,
    confirm,
    confirm_transfer,
    has_news,
    is_deleted,
    transfer,
    transferred_with_news,
    waiting_for_transfer,
)

__all__ = [
    "AlreadyConfirmed",
    "NotTransferred",
    "Package",
    "confirm",
    "confirm_transfer",
    "has_news",
    "is_deleted",
    "transfer",
    "transferred_with_news",
    "waiting_for_transfer",
]
