"""One's own application: where it stands, the messages both ways, and what may be taken along."""

import logging
import secrets
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.citizens import citizen_required
from casework import access, messages
from casework.attachments import ADD, REMOVE, file_id
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.downloads import download
from casework.encryption import CannotOpen, seal, unseal
from casework.fields import shown
from casework.files import Staged
from casework.letters import CannotPrint
from casework.upload_handler import takes_files
from casework.uploads import is_fresh, stage_all
from services import applying, deadlines, following, papers
from services.forms.writing import WritingForm
from services.models import CareApplication, CareContact

alarm = logging.getLogger("portal.alarm")

LEVEL = "high"
PURPOSE = "application message"


def _own(request, pk) -> CareApplication:
    cases = CareApplication.objects.select_related("interim", "plan", "second_guardian")
    return get_object_or_404(cases, pk=pk, citizen=request.user)


@dataclass
class Writing:
    """What the page carries so that sending twice is sending once, and files wait for the message."""

    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    files: list[Staged] = field(default_factory=list)

    @classmethod
    def read(cls, token: str, owner: str) -> Self:
        """What `seal` made for this person; something new where the page's own cannot be read."""
        try:
            return cls(*unseal(token, purpose=f"{PURPOSE} {owner}"))
        except (CannotOpen, TypeError, ValueError):
            return cls()

    def seal(self, owner: str) -> str:
        return seal([self.key, self.files], purpose=f"{PURPOSE} {owner}")


@method_decorator([citizen_required(level=LEVEL), sensitive_post_parameters()], name="dispatch")
class CaseView(View):
    """The page of one application. GET shows it; POST takes in files or sends a message."""

    @classmethod
    def as_view(cls, **initkwargs):
        return takes_files(super().as_view(**initkwargs))

    def get(self, request, pk):
        return self.page(_own(request, pk), Writing(), WritingForm())

    def post(self, request, pk):
        case = _own(request, pk)
        writing = Writing.read(request.POST.get("state", ""), self._owner(case))
        go = request.POST.get("go", "")
        sending = go != ADD and not go.startswith(REMOVE)
        refused = self._take_files(writing, go)
        form = WritingForm(request.POST, chosen=writing.files, sending=sending)
        if refused:
            form.add_error("attachments", refused)
        if not form.is_valid():
            return self.page(case, writing, form, status=400)
        return self._send(case, writing, form) if sending else self.page(case, writing, form)

    def page(self, case, writing: Writing, form: Any, status: int = 200) -> HttpResponse:
        form.chosen = writing.files
        form.carried = {"state": writing.seal(self._owner(case))}
        content = shown(case, "content") or {}
        context = {
            "case": case,
            "form": form,
            "child_name": applying.child_name(content),
            "services": case.applied.all(),
            "happens": following.happens(case),
            "told": deadlines.told(case),
            "waiting": following.is_waiting(case),
            "thread": messages.thread(case),
            "guardian": following.guardian(case),
            "files": case.files.seen_by_citizen().filter(message=None),
            "readers": access.readers(case),
            "contacts": CareContact.objects.published().filter(for_all=True),
            "can_be_withdrawn": case.may_move_to(CareApplication.Status.WITHDRAWN),
            "decision": ["services/case_decision.html", "services/application/no_decision.html"],
        }
        return render(self.request, "services/application/case.html", context, status=status)

    def _owner(self, case) -> str:
        return f"{case.pk} by {self.request.user.pk}"

    def _take_files(self, writing: Writing, go: str) -> list[str]:
        """Keep what was chosen with the message; gives a sentence for each file that is not taken in."""
        stale = [one for one in writing.files if not is_fresh(one)]
        writing.files = [one for one in writing.files if one not in stale and go != REMOVE + file_id(one)]
        staged, refused = stage_all(self.request.FILES.getlist("attachments"), already=len(writing.files))
        writing.files += staged
        text = _("«%(name)s» lå for lenge uten å bli sendt. Legg den ved på nytt.")
        return [text % {"name": one["name"]} for one in stale] + refused

    def _send(self, case, writing: Writing, form) -> HttpResponse:
        sent = {"by": self.request.user, "submission_key": writing.key}
        try:
            messages.post_from_citizen(case, form.cleaned_data["text"], writing.files, **sent)
        except messages.TooMany:
            form.add_error("text", _("Du har skrevet mange ganger. Vent en time, eller ring."))
            return self.page(case, writing, form, status=429)
        return redirect("services:my_application", pk=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required(level=LEVEL)
def withdraw(request, pk):
    """Asks once more; the POST takes the application back, or says why it cannot be."""
    case = _own(request, pk)
    context = {"case": case, "possible": case.may_move_to(CareApplication.Status.WITHDRAWN)}
    if request.method != "POST":
        return render(request, "services/application/withdraw.html", context)
    try:
        case.withdraw(by=request.user)
    except (TransitionRefused, ChangedMeanwhile):
        case.refresh_from_db()
        context |= {"possible": case.may_move_to(CareApplication.Status.WITHDRAWN), "refused": True}
        return render(request, "services/application/withdraw.html", context, status=409)
    return redirect("services:my_application", pk=case.pk)


@require_safe
@citizen_required(level=LEVEL)
def file(request, pk, file_id):
    """A file of one's own application, from whoever sent it; none of the desk's own."""
    case = _own(request, pk)
    return download(request, get_object_or_404(case.files.seen_by_citizen(), pk=file_id))


@require_safe
@citizen_required(level=LEVEL)
def receipt(request, pk):
    case = _own(request, pk)
    return paper(request, case, papers.receipt, f"kvittering-{case.reference}.pdf")


@require_safe
@citizen_required(level=LEVEL)
def export(request, pk, form):
    """All that is kept of one's own application, as JSON or PDF."""
    case = _own(request, pk)
    name = f"soknad-{case.reference}.{form}"
    if form == "pdf":
        return paper(request, case, papers.all_of_it, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return JsonResponse(
        papers.data(case), headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


def paper(request, case, made, name: str) -> HttpResponse:
    """What `made` prints of the case, as a file; a page that says so where it cannot be printed or opened."""
    try:
        content = made(case)
    except (CannotOpen, CannotPrint) as failed:
        alarm.error("cannot_print", extra={"model": case._meta.label_lower, "why": type(failed).__name__})
        return render(request, "services/application/no_paper.html", {"case": case}, status=503)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
