"""The services' texts in three languages, whom one calls about them, and who delivers BPA.

Rules of law and age are shown and not edited: they come with the content set, which checks them.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from casework import markdown
from casework.admin.fields import LANGUAGES, DeskFields
from casework.admin.preview import PreviewAdmin
from services.models import CareContact, Provider, ServiceType

TEXTS = ("name", "summary", "about", "for_whom", "place", "weighed", "cost", "waiting")


class ContentAdmin(DeskFields):
    """Rows that the content set ships: whatever staff save, it leaves alone from then on."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/desk/helplines.css"]}

    def has_delete_permission(self, request, obj=None) -> bool:
        """Taken off the pages instead, or ended by a date: cases may name it."""
        return False

    def save_model(self, request, row, form, change) -> None:
        row.by_staff = True
        super().save_model(request, row, form, change)


@admin.register(ServiceType)
class ServiceTypeAdmin(ContentAdmin, PreviewAdmin, TranslationAdmin):
    fieldsets = [
        (None, {"fields": [f"{text}_nb" for text in TEXTS]}),
        (_("Nynorsk"), {"classes": ["collapse"], "fields": [f"{text}_nn" for text in TEXTS]}),
        (_("Engelsk"), {"classes": ["collapse"], "fields": [f"{text}_en" for text in TEXTS]}),
        (_("Hvor og hvordan den vises"), {"fields": [("published", "order"), "at_a_place", "contacts"]}),
        (_("Regler og kilde"), {"classes": ["collapse"], "fields": [
            "key", "slug", "recipient", "paragraphs", "ages", "source", "source_note",
        ]}),
    ]  # fmt: skip
    readonly_fields = ["key", "slug", "recipient", "paragraphs", "ages"]
    help_texts = {
        "name": _("Overskriften på siden, og lenken i oversikten."),
        "for_whom": _("Hvem som kan få tjenesten, i vanlige ord."),
        "at_a_place": _("Da viser siden hvor det er, også når vi ikke vet adressen."),
    }
    list_display = ["name", "shown"]
    preview_template = "admin/services/service_preview.html"
    preview_label = _("Vis hvordan det blir")
    save_label = _("Lagre og publiser")

    def has_add_permission(self, request) -> bool:
        """A new kind of service needs code: applications ask for each by its key."""
        return False

    @admin.display(description=_("status"))
    def shown(self, service: ServiceType) -> str:
        return _("Vises nå") if service.published else _("Vises ikke")

    @admin.display(description=_("lovhjemler"))
    def paragraphs(self, service: ServiceType) -> str:
        return _lines((f"{row.get_kind_display()}: {row}", row) for row in service.law.all())

    @admin.display(description=_("aldersregler"))
    def ages(self, service: ServiceType) -> str:
        return _lines((f"{row.note} ({row})", row) for row in service.age_rules.all())

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = _("De som svarer om alle tjenestene, vises uansett.")
        return field

    def view_on_site(self, service: ServiceType) -> str | None:
        return reverse("services:service", args=[service.slug]) if service.published else None

    def preview(self, form, formsets) -> dict:
        service = form.instance
        texts = [(name, code, _texts(service, code)) for code, name in LANGUAGES.items()]
        return {"texts": texts, "state": self.shown(service)}


@admin.register(CareContact)
class CareContactAdmin(ContentAdmin, TranslationAdmin):
    fieldsets = [
        (None, {"fields": ["role_nb", "digits", "about_nb", "for_all", ("published", "order")]}),
        (_("Nynorsk"), {"classes": ["collapse"], "fields": ["role_nn", "about_nn"]}),
        (_("Engelsk"), {"classes": ["collapse"], "fields": ["role_en", "about_en"]}),
    ]
    list_display = ["role", "grouped", "shown"]
    help_texts = {
        "digits": _("Bare sifrene, uten mellomrom."),
        "about": _("Det man kan ringe om."),
    }

    @admin.display(description=_("nummer"))
    def grouped(self, contact: CareContact) -> str:
        return contact.grouped

    @admin.display(description=_("status"))
    def shown(self, contact: CareContact) -> str:
        return _("Vises nå") if contact.published else _("Vises ikke")


@admin.register(Provider)
class ProviderAdmin(ContentAdmin, admin.ModelAdmin):
    fields = ["name", "kind", "digits", ("valid_from", "valid_to"), "order", "source", "verified"]
    list_display = ["label", "kind", "state"]
    help_texts = {
        "kind": _("Hva slags leverandør det er."),
        "digits": _("Bare sifrene, uten mellomrom."),
        "verified": _("En person har sett at det stemmer med kilden."),
    }

    @admin.display(description=_("navn"))
    def label(self, provider: Provider) -> str:
        return provider.label

    @admin.display(description=_("status"))
    def state(self, provider: Provider) -> str:
        today = timezone.localdate()
        if provider.in_force(today):
            return _("Vises nå")
        return _("Avsluttet") if provider.valid_to and provider.valid_to < today else _("Kommer senere")


def _lines(rows) -> str:
    """Each rule on a line, with its days and whether somebody has checked it."""
    said = ((words, _days(row), "" if row.verified else _("Ikke kontrollert.")) for words, row in rows)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {} {}</li>", said))


def _days(row) -> str:
    if not (row.valid_from or row.valid_to):
        return ""
    return f"{row.valid_from or ''} – {row.valid_to or ''}"


def _texts(service: ServiceType, code: str) -> list[tuple]:
    """Each text of a language with its label, Markdown as the page shows it; empty ones are left out."""
    found = []
    for text in TEXTS:
        if value := getattr(service, f"{text}_{code}"):
            label = service._meta.get_field(text).verbose_name
            found.append((label, markdown.html(value) if text in ("about", "place") else value))
    return found
