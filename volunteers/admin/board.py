"""The whole board: a proposal for every request that waits, accepted line by line."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import access
from casework.cases import ChangedMeanwhile, TransitionRefused
from volunteers import asking, pool
from volunteers.admin.wording import name_of, reasons
from volunteers.models import Volunteer

LISTED = access.AccessEntry.Action.LISTED


class BoardMixin:
    """For the admin of requests. A GET proposes and changes nothing; a POST asks those that were ticked."""

    board_template = "admin/volunteers/board.html"

    def board_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._accept(request)
        with transaction.atomic():
            waiting = self.get_queryset(request).waiting_for_helpers().most_urgent_first()
            lines = pool.proposal(waiting, timezone.localdate())
            # Cut after matching: what is proposed to the others hangs on nobody's bars.
            people = Volunteer.objects.visible_to(request.user).in_bulk(
                [line.suggestion.helper.pk for _case, line in lines if line.suggestion]
            )
            access.record(request.user, LISTED, [case for case, _line in lines])
            access.record(request.user, LISTED, people.values())
            context = self._page_context(request) | {
                "title": _("Forslag til alle"),
                "lines": [self._line(case, line, people) for case, line in lines],
            }
            return TemplateResponse(request, self.board_template, context).render()

    def _line(self, case: Any, line: Any, people: dict[Any, Volunteer]) -> dict[str, Any]:
        volunteer = people.get(line.suggestion.helper.pk) if line.suggestion else None
        if volunteer is None:
            return {"case": case}
        return {
            "case": case,
            "volunteer": volunteer,
            "name": name_of(volunteer),
            "score": round(line.suggestion.score),
            "reasons": reasons(line.suggestion),
            "value": f"{case.pk}:{case.version}:{volunteer.pk}",
        }

    def _accept(self, request: HttpRequest) -> HttpResponse:
        """Ask each volunteer that was ticked; what no longer fits is left and named."""
        asked, refused = 0, []
        for ticked in request.POST.getlist("line"):
            case, volunteer = self._ticked(request, ticked)
            if case is None or volunteer is None:
                continue
            try:
                asking.ask(case, [volunteer], by=request.user)
                asked += 1
            except (asking.CannotBeAsked, ChangedMeanwhile, TransitionRefused):
                refused.append(case.reference)
        said = ngettext("%(asked)d er spurt.", "%(asked)d er spurt.", asked) % {"asked": asked}
        messages.success(request, said if asked else _("Ingen er spurt. Kryss av for de linjene du vil ha."))
        if refused:
            messages.warning(request, _("Endret seg imens: %(which)s") % {"which": ", ".join(refused)})
        return redirect(self._address("board"))

    def _ticked(self, request: HttpRequest, value: str) -> tuple[Any, Volunteer | None]:
        """The case and the volunteer of a ticked line; None for what is not there for this person."""
        case_pk, _colon, rest = value.partition(":")
        version, _colon, volunteer_pk = rest.partition(":")
        case = self.get_object(request, case_pk)
        volunteers = Volunteer.objects.visible_to(request.user)
        volunteer = next((one for one in volunteers.filter(pk=_key(volunteer_pk))), None)
        if case is not None and str(case.version) != version:
            case.version = -1  # somebody changed it since: asking will be refused
        return case, volunteer


def _key(written: str) -> Any:
    from uuid import UUID

    try:
        return UUID(written)
    except ValueError:
        return None
