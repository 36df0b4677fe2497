"""Reading and writing to child welfare, with the receipt code or signed in.

Every page is the answer to a POST at one address, or for the signed-in at the report's own. Nothing is kept
of the visit: what the next press needs travels sealed in the page.
"""

import logging
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Self

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.citizens import citizen_required
from casework.attachments import ADD, REMOVE, file_id
from casework.downloads import download
from casework.encryption import CannotOpen, seal, unseal
from casework.fields import shown
from casework.files import Staged
from casework.upload_handler import takes_files
from casework.uploads import is_fresh, stage_all
from concerns import dialogue, notices, receipts
from concerns.dialogue_forms import CodeForm, ReplyForm
from concerns.models import CitizenReport, ConcernReport

alarm = logging.getLogger("portal.alarm")

OPEN_SECONDS = 30 * 60
READING, EXCHANGING, DRAFT = "dialogue", "dialogue exchange", "dialogue draft"


@dataclass
class Visit:
    """What a page carries so that the next press needs no code, and sending twice is sending once."""

    code: str
    submission_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    at: int = field(default_factory=lambda: int(time.time()))
    files: list[Staged] = field(default_factory=list)

    @classmethod
    def read(cls, token: str, purpose: str) -> Self:
        """Open what `seal` made. Raises CannotOpen."""
        return cls(*unseal(token, purpose=purpose))

    def seal(self, purpose: str) -> str:
        """For a hidden field, good for 30 minutes from now."""
        return seal([self.code, self.submission_key, int(time.time()), self.files], purpose=purpose)

    @property
    def has_ended(self) -> bool:
        return time.time() - self.at > OPEN_SECONDS


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class DialogueView(View):
    """The page of one report, and what can be done there. Subclasses say who may open it."""

    signed_in = False

    @classmethod
    def as_view(cls, **initkwargs: Any):
        return takes_files(super().as_view(**initkwargs))

    def act(self, report: ConcernReport, visit: Visit) -> HttpResponse:
        """Do what the pressed button says, and show the page as it is then."""
        go = self.request.POST.get("go", "")
        if go.startswith("file:"):
            return self._download(report, go.removeprefix("file:"))
        if go == "forget":
            notices.forget(report)
            return self.page(report, visit, done=_("Adressen din er slettet. Du får ikke flere beskjeder."))
        return self._write(report, visit, go)

    def page(self, report: ConcernReport, visit: Visit, form: Any = None, **context: Any) -> HttpResponse:
        """The dialogue with the form below it."""
        form = form or ReplyForm()
        form.chosen = visit.files
        form.carried = {"state": visit.seal(READING)}
        shown_page = {"dialogue": dialogue.read(report), "form": form, "state": form.carried["state"]}
        context |= {"minutes": OPEN_SECONDS // 60, "signed_in": self.signed_in}
        return render(self.request, "concerns/dialogue.html", shown_page | context)

    def _write(self, report: ConcernReport, visit: Visit, go: str) -> HttpResponse:
        sending = go != ADD and not go.startswith(REMOVE)
        refused = self._take_files(visit, go)
        form = ReplyForm(self.request.POST, chosen=visit.files, sending=sending)
        if refused:
            form.add_error("attachments", refused)
        if not form.is_valid() or not sending:
            return self.page(report, visit, form)
        return self._send(report, visit, form)

    def _take_files(self, visit: Visit, go: str) -> list[str]:
        """Keep what was chosen with the visit; gives a sentence for each file that is not taken in."""
        stale = [one for one in visit.files if not is_fresh(one)]
        visit.files = [one for one in visit.files if one not in stale and go != REMOVE + file_id(one)]
        chosen = self.request.FILES.getlist("attachments")
        staged, refused = stage_all(chosen, already=len(visit.files))
        visit.files += staged
        text = _("«%(name)s» lå for lenge uten å bli sendt. Legg den ved på nytt.")
        return [text % {"name": one["name"]} for one in stale] + refused

    def _send(self, report: ConcernReport, visit: Visit, form: ReplyForm) -> HttpResponse:
        try:
            dialogue.reply(report, form.cleaned_data["text"], visit.files, visit.submission_key)
        except dialogue.TooMany:
            form.add_error("text", _("Du har skrevet mange ganger. Vent en time, eller ring."))
            return self.page(report, visit, form)
        sent = _(
            "Det du skrev, er sendt. Barneverntjenesten leser det i arbeidstiden. Haster det, må du ringe."
        )
        return self.page(report, Visit(visit.code), done=sent)

    def _download(self, report: ConcernReport, file_id: str) -> HttpResponse:
        file = dialogue.file_of(report, file_id)
        if file is None:
            raise Http404
        return download(self.request, file)


@method_decorator(login_not_required, name="dispatch")
class AnswerView(DialogueView):
    """What a receipt code opens. The code is posted, never part of an address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            return self._pressed()
        except (CannotOpen, DatabaseError) as error:
            alarm.error("dialogue_failed", extra={"error": type(error).__name__})
            notice = _("Vi får ikke tak i meldingen akkurat nå. Prøv igjen om litt.")
            return self._ask_again(notice, status=503)

    def _pressed(self) -> HttpResponse:
        if "code" in self.request.POST:
            return self._enter()
        return self._exchange() if self.request.POST.get("go") == "confirm" else self._go_on()

    # --- with a code ------------------------------------------------------------------------------------
    def _enter(self) -> HttpResponse:
        draft = self.request.POST.get("draft", "")
        form = CodeForm(self.request.POST, carried={"draft": draft} if draft else None)
        if not form.is_valid():
            return self._ask(form, status=429 if form.is_busy else 200)
        report, visit = form.cleaned_data["report"], Visit(form.cleaned_data["code"])
        if report.code_is_spent_once:
            code = dialogue.code_instead_of(visit.code, visit.submission_key)
            context = {"code": code, "state": visit.seal(EXCHANGING), "minutes": OPEN_SECONDS // 60}
            return render(self.request, "concerns/dialogue_new_code.html", context)
        return self.page(report, visit, ReplyForm(initial={"text": _draft_for(report, draft)}))

    def _exchange(self) -> HttpResponse:
        """Put the new code in the place of the one that was read aloud, now that it is written down."""
        visit = self._visit(EXCHANGING)
        if visit is None or visit.has_ended:
            return self._ask_again(_("Siden har stått åpen for lenge. Skriv koden en gang til."))
        new = dialogue.code_instead_of(visit.code, visit.submission_key)
        report = dialogue.exchange(visit.code, new)
        if report is None:
            return self._ask_again(
                _("Koden du fikk på telefon, er brukt før. Var det ikke deg? Ring barneverntjenesten.")
            )
        return self.page(report, Visit(new), done=_("Nå gjelder den nye koden. Den gamle virker ikke mer."))

    # --- within the 30 minutes --------------------------------------------------------------------------
    def _go_on(self) -> HttpResponse:
        visit = self._visit(READING)
        report = None if visit is None or visit.has_ended else ConcernReport.behind(visit.code)
        if report is None:
            return self._ask_again(_("Siden har stått åpen for lenge. Skriv koden en gang til."))
        return self.act(report, visit)

    def _visit(self, purpose: str) -> Visit | None:
        try:
            return Visit.read(self.request.POST.get("state", ""), purpose)
        except (CannotOpen, TypeError, ValueError):
            return None

    def _ask_again(self, notice: str, status: int = 200) -> HttpResponse:
        """Ask for the code, and keep what was written for whoever has it."""
        text = self.request.POST.get("text", "")
        visit = self._visit(READING)
        digest = receipts.digest(visit.code) if visit else ""
        carried = {"draft": seal([digest, text], purpose=DRAFT)} if text else None
        had_files = bool(self.request.FILES or (visit and visit.files))
        kept = {"text_is_kept": bool(text), "had_files": had_files, "offline": status == 503}
        return self._ask(CodeForm(carried=carried), status, notice=notice, **kept)

    def _ask(self, form: CodeForm, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, "concerns/answer.html", {"form": form} | context, status=status)


@method_decorator(citizen_required(level="substantial"), name="dispatch")
class MineView(DialogueView):
    """The same for a report that somebody sent while signed in, reached from My page."""

    signed_in = True

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        report = self._report(pk)
        return self.page(report, Visit("")) if report else self._unreadable()

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        report = self._report(pk)
        return self.act(report, self._visit()) if report else self._unreadable()

    def _report(self, pk: Any) -> ConcernReport | None:
        own = get_object_or_404(CitizenReport, pk=pk, user=self.request.user)
        code = shown(own, "code")
        try:
            return ConcernReport.behind(code) if code else None
        except CannotOpen:
            return None

    def _visit(self) -> Visit:
        """The page's own, however old: who is signed in needs no code."""
        try:
            return Visit.read(self.request.POST.get("state", ""), READING)
        except (CannotOpen, TypeError, ValueError):
            return Visit("")

    def _unreadable(self) -> HttpResponse:
        return render(self.request, "concerns/dialogue_unreadable.html", status=503)


def _draft_for(report: ConcernReport, token: str) -> str:
    """The text that was kept when the page had ended, for the report it was written to."""
    if not token:
        return ""
    try:
        digest, text = unseal(token, purpose=DRAFT)
    except (CannotOpen, TypeError, ValueError):
        return ""
    return text if digest in ("", report.receipt_digest) else ""
