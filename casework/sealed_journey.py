"""A journey without login: the answers travel in one sealed hidden field.

Nothing is kept on our side before the form is sent: no row, no session; of chosen files only ciphertext,
whose keys travel with the answers. Every page is the answer to a POST at one neutral address, so the
history of a shared machine holds one line.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from casework.attachments import ADD, REMOVE, file_id
from casework.encryption import CannotOpen, seal, unseal
from casework.files import Staged
from casework.steps import Answers, Journey, Stop, Walk
from casework.upload_handler import takes_files
from casework.uploads import is_fresh, stage_all
from crispy_designsystemet.layout import Button

# After this long the answers are shown again before they can be sent: the machine may have changed hands.
MAX_AGE_SECONDS = 12 * 60 * 60


@dataclass
class SealedState:
    """What a person has answered, and the key that makes sending twice the same as sending once."""

    submission_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    begun: int = field(default_factory=lambda: int(time.time()))
    answers: Answers = field(default_factory=dict)
    files: list[Staged] = field(default_factory=list)

    @classmethod
    def read(cls, token: str, purpose: str) -> Self:
        """Open a token made by `write`. Raises CannotOpen when it was changed or its key is gone."""
        return cls(*unseal(token, purpose=purpose))

    def write(self, purpose: str) -> str:
        return seal([self.submission_key, self.begun, self.answers, self.files], purpose=purpose)

    @property
    def is_old(self) -> bool:
        return time.time() - self.begun > MAX_AGE_SECONDS


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SealedJourneyView(View):
    """One address for all steps, the check page and the receipt. Subclasses say what sending does."""

    journey: ClassVar[Journey]
    purpose: ClassVar[str]
    step_template = "steps/step.html"
    check_template = "steps/check.html"

    refused: Sequence[str] = ()  # why files that were just chosen are not taken in

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        return takes_files(view) if any(step.takes_files for step in cls.journey.steps) else view

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        """Store the answers and answer with a receipt; the same again must give the same receipt."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        walk = self.journey.walk({})
        return self._show_step(SealedState(), walk, walk.stops[0])

    def post(self, request: HttpRequest) -> HttpResponse:
        state, notice = self._state(request.POST.get("state", ""))
        slug, go = request.POST.get("step", ""), request.POST.get("go", "next")
        posted = self.journey.posted(slug, request.POST)
        if posted is not None:
            state.answers[slug] = posted
        notice = " ".join(filter(None, [notice, self._drop_stale(state)]))
        if (step := self.journey.step(slug)) and step.takes_files:
            self._take_files(state, go)
        return self._answer(state, slug, go, notice)

    def files(self, state: SealedState) -> list[Staged]:
        """What `send` sends along."""
        return state.files

    def _drop_stale(self, state: SealedState) -> str:
        """Forget files that are too old to be sent; returns a sentence that says which."""
        stale = [one for one in state.files if not is_fresh(one)]
        if not stale:
            return ""
        state.files = [one for one in state.files if one not in stale]
        names = ", ".join(f"«{one['name']}»" for one in stale)
        return _(
            "Vi har slettet filer som lå for lenge uten å bli sendt: %(names)s. Legg dem ved på nytt."
        ) % {"names": names}

    def _take_files(self, state: SealedState, go: str) -> None:
        state.files = [one for one in state.files if go != REMOVE + file_id(one)]
        staged, self.refused = stage_all(self.request.FILES.getlist("attachments"), already=len(state.files))
        state.files += staged

    def _state(self, token: str) -> tuple[SealedState, str]:
        """The state, and what the reader must know when it is not what they think."""
        if not token:
            return SealedState(), ""
        try:
            state = SealedState.read(token, self.purpose)
        except (CannotOpen, TypeError, ValueError):
            return SealedState(), _(
                "Vi klarte ikke å hente svarene fra de andre stegene. Det du skrev her, er beholdt. "
                "Gå gjennom stegene en gang til."
            )
        if not state.is_old:
            return state, ""
        state.begun = int(time.time())
        return state, _("Det er lenge siden du begynte. Se over svarene før du sender.")

    def _answer(self, state: SealedState, slug: str, go: str, notice: str) -> HttpResponse:
        walk = self.journey.walk(state.answers)
        if go.startswith("change:"):
            return self._show(state, walk, walk.reachable(go.removeprefix("change:")), notice, returning=True)
        stop = walk.stop(slug)
        if stop and self.refused:
            stop.form.add_error("attachments", list(self.refused))
        if stop and (self.refused or go == ADD or go.startswith(REMOVE)):
            return self._show(state, walk, walk.reachable(slug), notice)
        if self._going_back and stop:
            return self._show(state, walk, walk.before(stop), notice)
        if stop and not stop.complete:
            return self._show(state, walk, walk.reachable(slug), notice)
        if go == "send" and walk.first_open is None and not notice:
            if not any(stop.step.takes_files for stop in walk.stops):
                state.files = []  # the step for them no longer applies
            return self.send(walk, state)
        onward = walk.after(stop) if stop and "returning" not in self.request.POST else None
        return self._show(
            state, walk, walk.reachable(onward.step.slug) if onward else walk.first_open, notice
        )

    def _show(
        self, state: SealedState, walk: Walk, stop: Stop | None, notice: str, returning: bool = False
    ) -> HttpResponse:
        if stop is None:
            return self.show_check(state, walk, notice)
        return self._show_step(state, walk, stop, notice, returning or "returning" in self.request.POST)

    def show_check(self, state: SealedState, walk: Walk, notice: str = "") -> HttpResponse:
        """All answers, each with a way to change it, and the button that sends."""
        token = state.write(self.purpose)
        return self._render(self.check_template, walk=walk, notice=notice, state=token, files=state.files)

    def _show_step(
        self, state: SealedState, walk: Walk, stop: Stop, notice: str = "", returning: bool = False
    ) -> HttpResponse:
        form = self._form_to_show(stop)
        if stop.step.takes_files:
            form.chosen = state.files
        form.carried = {"state": state.write(self.purpose), "step": stop.step.slug}
        if returning:
            form.carried["returning"] = "1"
        if stop.number > 1 and not returning:
            form.other_buttons += (Button(_("Forrige steg"), "go", "back"),)
        return self._render(self.step_template, walk=walk, stop=stop, form=form, notice=notice)

    def _form_to_show(self, stop: Stop) -> Any:
        """With its errors when it was just answered wrongly; otherwise the answers as they stand."""
        stays = bool(self.refused) or not self._going_back
        just_answered = stays and self.request.POST.get("step") == stop.step.slug
        judged = just_answered or stop.complete or not stop.form.is_bound
        return stop.form if judged else _unjudged(stop)

    @property
    def _going_back(self) -> bool:
        return self.request.POST.get("go") == "back"

    def _render(self, template: str, **context: Any) -> HttpResponse:
        return render(self.request, template, context)


def _unjudged(stop: Stop) -> Any:
    """The answers of a step as they stand, without the errors that nobody has asked for yet."""
    return type(stop.form)(initial={name: stop.form[name].value() for name in stop.form.fields})
