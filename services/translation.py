"""Which texts exist in bokmål, nynorsk and English; bokmål must, and stands in for the others."""

from modeltranslation.translator import TranslationOptions, register

from services import models


@register(models.ServiceType)
class ServiceTypeTexts(TranslationOptions):
    fields = ("name", "summary", "about", "for_whom", "place", "weighed", "cost", "waiting")
    required_languages = {"nb": ("name", "summary", "about", "for_whom")}


@register(models.CareContact)
class CareContactTexts(TranslationOptions):
    fields = ("role", "about")
    required_languages = {"nb": ("role",)}


@register(models.AgeRule)
class AgeRuleTexts(TranslationOptions):
    fields = ("note",)
    required_languages = ("nb",)
