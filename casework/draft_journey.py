"""A journey of a signed-in citizen: a page for each step, and a draft that keeps each answer.

A POST keeps what was written, right or wrong, and leads on; a GET changes nothing. Steps that were
skipped, or whose rules have changed since, can never be sent.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from casework.attachments import ADD, REMOVE
from casework.drafts import Draft
from casework.steps import Journey, Stop, Walk
from casework.upload_handler import takes_files
from casework.uploads import stage_all
from crispy_designsystemet.layout import Button

CHECK = "kontroller"  # the check page's place among the steps


@method_decorator(sensitive_post_parameters(), name="dispatch")
class DraftJourneyView(View):
    """Addresses: `<pk>/` leads to where the person stopped, `<pk>/<slug>/` is a step or the check page.

    Subclasses are wrapped in `accounts.citizens.citizen_required`, and say where steps lie (`address`)
    and what sending does (`send`). The draft's pk is the submission key.
    """

    journey: ClassVar[Journey]
    kind: ClassVar[str]
    step_template = "steps/draft_step.html"
    check_template = "steps/draft_check.html"

    refused: tuple[str, ...] = ()  # why files that were just chosen are not taken in

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        return takes_files(super().as_view(**initkwargs))

    # --- what an area says --------------------------------------------------------------------------
    def address(self, slug: str = "") -> str:
        """Where a step of this draft lies; without a slug, where the person stopped."""
        raise NotImplementedError

    def send(self, walk: Walk) -> HttpResponse:
        """Store the case and lead to its receipt. The draft goes in the same transaction."""
        raise NotImplementedError

    def gone(self, pk: Any) -> HttpResponse | None:
        """Where to lead somebody whose draft has been sent already (reload, back); None for a 404."""
        return None

    def prepare(self, form: Any, stop: Stop, walk: Walk) -> None:
        """Last touch to the form of a step before it is shown, such as what we know already."""

    # --- pages --------------------------------------------------------------------------------------
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = Draft.objects.of(request.user, self.kind)
        if not own.filter(pk=kwargs["pk"]).exists() and (response := self.gone(kwargs["pk"])):
            return response
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: Any, slug: str = "") -> HttpResponse:
        walk = self.walk()
        stop = walk.first_open if slug in ("", CHECK) else walk.reachable(slug)
        if slug == CHECK and stop is None:
            return self._check(walk)
        if stop is None or stop.step.slug != slug:
            return redirect(self.address(stop.step.slug if stop else CHECK))
        return self._step(walk, stop, stop.form)

    def post(self, request: HttpRequest, pk: Any, slug: str = "") -> HttpResponse:
        go = request.POST.get("go", "next")
        if slug == CHECK:
            return self._send()
        stop = self.walk().reachable(slug)
        if stop is None or stop.step.slug != slug:
            return redirect(self.address())
        if stop.step.takes_files:
            self._take_files(slug, go)
        else:
            posted = self.journey.posted(slug, request.POST) or {}
            if self._other_tab_was_first(slug, posted):
                return self._conflict(slug, posted)
            self.draft.keep(slug, posted)
        return self._onward(slug, go)

    # --- parts --------------------------------------------------------------------------------------
    @cached_property
    def draft(self) -> Draft:
        own = Draft.objects.of(self.request.user, self.kind)
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def walk(self) -> Walk:
        return self.journey.walk(self.draft.answers)

    def _onward(self, slug: str, go: str) -> HttpResponse:
        walk = self.walk()
        stop = walk.stop(slug)
        if stop is None:
            return redirect(self.address())
        if self.refused:  # whichever way they were going, they are told of it here
            stop.form.add_error("attachments", list(self.refused))
            return self._step(walk, stop, stop.form, status=400)
        if go == "back":
            return redirect(self.address(walk.before(stop).step.slug))
        if go == "later":
            return redirect("my_page")
        if not stop.complete:
            return self._step(walk, stop, stop.form, status=400)
        if go == ADD or go.startswith(REMOVE):
            return redirect(self.address(slug))
        onward = walk.first_open if "returning" in self.request.POST else walk.after(stop)
        return redirect(self.address(onward.step.slug if onward else CHECK))

    def _take_files(self, slug: str, go: str) -> None:
        if go.startswith(REMOVE):
            self.draft.remove_file(go.removeprefix(REMOVE))
        chosen = self.request.FILES.getlist("attachments")
        staged, refused = stage_all(chosen, already=self.draft.files.count())
        self.refused = tuple(refused)
        if staged:
            self.draft.add_files(staged)
        self.draft.keep(slug, {})

    def _other_tab_was_first(self, slug: str, posted: dict[str, list[str]]) -> bool:
        seen = self.request.POST.get("seen")
        return bool(seen) and seen != self.draft.seen(slug) and self.draft.answers.get(slug) != posted

    def _conflict(self, slug: str, posted: dict[str, list[str]]) -> HttpResponse:
        """Show what was written here, above what the other tab had saved; sending again decides."""
        walk = self.journey.walk({**self.draft.answers, slug: posted})
        stop = walk.stop(slug)
        if stop is None:
            return redirect(self.address())
        saved = self.walk().stop(slug)
        theirs = saved.rows() if saved and saved.complete else []
        notice = _("Du har lagret andre svar på dette steget i en annen fane. Velg hva som skal gjelde.")
        return self._step(walk, stop, stop.form, status=409, notice=notice, theirs=theirs)

    def _step(self, walk: Walk, stop: Stop, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        if stop.step.takes_files:
            form.chosen = self.draft.staged()
        form.carried = {"seen": self.draft.seen(stop.step.slug)}
        returning = "returning" in self.request.GET or "returning" in self.request.POST
        if returning:
            form.carried["returning"] = "1"
        back = [Button(_("Forrige steg"), "go", "back")] if stop.number > 1 and not returning else []
        form.other_buttons = (*back, Button(_("Lagre og fortsett senere"), "go", "later", "tertiary"))
        self.prepare(form, stop, walk)
        context |= {"walk": walk, "stop": stop, "form": form, "draft": self.draft}
        return render(self.request, self.step_template, context, status=status)

    def _check(self, walk: Walk, notice: str = "", status: int = 200) -> HttpResponse:
        stops = [(stop, self.address(stop.step.slug)) for stop in walk.stops]
        context = {"stops": stops, "draft": self.draft, "files": self.draft.staged(), "notice": notice}
        return render(self.request, self.check_template, context, status=status)

    def _send(self) -> HttpResponse:
        walk = self.walk()
        if walk.first_open is not None:
            return redirect(self.address(walk.first_open.step.slug))
        return self.send(walk)
