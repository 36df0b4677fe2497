"""The history of a line: what was published when and by whom, and one press to have it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from helplines.admin.changes import changes
from helplines.models import Helpline

PER_PAGE = 20


class HistoryPages:
    """Part of the line's admin: revisions take the place of Django's own history."""

    def get_urls(self):
        restore = path(
            "<int:pk>/restore/<int:revision>/",
            self.admin_site.admin_view(self.restore_view),
            name="helplines_helpline_restore",
        )
        return [restore, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        line = self.get_object(request, object_id)
        if line is None:
            raise Http404
        if not self.has_view_or_change_permission(request, line):
            raise PermissionDenied
        page = Paginator(line.revisions.select_related("created_by"), PER_PAGE).get_page(request.GET.get("p"))
        context = self.admin_site.each_context(request) | {
            "title": _("Historikk"),
            "subtitle": line.name,
            "opts": self.opts,
            "object": line,
            "page": page,
            "revisions": _with_changes(line, page),
            "may_restore": self.has_change_permission(request, line),
        }
        return TemplateResponse(request, "admin/helplines/history.html", context)

    def restore_view(self, request, pk: int, revision: int):
        line = self.line_to_change(request, pk)
        line.restore(get_object_or_404(line.revisions, pk=revision), by=request.user)
        messages.success(request, format_html(_("«{}» er gjenopprettet og publisert."), line.name))
        return redirect("admin:helplines_helpline_history", pk)

    def line_to_change(self, request, pk: int) -> Helpline:
        """The line a button was pressed on. 404 where there is none; only posts change anything."""
        line = self.get_object(request, str(pk))
        if line is None:
            raise Http404
        if request.method != "POST" or not self.has_change_permission(request, line):
            raise PermissionDenied
        return line


def _with_changes(line: Helpline, page) -> list[tuple]:
    """Each revision of the page with what it changed; the line's first one changed nothing."""
    revisions = list(page)
    if not revisions:
        return []
    before_page = line.revisions.filter(pk__lt=revisions[-1].pk).first()
    earlier = [*revisions[1:], before_page]
    return [
        (revision, changes(older.content, revision.content) if older else None)
        for revision, older in zip(revisions, earlier, strict=True)
    ]
