"""Crisis notices and information pages."""

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from casework import markdown
from casework.admin.fields import LANGUAGES, DeskFields
from casework.admin.preview import PreviewAdmin
from helplines.models import InfoPage, Notice


class WrittenAdmin(DeskFields, PreviewAdmin, TranslationAdmin):
    """What notices and pages have in common: texts in three languages, shown before they are kept."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_label = _("Lagre og publiser")
    preview_label = _("Vis hvordan det blir")

    class Media:
        css = {"all": ["css/desk/helplines.css"]}


@admin.register(Notice)
class NoticeAdmin(WrittenAdmin):
    fieldsets = [
        (None, {"fields": ["level", ("starts_at", "ends_at"), "text_nb", "text_nn", "text_en"]}),
    ]
    list_display = ["begins_with", "state", "level", "starts_at", "ends_at"]
    help_texts = {
        "level": _("Hvor sterkt varselet merkes øverst på sidene."),
        "starts_at": _("Vises fra da av."),
        "ends_at": _("Da forsvinner varselet av seg selv. Tomt: du må ta det bort."),
        "text": _("En eller to korte setninger. Det viktigste først."),
    }
    list_filter = ["level"]
    preview_template = "admin/helplines/notice_preview.html"

    @admin.display(description=_("tekst"))
    def begins_with(self, notice: Notice) -> str:
        return Truncator(notice.text).words(12)

    @admin.display(description=_("status"))
    def state(self, notice: Notice) -> str:
        now = timezone.now()
        if notice.starts_at > now:
            return _("Kommer senere")
        return _("Avsluttet") if notice.ends_at and notice.ends_at <= now else _("Vises nå")

    def preview(self, form, formsets) -> dict:
        texts = [(name, code, getattr(form.instance, f"text_{code}")) for code, name in LANGUAGES.items()]
        return {"notice": form.instance, "texts": texts, "state": self.state(form.instance)}


@admin.register(InfoPage)
class InfoPageAdmin(WrittenAdmin):
    fieldsets = [
        (None, {"fields": ["title_nb", "body_nb", "slug", ("starts_on", "ends_on")]}),
        (_("Nynorsk"), {"classes": ["collapse"], "fields": ["title_nn", "body_nn"]}),
        (_("Engelsk"), {"classes": ["collapse"], "fields": ["title_en", "body_en"]}),
        (_("Rekkefølge og kilde"), {"classes": ["collapse"], "fields": ["order", "source"]}),
    ]
    formfield_overrides = WrittenAdmin.formfield_overrides | {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 16})}
    }
    list_display = ["title", "state", "starts_on", "ends_on"]
    help_texts = {
        "title": _("Overskriften på siden, og lenken i listen."),
        "slug": _("Siste del av nettadressen. Endrer du den, virker ikke gamle lenker."),
        "starts_on": _("Tomt: siden vises når den er lagret."),
        "ends_on": _("Etter den dagen er siden borte."),
    }
    preview_template = "admin/helplines/page_preview.html"

    @admin.display(description=_("status"))
    def state(self, page: InfoPage) -> str:
        today = timezone.localdate()
        if not page.started(today):
            return _("Kommer senere")
        return _("Avsluttet") if page.ended(today) else _("Vises nå")

    def view_on_site(self, page: InfoPage) -> str:
        return reverse("helplines:info-page", args=[page.slug])

    def preview(self, form, formsets) -> dict:
        page = form.instance
        texts = [
            (name, code, getattr(page, f"title_{code}"), markdown.html(getattr(page, f"body_{code}") or ""))
            for code, name in LANGUAGES.items()
        ]
        return {"texts": texts, "state": self.state(page)}

    def save_model(self, request, page, form, change) -> None:
        """From now on the content set leaves this page alone."""
        page.by_staff = True
        super().save_model(request, page, form, change)
