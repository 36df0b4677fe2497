"""The page of one question to one volunteer: by the link they were sent, or signed in.

A GET changes nothing, however often a mail scanner opens the link. What a button says is posted; how to
reach the one who needs help is shown after a code by SMS or a sign-in, and never on a GET.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.citizens import citizen_required
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.fields import shown
from volunteers import asking, deciding, links, revealing
from volunteers.codes import CodeForm, ProblemForm
from volunteers.models import Ask, HelpRequest, Match, Reveal


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AskView(View):
    """What is asked, and what can be answered now. Subclasses say who may open it."""

    signed_in = False

    def page(self, ask: Ask, *, status: int = 200, **context: Any) -> HttpResponse:
        """The question as it stands now, with the buttons that make sense."""
        ask = _read(ask.pk)
        match = getattr(ask, "match", None)
        shown_page = {
            "ask": ask,
            "need": ask.request,
            "text": (shown(ask.request, "content") or {}).get("text", ""),
            "match": match,
            "state": _state(ask, match),
            "signed_in": self.signed_in,
            "code_form": CodeForm(),
            "problem_form": ProblemForm(),
        }
        return render(self.request, "volunteers/ask.html", shown_page | context, status=status)

    def act(self, ask: Ask) -> HttpResponse:
        """Do what the pressed button says. What no longer fits is answered with a kind sentence."""
        go = self.request.POST.get("go", "")
        verb = getattr(self, f"_{go}", None) if go in BUTTONS else None
        if verb is None:
            return self.page(ask)
        try:
            return verb(ask)
        except tuple(SORRY) as refused:
            return self.page(ask, sorry=SORRY[type(refused)])

    # --- the buttons ------------------------------------------------------------------------------------
    def _reserve(self, ask: Ask) -> HttpResponse:
        if asking.reserve(ask):
            return self.page(ask, done=_("Takk! Plassen er din. Nå må du vise hvem du er."))
        sorry = _("Noen andre rakk det rett før deg. Du står på venteliste. Vi sier fra hvis det blir ledig.")
        return self.page(ask, sorry=sorry)

    def _decline(self, ask: Ask) -> HttpResponse:
        asking.decline(ask)
        return self.page(ask, done=_("Takk for svaret. Det er helt i orden å si nei."))

    def _step_back(self, ask: Ask) -> HttpResponse:
        asking.step_back(_match_of(ask))
        return self.page(ask, done=_("Du har gitt plassen fra deg. Takk for at du sa fra."))

    def _done(self, ask: Ask) -> HttpResponse:
        asking.say_outcome(_match_of(ask), "helper", Match.Outcome.DONE)
        return self.page(ask, done=_("Takk for hjelpen!"))

    def _not_met(self, ask: Ask) -> HttpResponse:
        asking.say_outcome(_match_of(ask), "helper", Match.Outcome.NOT_MET)
        return self.page(ask, done=_("Takk for at du sa fra. Vi følger det opp."))

    def _problem(self, ask: Ask) -> HttpResponse:
        form = ProblemForm(self.request.POST)
        if not form.is_valid():
            return self.page(ask, problem_form=form)
        deciding.tell_problem(ask.request, getattr(ask, "match", None), "helper", form.cleaned_data["text"])
        return self.page(ask, done=_("Takk. Koordinatoren har fått beskjed nå. Er noen i fare, ring 112."))

    def _code(self, ask: Ask) -> HttpResponse:
        _match_of(ask)
        if not revealing.send_code(ask.pk):
            return self.page(ask, sorry=_("Vi har sendt mange koder. Vent en time, eller ring oss."))
        sent = _("Vi har sendt en kode på SMS. Den gjelder i 10 minutter.")
        return self.page(ask, code_sent=True, done=sent)

    def _show(self, ask: Ask) -> HttpResponse:
        """Who the volunteer is going to help, now that they have shown who they are."""
        how = Reveal.How.SIGNED_IN
        if not self.signed_in:
            form = CodeForm(self.request.POST)
            if not form.is_valid() or not revealing.is_right(ask.pk, form.cleaned_data["code"]):
                form.add_error("code", _("Koden stemmer ikke, eller den er for gammel. Be om en ny"))
                return self.page(ask, code_form=form, code_sent=True)
            how = Reveal.How.CODE
        return self.page(ask, contact=revealing.to_helper(_match_of(ask), how=how))


SORRY = {
    asking.NoPlace: gettext_lazy(
        "Takk for at du ville. Noen andre rakk det først, eller det trengs ikke lenger."
    ),
    asking.NoCapacity: gettext_lazy("Takk! Du har alt sagt ja til så mange oppdrag som du ville denne uka."),
    asking.NotAllowed: (
        not_now := gettext_lazy(
            "Du kan ikke ta oppdrag akkurat nå. Har du pause, kan du avslutte den. Ellers kan du ringe oss."
        )
    ),
    revealing.NotNow: not_now,
    revealing.TooMany: gettext_lazy(
        "Du har fått vist så mange som vi viser på én dag. Prøv i morgen, eller ring oss."
    ),
    ChangedMeanwhile: (changed := gettext_lazy("Noe endret seg akkurat nå. Se over, og prøv igjen.")),
    TransitionRefused: changed,
}
BUTTONS = {"reserve", "decline", "step_back", "done", "not_met", "problem", "code", "show"}


@method_decorator(login_not_required, name="dispatch")
class LinkView(AskView):
    """By the link that was sent. It names one question and proves no more than that."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(_linked(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.act(_linked(token))


@method_decorator(citizen_required(level="substantial"), name="dispatch")
class SignedInView(AskView):
    """The same for the volunteer who has signed in."""

    signed_in = True

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        return self.page(self._own(pk))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        return self.act(self._own(pk))

    def _own(self, pk: Any) -> Ask:
        return get_object_or_404(Ask, pk=pk, volunteer__citizen=self.request.user)


def _linked(token: str) -> Ask:
    if pk := links.read("ask", token):
        return get_object_or_404(Ask, pk=pk)
    raise Http404


def _read(pk: Any) -> Ask:
    return Ask.objects.select_related("request__task", "request__area", "volunteer", "match").get(pk=pk)


def _match_of(ask: Ask) -> Match:
    """The volunteer's match. Raises NoPlace where they have none that still holds a place or was agreed."""
    match = Match.objects.filter(ask=ask).first()
    if match is None:
        raise asking.NoPlace
    return match


def _state(ask: Ask, match: Match | None) -> str:
    """What the page is about: the match where there is one, otherwise the question."""
    if match:
        return match.status
    is_over = ask.request.status in (HelpRequest.Status.CANCELLED, HelpRequest.Status.CLOSED)
    return "over" if is_over or ask.answer == Ask.Answer.OVER else ask.answer or "open"
