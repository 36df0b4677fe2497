"""The block list: who is not sent to whom. Lifted by deleting the row."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casework.fields import shown, unreadable
from casework.read_only import ReadOnlyAdmin
from volunteers.models import COORDINATOR, Block


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ["kind", "volunteer", "by", "at"]
    list_display_links = ["kind"]
    fields = ["kind", "volunteer", "why", "by", "at"]
    readonly_fields = fields
    list_select_related = ["volunteer"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    sortable_by = ()

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.is_active and request.user.in_group(COORDINATOR)

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        """A blocked volunteer is let in on their own page, which also changes their status."""
        return self.has_view_permission(request) and (obj is None or bool(obj.contact_hash))

    @admin.display(description=_("hva"))
    def kind(self, block):
        if not block.contact_hash:
            return _("Frivillig sperret")
        return _("To som ikke skal møtes") if block.volunteer_id else _("Telefonnummer sperret")

    @admin.display(description=_("hvorfor"))
    def why(self, block):
        reason = shown(block, "reason")
        return unreadable() if reason is None else reason
