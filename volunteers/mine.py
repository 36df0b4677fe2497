"""A volunteer's own page: sign, change, pause, leave, and see what has been asked and agreed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from accounts.citizens import citizen_required
from casework import access
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.fields import shown
from casework.sealed_journey import SealedState
from casework.steps import Journey, Walk
from volunteers import receiving, taking_part, times
from volunteers.models import Ask, Volunteer
from volunteers.offers import WISHES
from volunteers.views import ReceivingView

BUTTONS = {"sign", "pause", "resume", "leave"}


@method_decorator(citizen_required(level="substantial"), name="dispatch")
class MineView(View):
    """Everything about one's own part in volunteering, in one place."""

    def get(self, request: HttpRequest) -> HttpResponse:
        volunteer = receiving.offer_of(request.user)
        return self.page(volunteer) if volunteer else redirect("volunteers:start")

    def post(self, request: HttpRequest) -> HttpResponse:
        volunteer, go = receiving.offer_of(request.user), request.POST.get("go", "")
        if volunteer is None:
            return redirect("volunteers:start")
        if go not in BUTTONS:
            return self.page(volunteer)
        try:
            return getattr(self, f"_{go}")(volunteer)
        except (ChangedMeanwhile, TransitionRefused):
            sorry = _("Det passer ikke lenger, slik det er nå. Se over, og prøv igjen.")
            return self.page(Volunteer.objects.get(pk=volunteer.pk), sorry=sorry)

    def page(self, volunteer: Volunteer, **context: Any) -> HttpResponse:
        asks = volunteer.asks.select_related("request__task", "match").order_by("-at")
        context |= {
            "volunteer": volunteer,
            "tasks": volunteer.tasks.all(),
            "areas": volunteer.areas.all(),
            "times": times.in_words(volunteer.slots) if volunteer.slots else "",
            "content": shown(volunteer, "content") or {},
            "readers": access.readers(volunteer),
            "asks": [(ask, _standing(ask)) for ask in asks],
        }
        return render(self.request, "volunteers/mine.html", context)

    def _sign(self, volunteer: Volunteer) -> HttpResponse:
        if self.request.POST.get("agree") != "yes":
            return self.page(volunteer, unsigned=_("Kryss av for at du lover å holde på det du får vite"))
        taking_part.sign(volunteer, by=self.request.user)
        return self.page(volunteer, done=_("Takk. Du har signert taushetserklæringen."))

    def _pause(self, volunteer: Volunteer) -> HttpResponse:
        taking_part.pause(volunteer, by=self.request.user)
        return self.page(volunteer, done=_("Du har pause. Vi spør deg ikke om noe før du selv vil."))

    def _resume(self, volunteer: Volunteer) -> HttpResponse:
        taking_part.resume(volunteer, by=self.request.user)
        return self.page(volunteer, done=_("Velkommen tilbake!"))

    def _leave(self, volunteer: Volunteer) -> HttpResponse:
        if self.request.POST.get("sure") != "yes":
            return self.page(volunteer, unsure=_("Kryss av for at du vil slette alt"))
        taking_part.leave(volunteer, by=self.request.user)
        return render(self.request, "volunteers/left.html")


@method_decorator(citizen_required(level="substantial"), name="dispatch")
class ChangeView(ReceivingView):
    """The wishes once more: what, where, when and how much."""

    journey = Journey(*WISHES)
    step_template = "volunteers/step.html"
    check_template = "volunteers/change_check.html"

    @property
    def purpose(self) -> str:
        return f"volunteer wishes of {self.request.user.pk}"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.volunteer = receiving.offer_of(request.user)
        if self.volunteer is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Begin with what is true today; the check page is where to go on from."""
        state = SealedState(answers=_posted(self.volunteer))
        return self.show_check(state, self.journey.walk(state.answers))

    def receive(self, walk: Walk, key: str) -> Any:
        taking_part.change_wishes(self.volunteer, walk.cleaned, by=self.request.user)
        return self.volunteer

    def received(self, case: Any, walk: Walk) -> HttpResponse:
        return redirect("volunteers:mine")


def _posted(volunteer: Volunteer) -> dict[str, dict[str, list[str]]]:
    """Today's wishes as if they had just been posted."""
    about = (shown(volunteer, "content") or {}).get("about", "")
    tasks = {
        "tasks": list(volunteer.tasks.values_list("slug", flat=True)),
        "languages": volunteer.languages,
        "about": [about],
    }
    return {
        "tasks": tasks | ({"has_car": ["on"]} if volunteer.has_car else {}),
        "areas": {
            "areas": list(volunteer.areas.values_list("slug", flat=True)),
            "reach": [str(volunteer.reach)],
        },
        "times": {
            "days": [str(day) for day in times.days_of(volunteer.slots)],
            "parts": [str(part) for part in times.parts_of(volunteer.slots)],
            "capacity": [str(volunteer.capacity)],
        },
    }


def _standing(ask: Ask) -> str:
    """Where a question stands, for the list of them."""
    match = getattr(ask, "match", None)
    return match.get_status_display() if match else ask.get_answer_display()
