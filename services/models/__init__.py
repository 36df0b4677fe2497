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
from services.models.decision import (
    Appeal,
    ApplicationToken,
    Decision,
    GrantedService,
    IndividualPlan,
    InterimReply,
    ProviderChoice,
    Unit,
)
from services.models.guardian import SecondGuardian
from services.models.provider import Provider
from services.models.service import AgeRule, LawReference, ServiceType

__all__ = [
    "CARE_SERVICES",
    "RECRUITMENT",
    "AgeRule",
    "Appeal",
    "ApplicationFile",
    "ApplicationMessage",
    "ApplicationNote",
    "ApplicationToken",
    "AppliedService",
    "CareApplication",
    "CareContact",
    "CarerApplication",
    "CarerFile",
    "CarerMessage",
    "CarerNote",
    "Decision",
    "GrantedService",
    "IndividualPlan",
    "InterimReply",
    "LawReference",
    "PoolEntry",
    "Provider",
    "ProviderChoice",
    "SecondGuardian",
    "ServiceType",
    "Trait",
    "Unit",
]
