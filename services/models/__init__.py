from services.models.application import (
    CARE_SERVICES,
    ApplicationFile,
    ApplicationMessage,
    ApplicationNote,
    AppliedService,
    CareApplication,
)
from services.models.contacts import CareContact
from services.models.provider import Provider
from services.models.service import AgeRule, LawReference, ServiceType

__all__ = [
    "CARE_SERVICES",
    "AgeRule",
    "ApplicationFile",
    "ApplicationMessage",
    "ApplicationNote",
    "AppliedService",
    "CareApplication",
    "CareContact",
    "LawReference",
    "Provider",
    "ServiceType",
]
