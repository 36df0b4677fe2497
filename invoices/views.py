"""The first page, the form without and with login, its receipt, and what a citizen finds on My page."""

import contextlib
import functools
import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.citizens import citizen_required
from casework import access, messages
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.encryption import CannotOpen, seal, unseal
from casework.fields import shown
from casework.sealed_journey import SealedJourneyView, SealedState
from casework.steps import Stop, Walk
from invoices import journeys, letters, wording
from invoices.forms import MessageForm
from invoices.kinds import Kind
from invoices.models import InvoiceRequest, RulesVersion
from invoices.outlook import Outlook
from invoices.payment_references import is_plausible
from invoices.rulebook import Book

alarm = logging.getLogger("portal.alarm")

LETTER = "invoice letter"  # what a receipt's sealed token opens


def readable_or_said(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view; where what is stored cannot be opened, an alarm, and a page that says so and who to call."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CannotOpen:
            alarm.error("cannot_open", extra={"model": "invoices.invoicerequest"})
            return render(request, "invoices/unreadable.html", status=503)

    return wrapped


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be asked for, by which rules, what it costs, and who to call."""
    book, today = RulesVersion.current(), timezone.localdate()
    context = {"rules": rules_in_words(book, Kind), "rate": wording.rate_in_words(book, today)}
    context["examples"] = any(rule.is_example and rule.holds_on(today) for rule in book.rules)
    return render(request, "invoices/start.html", context)


def rules_in_words(book: Book, kinds: Any) -> list[tuple[Any, list[str]]]:
    """What today's rules give, with the kinds they are for; nothing where a person always decides."""
    today, given = timezone.localdate(), {}
    for kind in kinds:
        rule = book.rule(kind, today)
        said = tuple(wording.rule_in_words(rule)) if rule else ()
        given.setdefault(said, []).append(str(Kind(kind).label))
    return [(", ".join(labels), list(said)) for said, labels in given.items()]


@method_decorator(login_not_required, name="dispatch")
class InvoiceView(SealedJourneyView):
    """A request without signing in."""

    journey = journeys.OPEN
    purpose = "invoice request"
    step_template = "invoices/step.html"
    check_template = "invoices/check.html"
    receipt_template = "invoices/receipt.html"

    @property
    def sender(self) -> dict[str, Any]:
        """Who asks: here, nobody who is known."""
        return {}

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        """Answer at once, once it is stored; if it cannot be, keep everything and say so."""
        try:
            stored = InvoiceRequest.ask(walk.cleaned, state.submission_key, **self.sender)
        except (DatabaseError, InvoiceRequest.DoesNotExist) as error:
            alarm.error("invoice_request_not_stored", extra={"error": type(error).__name__})
            return self.not_sent(walk, state)
        return self._render(self.receipt_template, walk=walk, **receipt(stored))

    def not_sent(self, walk: Walk, state: SealedState) -> HttpResponse:
        notice = _("Spørsmålet er ikke sendt. Svarene dine er her ennå. Prøv igjen om litt, eller ring.")
        response = self.show_check(state, walk, notice)
        response.status_code = 503
        return response

    def _answer(self, state: SealedState, slug: str, go: str, notice: str) -> HttpResponse:
        if go == "preview":
            walk = self.journey.walk(state.answers)
            return self._show(state, walk, walk.reachable(slug), notice)
        return super()._answer(state, slug, go, notice)

    def _render(self, template: str, **context: Any) -> HttpResponse:
        walk, stop = context["walk"], context.get("stop")
        if template == self.check_template or (stop and stop.step is journeys.WISH):
            context |= before_sending(walk)
        return super()._render(template, **context)


@method_decorator(citizen_required(level="substantial"), name="dispatch")
class SignedInInvoiceView(InvoiceView):
    """A request by somebody who signed in: it stands on My page, and asks less."""

    journey = journeys.SIGNED_IN

    @property
    def sender(self) -> dict[str, Any]:
        return {"citizen": self.request.user}

    @property
    def purpose(self) -> str:
        """What was begun by one person is not taken up by the next at the same machine."""
        return f"invoice request by {self.request.user.pk}"

    def _form_to_show(self, stop: Stop) -> Any:
        form = super()._form_to_show(stop)
        if stop.step.slug == "you" and not form.is_bound and not form.initial:
            form.initial = {"name": shown(self.request.user.citizen, "name")}
        return form


def before_sending(walk: Walk) -> dict[str, Any]:
    """What somebody sees before they decide: the rules, the plan, its cost, and what looks wrong."""
    book = RulesVersion.current()
    asked = journeys.invoices_of(walk.cleaned)
    return {
        "outlook": Outlook.before(walk.cleaned, book),
        "rules": rules_in_words(book, dict.fromkeys(one["kind"] for one in asked)),
        "rate": wording.rate_in_words(book, timezone.localdate()),
        "strange": [
            (stop.step, kid)
            for stop in walk.stops
            if (kid := walk.cleaned.get(stop.step.slug, {}).get("kid")) and not is_plausible(kid)
        ],
    }


def receipt(stored: InvoiceRequest) -> Mapping[str, Any]:
    """The reference, the answer, and a sealed token by which this page alone fetches the letter."""
    decision = stored.latest
    return {
        "stored": stored,
        "outlook": decision.outlook,
        "written": decision.text,
        "held": stored.is_held,
        "token": seal(str(stored.pk), purpose=LETTER),
    }


@login_not_required
@never_cache
@require_POST
@readable_or_said
def letter(request: HttpRequest) -> HttpResponse:
    """The decision as PDF, for whoever has the receipt on the screen."""
    try:
        pk = unseal(request.POST.get("token", ""), purpose=LETTER)
    except CannotOpen as error:
        raise SuspiciousOperation from error
    return letters.response(get_object_or_404(InvoiceRequest, pk=pk))


@citizen_required(level="substantial")
@readable_or_said
def mine(request: HttpRequest, pk: Any) -> HttpResponse:
    """One's own request: the answer, the plan, the messages, and a way to take it back."""
    own = get_object_or_404(request.user.invoicerequests, pk=pk)
    if request.method != "POST":
        return _page(request, own, MessageForm())
    if request.POST.get("go") == "withdraw":
        with contextlib.suppress(TransitionRefused, ChangedMeanwhile):
            own.withdraw(by=request.user)
        return redirect("invoices:mine", pk=pk)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, own, form, status=400)
    try:
        key = request.POST.get("key") or secrets.token_urlsafe(16)
        messages.post_from_citizen(own, form.cleaned_data["text"], by=request.user, submission_key=key)
    except messages.TooMany:
        form.add_error("text", _("Du har skrevet mange ganger. Vent en time, eller ring."))
        return _page(request, own, form, status=429)
    return redirect("invoices:mine", pk=pk)


def _page(request: HttpRequest, own: InvoiceRequest, form: MessageForm, status: int = 200) -> HttpResponse:
    form.carried = {"key": secrets.token_urlsafe(16)}
    context = dict(receipt(own)) | {
        "may_withdraw": own.may_move_to(InvoiceRequest.Status.WITHDRAWN),
        "thread": messages.thread(own),
        "readers": access.readers(own),
        "form": form,
    }
    return render(request, "invoices/mine.html", context, status=status)


@require_safe
@citizen_required(level="substantial")
@readable_or_said
def my_letter(request: HttpRequest, pk: Any) -> HttpResponse:
    return letters.response(get_object_or_404(request.user.invoicerequests, pk=pk))
