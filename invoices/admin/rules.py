"""The rules, edited where everybody who decides by them can see them. Each change is a new version."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casework.admin.fields import DeskFields
from casework.read_only import ReadOnlyAdmin
from invoices import money
from invoices.models import InterestWaiver, InvoiceRule, LateInterestRate, RulesVersion


class DatedAdmin(DeskFields, admin.ModelAdmin):
    """A table of dated rows. What is saved or deleted counts from then on, and old decisions keep theirs."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    help_texts = {
        "kind": _("Hvilke fakturaer regelen er for."),
        "first": _("Til og med dagen før gjelder det som gjaldt fra før."),
        "smallest_part": _("I kroner. Blir delene mindre, avgjør en saksbehandler."),
        "after_due_date": _("Uten kryss avgjør en saksbehandler det som kommer etter forfall."),
    }

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        RulesVersion.publish(by=request.user)

    def delete_model(self, request, obj) -> None:
        super().delete_model(request, obj)
        RulesVersion.publish(by=request.user)

    def delete_queryset(self, request, queryset) -> None:
        super().delete_queryset(request, queryset)
        RulesVersion.publish(by=request.user)


@admin.register(InvoiceRule)
class InvoiceRuleAdmin(DatedAdmin):
    list_display = ("kind", "first", "last", "max_days", "max_parts", "smallest", "largest", "is_example")
    fieldsets = (
        (None, {"fields": ("kind", "first", "last", "source", "is_example")}),
        (_("Betale senere"), {"fields": ("max_days",)}),
        (_("Dele opp betalingen"), {"fields": ("max_parts", "smallest_part", "days_to_first")}),
        (_("Begge deler"), {"fields": ("largest_amount", "after_due_date")}),
    )

    @admin.display(description=_("minste del"))
    def smallest(self, rule: InvoiceRule) -> str:
        return money.shown(rule.smallest_part)

    @admin.display(description=_("høyeste beløp"))
    def largest(self, rule: InvoiceRule) -> str:
        return money.shown(rule.largest_amount)


@admin.register(InterestWaiver)
class InterestWaiverAdmin(DatedAdmin):
    list_display = ("what", "first", "last", "is_on", "source")

    @admin.display(description=_("gjelder"))
    def what(self, waiver: InterestWaiver) -> Any:
        return waiver.get_kind_display() or _("Alle")


@admin.register(LateInterestRate)
class LateInterestRateAdmin(DatedAdmin):
    list_display = ("percent", "first", "last", "verified", "source")

    @admin.display(description=_("sats"))
    def percent(self, rate: LateInterestRate) -> str:
        return f"{rate.hundredths / 100:g} %".replace(".", ",")


@admin.register(RulesVersion)
class RulesVersionAdmin(ReadOnlyAdmin):
    """What counted when: each decision names the version it was made by."""

    list_display = ("pk", "at", "by")
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
