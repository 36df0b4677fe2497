"""Which texts exist in bokmål, nynorsk and English; bokmål must, and stands in for the others."""

from modeltranslation.translator import TranslationOptions, register

from helplines import models, snapshots


class Translated(TranslationOptions):
    required_languages = ("nb",)


@register(models.Helpline)
class HelplineTexts(Translated):
    fields = snapshots.TEXTS
    required_languages = {"nb": ("name",)}


@register(models.Number)
class NumberTexts(Translated):
    fields = ("label", "note")
    required_languages = ()


@register(models.HoursException)
class HoursExceptionTexts(Translated):
    fields = ("reason",)
    required_languages = ()


@register(models.Notice)
class NoticeTexts(Translated):
    fields = ("text",)


@register(models.InfoPage)
class InfoPageTexts(Translated):
    fields = ("title", "body")
