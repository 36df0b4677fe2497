"""Where team leaders write the replies of their own kinds of case."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.admin.citizens import CitizenCaseAdmin
from casework.admin.fields import DeskFields
from casework.replies import VARIABLES, ReplyTemplate


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(DeskFields, admin.ModelAdmin):
    """A leader sees and changes the templates of the kinds they lead, and no others."""

    list_display = ("name", "kind")
    fields = ("case_kind", "name", "text_nb", "text_nn", "text_en")
    help_texts = {
        "name": _("Står på knappen som setter malen inn."),
    }
    list_per_page = 50
    show_full_result_count = False

    def led_by(self, request: HttpRequest) -> dict[str, str]:
        """Kinds of case whose citizens are written to, and whose leader this is: value and label."""
        desks = [one for one in self.admin_site._registry.values() if isinstance(one, CitizenCaseAdmin)]
        return {
            desk.model.kind(): str(desk.opts.verbose_name).capitalize()
            for desk in desks
            if desk.is_led_by(request.user)
        }

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(case_kind__in=self.led_by(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leading decides, not a permission: a superuser who leads nobody sees none."""
        led = self.led_by(request)
        return bool(led) if obj is None else obj.case_kind in led

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "case_kind":
            return forms.ChoiceField(
                label=_("Sakstype"),
                help_text=_("Malen står bare i saker av denne typen."),
                choices=list(self.led_by(request).items()),
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name.startswith("text_"):
            known = ", ".join(f"{{{name}}}" for name in VARIABLES)
            field.help_text = _("Disse byttes ut når malen settes inn: %(known)s.") % {"known": known}
            field.widget.attrs |= {"rows": 8, "lang": db_field.name.removeprefix("text_")}
        return field

    @admin.display(description=_("sakstype"))
    def kind(self, template: ReplyTemplate) -> str:
        return str(self._kinds().get(template.case_kind, template.case_kind))

    def _kinds(self) -> dict[str, Any]:
        return {model._meta.label_lower: model._meta.verbose_name for model in self.admin_site._registry}
