from services.models.contacts import CareContact
from services.models.provider import Provider
from services.models.service import AgeRule, LawReference, ServiceType

__all__ = ["AgeRule", "CareContact", "LawReference", "Provider", "ServiceType"]
