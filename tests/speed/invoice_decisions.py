"""How long the rules take: `.venv/bin/python -m tests.speed.invoice_decisions`.

Decides 10,000 generated requests, and a tenth of them, and says how the time grew. Stops with 1 when it
takes 10 seconds or more, or when an answer is not the same twice, has no reason, or does not sum to the øre.
"""

import os
import random
import sys
import time
from collections import Counter
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from invoices.deciding import Answer, Ask, Invoice, decide  # noqa: E402
from invoices.kinds import Kind  # noqa: E402
from invoices.reasons import Outcome, Reason, Wish  # noqa: E402
from invoices.rulebook import Book, Rule  # noqa: E402
from invoices.working_days import working_day  # noqa: E402

MANY, FEW, MOST_SECONDS = 10_000, 1_000, 10
TODAY = date(2026, 11, 30)


def book() -> Book:
    """Rules for four of the kinds, a change of them at new year, and none for the rest."""
    kinds = (Kind.KINDERGARTEN, Kind.AFTER_SCHOOL, Kind.FEES, Kind.CARE)
    spans = ((date(2026, 1, 1), date(2026, 12, 31), 30, 3), (date(2027, 1, 1), None, 60, 6))
    return Book(
        1,
        tuple(
            Rule(first, last, kind, days, parts, 300_00, 20_000_00, 14, kind == Kind.CARE, "made up", True)
            for kind in kinds
            for first, last, days, parts in spans
        ),
    )


def asks(count: int, seed: int = 1) -> list[Ask]:
    """Requests within the rules and beyond them, by a fixed seed."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [_ask(dice) for _number in range(count)]


def _ask(dice: random.Random) -> Ask:
    asked = TODAY + timedelta(days=dice.randrange(120))
    invoices = tuple(
        Invoice(
            dice.choice(Kind.values),
            dice.randrange(1, 3_000_000),
            asked + timedelta(days=dice.randrange(-20, 60)),
            dice.random() < 0.05,
        )
        for _number in range(dice.choice((1, 1, 1, 2, 6)))
    )
    if dice.random() < 0.5:
        return Ask(Wish.SPLIT, invoices, asked, asked, parts=dice.randrange(2, 25))
    return Ask(Wish.DEFER, invoices, asked, asked, until=asked + timedelta(days=dice.randrange(120)))


def faults(ask: Ask, answer: Answer, rules: Book) -> list[str]:
    """What is wrong with an answer; nothing, if all is well."""
    said = []
    if decide(Ask.from_json(ask.as_json()), rules) != answer:
        said.append("another answer the second time")
    if not answer.because or answer.outcome == Outcome.NO:
        said.append("a no of the rules, or no reason")
    if (answer.outcome == Outcome.YES) != (answer.reasons == [Reason.WITHIN_RULES]):
        said.append("reason and answer do not fit")
    sums = Counter()
    for payment in answer.payments:
        sums[payment.invoice] += payment.amount
        said += [] if working_day(payment.due) == payment.due else ["paid on a holiday"]
    if [sums[place] for place in range(len(ask.invoices))] != [one.amount for one in ask.invoices]:
        said.append("a sum that is not the invoice's")
    return said


def seconds(some: list[Ask], rules: Book) -> tuple[float, list[Answer]]:
    working_day.cache_clear()
    start = time.perf_counter()
    answers = [decide(ask, rules) for ask in some]
    return time.perf_counter() - start, answers


def main() -> int:
    rules, many = book(), asks(MANY)
    few_took, _answers = seconds(many[:FEW], rules)
    took, answers = seconds(many, rules)
    wrong = Counter(
        one for ask, answer in zip(many, answers, strict=True) for one in faults(ask, answer, rules)
    )
    outcomes = Counter(str(answer.outcome) for answer in answers)
    print(
        f"{MANY} requests decided in {took:.2f} s ({FEW} in {few_took:.2f} s: grows {took / few_took:.1f} x)"
    )
    print(f"answers: {dict(outcomes)}; faults: {dict(wrong)}")
    return int(took >= MOST_SECONDS or bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
