"""What coordinators write for citizens, in bokmål, nynorsk and English; bokmål stands in for the others."""

from modeltranslation.translator import TranslationOptions, register

from volunteers import models


@register(models.TaskType)
class TaskTypeTexts(TranslationOptions):
    fields = ("name", "description")
    required_languages = {"nb": ("name",)}


@register(models.Crisis)
class CrisisTexts(TranslationOptions):
    fields = ("notice",)
    required_languages = ()
