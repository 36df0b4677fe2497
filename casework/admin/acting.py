"""How a verb is done: who may, with what the form asks, and never over a colleague's head."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from casework import access
from casework.access import AccessEntry
from casework.admin.opening import purpose_of
from casework.admin.trace import trace_of
from casework.admin.verbs import Verb, VerbForm
from casework.admin.writing import COMMON_VERBS
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.upload_handler import takes_files


class ActingMixin:
    """The verbs of a case admin and the one view that does them."""

    verbs: ClassVar[tuple[Verb, ...]] = COMMON_VERBS
    leaders: ClassVar[tuple[str, ...]] = ()  # the groups whose members may do what is for leaders
    verb_template = "admin/casework/verb.html"

    def verbs_for(self, request: HttpRequest, case: Any) -> list[Verb]:
        """The verbs this person may use on this case now."""
        mine = [verb for verb in self.verbs if self._may(request, verb)]
        return [verb for verb in mine if verb.applies(case, request.user)]

    def forms_of(self, request: HttpRequest, case: Any, verbs: list[Verb]) -> dict[str, dict[str, Any]]:
        """The verbs' forms, which stand on the case page itself, by the verb's name."""
        return {verb.name: {"verb": verb, "form": self._form(request, verb, case)} for verb in verbs}

    @takes_files
    def verb_view(self, request: HttpRequest, pk: Any, verb: str) -> HttpResponse:
        """Do what a button says. The page's version must be the case's, or nothing happens."""
        case = self._case(request, pk)
        chosen = self._verb(request, verb)
        if request.method == "GET" and chosen.has_page:
            return self._ask(request, case, chosen, self._form(request, chosen, case))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = self._form(request, chosen, case, data=request.POST, files=request.FILES)
        if _is_behind(request, case, chosen) or not chosen.applies(case, request.user):
            return self._refused(request, case, chosen, form)
        if (written := form.written_anew()) is not None:
            return self._ask(request, case, chosen, self._form(request, chosen, case, initial=written))
        if not form.is_valid():
            return self._ask(request, case, chosen, form, status=400)
        try:
            chosen.do(case, by=request.user, **form.cleaned_data)
        except (ChangedMeanwhile, TransitionRefused):
            return self._refused(request, self._case(request, pk), chosen, form)
        messages.success(request, self.said_when_done(case, chosen))
        return redirect(chosen.leads_to or self._next_page(request, pk))

    def said_when_done(self, case: Any, verb: Verb) -> Any:
        """What the person is told afterwards."""
        return verb.done

    def explained(self, case: Any, verb: Verb) -> Any:
        """What the verb will do to this case and send, before it is done."""
        return verb.explains

    def _verb(self, request: HttpRequest, name: str) -> Verb:
        verb = next((one for one in self.verbs if one.name == name), None)
        if verb is None or not self._may(request, verb):
            raise PermissionDenied
        return verb

    def _may(self, request: HttpRequest, verb: Verb) -> bool:
        return not verb.for_leaders or self.is_led_by(request.user)

    def is_led_by(self, user: Any) -> bool:
        return any(map(user.in_group, self.leaders))

    def _form(self, request: HttpRequest, verb: Verb, case: Any, **posted: Any) -> VerbForm:
        given = {name: request.GET[name] for name in verb.form.from_address if name in request.GET}
        known = {"initial": given, "auto_id": f"{verb.name}_%s"} | posted
        return verb.form(case=case, user=request.user, **known)

    def _ask(
        self, request: HttpRequest, case: Any, verb: Verb, form: VerbForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        """The verb's own page: the form, and what it will do. Unopened, the question why."""
        if not (verb.unopened or purpose_of(request, case)):
            return self._ask_why(request, case, form, status)
        context = self._head(request, case) | {
            "title": verb.label,
            "verb": verb,
            "form": form,
            "explains": self.explained(case, verb),
            "seen": timezone.now(),
            **extra,
        }
        return TemplateResponse(request, self.verb_template, context, status=status)

    def _ask_why(self, request: HttpRequest, case: Any, form: VerbForm, status: int) -> HttpResponse:
        """A verb's page may show what the case holds. What somebody wrote stays on the page."""
        if request.method == "GET":
            return redirect(self._address("change", case.pk))
        kept = [(field.label, field.value()) for field in form if isinstance(field.field, forms.CharField)]
        return self.purpose_page(request, case, status=max(status, 400), refused=True, kept=kept)

    def _refused(self, request: HttpRequest, case: Any, verb: Verb, form: VerbForm) -> HttpResponse:
        """A colleague was first: what they did, and what this person wrote, both kept on one page."""
        extra = {"meanwhile": self._meanwhile(request, case), "applies": verb.applies(case, request.user)}
        return self._ask(request, case, verb, form, status=409, conflict=True, **extra)

    def _meanwhile(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        """What colleagues did since the page was made. Their words only to whoever has the case open."""
        since = _seen(request)
        trace = trace_of(self, case, since)
        if purpose := purpose_of(request, case):
            access.record(request.user, AccessEntry.Action.OPENED, [case], purpose=purpose)
            return trace | {"written": self.written_since(case, since)}
        return trace

    def written_since(self, case: Any, since: datetime | None) -> list[Any]:
        """Texts with `by`, `at` and `text` that came to the case after `since`, or ever."""
        return list(case.notes.filter(at__gt=since) if since else case.notes.all())

    def _next_page(self, request: HttpRequest, pk: Any) -> str:
        """The case; the list for somebody who has just lost sight of it."""
        is_visible = self.get_queryset(request).filter(pk=pk).exists()
        return self._address("change", pk) if is_visible else self._address("changelist")


def _is_behind(request: HttpRequest, case: Any, verb: Verb) -> bool:
    """Whether the page was made before somebody changed the case. Strange versions count as old."""
    return verb.checks_version and request.POST.get("version") != str(case.version)


def _seen(request: HttpRequest) -> Any:
    """When the page was made that this post came from; None where it does not say."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None
    return seen if seen and timezone.is_aware(seen) else None
