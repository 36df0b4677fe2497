"""Areas and tasks, kept true by the coordinators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from casework.admin.fields import DeskFields
from volunteers.models import Area, TaskType


class PlacesAdmin(DeskFields):
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/desk.css"]}

    def has_delete_permission(self, request, obj=None) -> bool:
        """Taken out of use instead: cases may name it."""
        return False


@admin.register(Area)
class AreaAdmin(PlacesAdmin, admin.ModelAdmin):
    list_display = ["name", "bordering", "is_active", "is_example"]
    list_filter = ["is_active", "is_example"]
    fields = ["name", "slug", "neighbours", "is_active", "is_example"]
    help_texts = {
        "name": _("Slik frivillige og de som ber om hjelp, ser det."),
        "slug": _("Brukes i filer og adresser. Bare små bokstaver og bindestrek."),
    }

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("neighbours")

    @admin.display(description=_("naboer"))
    def bordering(self, area):
        return ", ".join(one.name for one in area.neighbours.all())


@admin.register(TaskType)
class TaskTypeAdmin(PlacesAdmin, TranslationAdmin):
    list_display = ["name", "minimum_age", "certificate", "is_active", "is_example"]
    help_texts = {
        "name": _("Slik frivillige og de som ber om hjelp, ser det."),
        "description": _("En setning om hva man gjør."),
        "slug": _("Brukes i filer og adresser. Bare små bokstaver og bindestrek."),
        "minimum_age": _("Den yngste som kan bli spurt."),
        "certificate": _("Bare den som loven lar dere be om."),
        "legal_basis": _("Paragrafen som lar dere be om attest."),
        "needs_car": _("Da blir bare den som har bil, spurt."),
        "with_children": _("Oppgaven gjelder barn, eller skjer der barn er."),
    }
    list_filter = ["is_active", "is_example"]
    fieldsets = [
        (None, {"fields": ["name_nb", "description_nb", "slug", "order", ("is_active", "is_example")]}),
        (
            _("Hva som kreves"),
            {"fields": ["minimum_age", "certificate", "legal_basis", ("needs_car", "with_children")]},
        ),
        (_("Nynorsk"), {"classes": ["collapse"], "fields": ["name_nn", "description_nn"]}),
        (_("Engelsk"), {"classes": ["collapse"], "fields": ["name_en", "description_en"]}),
    ]
