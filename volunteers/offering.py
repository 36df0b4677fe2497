"""Offering help, signed in: a draft after each step, and one offer for each person."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods

from accounts.citizens import citizen_required
from casework.draft_journey import DraftJourneyView
from casework.drafts import Draft
from casework.fields import shown
from casework.steps import Journey, Stop, Walk
from volunteers import receiving
from volunteers.offers import journey_for

KIND = "volunteers.offer"


@citizen_required(level="substantial")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What is asked of whoever helps, and the button that begins, or goes on with what was begun."""
    if receiving.offer_of(request.user):
        return redirect("volunteers:mine")
    draft = Draft.objects.of(request.user, KIND).first()
    if request.method == "POST":
        draft = draft or Draft.objects.create(user=request.user, kind=KIND)
        return redirect("volunteers:offer_draft", draft.pk)
    return render(request, "volunteers/begin.html", {"draft": draft})


@method_decorator(citizen_required(level="substantial"), name="dispatch")
class OfferView(DraftJourneyView):
    kind = KIND
    check_template = "volunteers/offer_check.html"

    @cached_property
    def journey(self) -> Journey:
        """With the number of the draft's owner: who has no draft finds nothing here."""
        return journey_for(shown(self.draft.user.citizen, "pid") or "")

    def address(self, slug: str = "") -> str:
        if slug:
            return reverse("volunteers:offer_step", args=[self.kwargs["pk"], slug])
        return reverse("volunteers:offer_draft", args=[self.kwargs["pk"]])

    def gone(self, pk: Any) -> HttpResponse | None:
        return redirect("volunteers:mine") if receiving.offer_of(self.request.user) else None

    def send(self, walk: Walk) -> HttpResponse:
        with transaction.atomic():
            receiving.offer(walk.cleaned, str(self.draft.pk), citizen=self.request.user)
            self.draft.throw_away()
        return redirect("volunteers:mine")

    def prepare(self, form: Any, stop: Stop, walk: Walk) -> None:
        if stop.step.slug == "you" and not form.is_bound:
            form.initial = {"name": shown(self.request.user.citizen, "name")}
