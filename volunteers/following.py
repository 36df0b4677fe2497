"""The page of somebody who asked for help, by the link they were sent: where it stands, and who is coming."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from casework.cases import ChangedMeanwhile, TransitionRefused
from volunteers import asking, deciding, links, revealing
from volunteers.codes import CodeForm, ProblemForm
from volunteers.models import HelpRequest, Match, Reveal

BUTTONS = {"cancel", "code", "show", "done", "not_met", "problem"}
AGREED = (Match.Status.CONFIRMED, Match.Status.DONE, Match.Status.NOT_MET)


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class RequestView(View):
    """A GET changes nothing. Who is coming is shown after a code by SMS, to the number that asked."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(_linked(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        case, go = _linked(token), request.POST.get("go", "")
        if go not in BUTTONS:
            return self.page(case)
        try:
            return getattr(self, f"_{go}")(case)
        except (asking.NoPlace, revealing.NotNow, ChangedMeanwhile, TransitionRefused):
            return self.page(_linked(token), sorry=_("Det passer ikke lenger, slik saken er nå. Se over."))

    def page(self, case: HelpRequest, **context: Any) -> HttpResponse:
        shown_page = {
            "case": case,
            "matches": list(case.matches.filter(status__in=AGREED).exclude(place=None)),
            "is_over": case.status in case.final_statuses,
            "code_form": CodeForm(),
            "problem_form": ProblemForm(),
        }
        return render(self.request, "volunteers/request.html", shown_page | context)

    # --- the buttons ------------------------------------------------------------------------------------
    def _cancel(self, case: HelpRequest) -> HttpResponse:
        deciding.cancel(case, by=None)
        return self.page(case, done=_("Det er avlyst. Den som skulle komme, får beskjed."))

    def _done(self, case: HelpRequest) -> HttpResponse:
        return self._say(case, Match.Outcome.DONE, _("Takk for at du sa fra."))

    def _not_met(self, case: HelpRequest) -> HttpResponse:
        return self._say(case, Match.Outcome.NOT_MET, _("Takk for at du sa fra. Vi følger det opp."))

    def _say(self, case: HelpRequest, outcome: str, done: str) -> HttpResponse:
        match = _match_of(case, self.request.POST.get("match", ""))
        asking.say_outcome(match, "seeker", outcome)
        return self.page(HelpRequest.objects.get(pk=case.pk), done=done)

    def _problem(self, case: HelpRequest) -> HttpResponse:
        form = ProblemForm(self.request.POST)
        if not form.is_valid():
            return self.page(case, problem_form=form)
        match = case.matches.filter(status__in=AGREED).last()
        deciding.tell_problem(case, match, "seeker", form.cleaned_data["text"])
        return self.page(case, done=_("Takk. Koordinatoren har fått beskjed nå. Er noen i fare, ring 112."))

    def _code(self, case: HelpRequest) -> HttpResponse:
        if not revealing.send_code(case.pk):
            return self.page(case, sorry=_("Vi har sendt mange koder. Vent en time, eller ring oss."))
        return self.page(
            case, code_sent=True, done=_("Vi har sendt en kode på SMS. Den gjelder i 10 minutter.")
        )

    def _show(self, case: HelpRequest) -> HttpResponse:
        form = CodeForm(self.request.POST)
        if not form.is_valid() or not revealing.is_right(case.pk, form.cleaned_data["code"]):
            form.add_error("code", _("Koden stemmer ikke, eller den er for gammel. Be om en ny"))
            return self.page(case, code_form=form, code_sent=True)
        agreed = case.matches.filter(status=Match.Status.CONFIRMED)
        contacts = [revealing.to_seeker(match, how=Reveal.How.CODE) for match in agreed]
        return self.page(case, contacts=contacts)


def _linked(token: str) -> HelpRequest:
    if pk := links.read("request", token):
        cases = HelpRequest.objects.select_related("task", "area")
        return get_object_or_404(cases, pk=pk, anonymised_at=None)
    raise Http404


def _match_of(case: HelpRequest, written: str) -> Match:
    """One of the request's own matches. Raises NoPlace for anything else."""
    match = next((one for one in case.matches.all() if str(one.pk) == written), None)
    if match is None:
        raise asking.NoPlace
    return match
