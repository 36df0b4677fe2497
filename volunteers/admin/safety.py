"""The block list: who is not sent to whom. Lifted by deleting the row."""

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.bars import Bar
from casework.fields import shown, unreadable
from casework.read_only import ReadOnlyAdmin
from volunteers.models import COORDINATOR, Block, HelpRequest, Volunteer

LISTED = access.AccessEntry.Action.LISTED


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    """Shows nothing about whom one is barred from. Whose blocks are shown is logged."""

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

    def get_queryset(self, request):
        """A number is hidden with each case of somebody who has it."""
        barred = Bar.objects.filter(user=request.user).values("case_id")
        rows = super().get_queryset(request).exclude(volunteer__in=barred)
        for model in (Volunteer, HelpRequest):
            theirs = model.objects.filter(pk__in=barred).exclude(contact_hash="")
            rows = rows.exclude(contact_hash__in=theirs.values("contact_hash"))
        return rows

    def changelist_view(self, request, extra_context=None):
        with transaction.atomic():
            response = super().changelist_view(request, extra_context)
            shown_rows = getattr(response, "context_data", None) or {}
            if "cl" in shown_rows:
                people = [block.volunteer for block in shown_rows["cl"].result_list if block.volunteer]
                access.record(request.user, LISTED, people)
        return response

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The reason speaks of the volunteer, and of the requests from the number."""
        if obj:
            access.record(request.user, LISTED, [obj.volunteer] if obj.volunteer else [])
            access.record(request.user, LISTED, _requests_from(obj.contact_hash))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("hva"))
    def kind(self, block):
        if not block.contact_hash:
            return _("Frivillig sperret")
        return _("To som ikke skal møtes") if block.volunteer_id else _("Telefonnummer sperret")

    @admin.display(description=_("hvorfor"))
    def why(self, block):
        reason = shown(block, "reason")
        return unreadable() if reason is None else reason


def _requests_from(number):
    return HelpRequest.objects.filter(contact_hash=number) if number else ()
