from services.models.application import (
    CARE_SERVICES,
    ApplicationFile,
    ApplicationMessage,
    ApplicationNote,
    AppliedService,
    CareApplication,
)
from services.models.carer import (
    RECRUITMENT,
    CarerApplication,
    CarerFile,
    CarerMessage,
    CarerNote,
    PoolEntry,
    Trait,
)
from services.models.contacts import CareContact
from services.models.guardian import SecondGuardian
from services.models.provider import Provider
from services.models.service import AgeRule, LawReference, ServiceType

__all__ = [
    "CARE_SERVICES",
    "RECRUITMENT",
    "AgeRule",
    "ApplicationFile",
    "ApplicationMessage",
    "ApplicationNote",
    "AppliedService",
    "CareApplication",
    "CareContact",
    "CarerApplication",
    "CarerFile",
    "CarerMessage",
    "CarerNote",
    "LawReference",
    "PoolEntry",
    "Provider",
    "SecondGuardian",
    "ServiceType",
    "Trait",
]
