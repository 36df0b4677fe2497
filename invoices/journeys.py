"""The form in steps: each invoice, what is wished, who pays, and whether to remind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.steps import Answers, Cleaned, Journey, Step, Walk
from invoices import forms
from invoices.deciding import Ask, Invoice
from invoices.money import Ore

MOST_INVOICES = 6


class InvoiceJourney(Journey):
    """A journey whose wish is judged with the invoices it is about."""

    def walk(self, answers: Answers) -> Walk:
        """As any journey; a deferral to a day before everything falls due is asked for anew."""
        walk = super().walk(answers)
        if (ask := ask_of(walk.cleaned)) and ask.changes_nothing:
            stop = walk.stop("wish")
            assert stop is not None  # noqa: S101 - there is a wish
            stop.form.add_error(
                "until", gettext("Velg en dag etter forfallet. Fram til da kan du betale som vanlig")
            )
            del walk.cleaned["wish"]
        return walk


def _more(number: int) -> Callable[[Cleaned], bool]:
    return lambda cleaned: cleaned.get(f"invoice-{number}", {}).get("more") is True


def _invoices() -> Iterator[Step]:
    """A step for each invoice; each asks whether there is one more."""
    yield Step("invoice-1", _("Fakturaen"), forms.InvoiceForm)
    for number in range(2, MOST_INVOICES + 1):
        form = forms.LastInvoiceForm if number == MOST_INVOICES else forms.InvoiceForm
        title = format_lazy(_("Faktura {number}"), number=number)
        yield Step(f"invoice-{number}", title, form, _more(number - 1))


WISH = Step("wish", _("Senere eller i deler"), forms.WishForm, intro="invoices/intro_wish.html")
YOU = _("Du som betaler")
REMINDER = Step("reminder", _("Påminnelse"), forms.ReminderForm, intro="invoices/intro_reminder.html")
OPEN = InvoiceJourney(*_invoices(), WISH, Step("you", YOU, forms.YouForm), REMINDER)
SIGNED_IN = InvoiceJourney(*_invoices(), WISH, Step("you", YOU, forms.SignedInYouForm), REMINDER)


def invoices_of(cleaned: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The answers about each invoice, in order."""
    slugs = (f"invoice-{number}" for number in range(1, MOST_INVOICES + 1))
    return [cleaned[slug] for slug in slugs if slug in cleaned]


def contact_of(cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Where to remind, for those who asked for it."""
    answers = cleaned.get("reminder", {})
    return {way: answers[way] for way in ("email", "mobile") if answers.get(way)}


def ask_of(content: Mapping[str, Any], *, asked_on: date | None = None, on: date | None = None) -> Ask | None:
    """What is asked for, as the rules see it; None before the wish is known. Days are today unless given."""
    if "wish" not in content:
        return None
    today = timezone.localdate()
    wish = content["wish"]
    return Ask(
        wish=wish["wish"],
        invoices=tuple(
            Invoice(one["kind"], int(one["amount"]), one["due"], one["at_collector"])
            for one in invoices_of(content)
        ),
        asked_on=asked_on or today,
        decided_on=on or today,
        until=wish["until"],
        parts=wish["parts"] or 0,
    )


def sections(content: Mapping[str, Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """A request as it was asked: the title of each answered step, with its questions and answers."""
    journey = OPEN if "answer_by" in content.get("you", {}) else SIGNED_IN
    steps = (step for step in journey.steps if step.slug in content)
    return [(step.title, list(step.rows(content[step.slug]))) for step in steps]


def from_json(stored: Mapping[str, Any]) -> Cleaned:
    """The answers as they were given, from what JSON made of them: dates and amounts again what they were."""
    return {slug: {name: _typed(name, value) for name, value in one.items()} for slug, one in stored.items()}


def _typed(name: str, value: Any) -> Any:
    if name in ("due", "until") and isinstance(value, str):
        return date.fromisoformat(value)
    return Ore(value) if name == "amount" else value
