"""How staff narrow the lists of lines, notices and reports."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helplines.line import STALE_AFTER


class StaleFilter(admin.SimpleListFilter):
    title = _("bekreftelse")
    parameter_name = "stale"

    def lookups(self, request, model_admin):
        return [("yes", _("Må ses over")), ("no", _("I orden"))]

    def queryset(self, request, lines):
        stale = lines.unconfirmed_since(timezone.now() - STALE_AFTER)
        match self.value():
            case "yes":
                return stale
            case "no":
                return lines.exclude(pk__in=stale.values("pk"))
        return lines


class AudienceFilter(admin.SimpleListFilter):
    title = _("målgruppe")
    parameter_name = "audience"

    def lookups(self, request, model_admin):
        return [
            ("children", _("Barn og ungdom")),
            ("guardians", _("Foreldre og foresatte")),
            ("everyone", _("For alle")),
        ]

    def queryset(self, request, lines):
        return lines.filter(**{f"for_{self.value()}": True}) if self.value() else lines


class ShownFilter(admin.SimpleListFilter):
    title = _("visning")
    parameter_name = "shown"

    def lookups(self, request, model_admin):
        return [("now", _("Vises nå")), ("later", _("Kommer senere")), ("ended", _("Avsluttet"))]

    def queryset(self, request, lines):
        today = timezone.localdate()
        match self.value():
            case "now":
                return lines.shown_on(today)
            case "later":
                return lines.filter(shown_from__gt=today)
            case "ended":
                return lines.filter(shown_to__lt=today)
        return lines


class HandledFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "handled"

    def lookups(self, request, model_admin):
        return [("no", _("Ikke behandlet")), ("yes", _("Behandlet"))]

    def queryset(self, request, reports):
        return reports.filter(handled_at__isnull=self.value() == "no") if self.value() else reports
