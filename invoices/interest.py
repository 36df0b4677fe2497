"""What late interest will cost: simple interest by the day (forsinkelsesrenteloven § 2), from the original
due date.

A rate that nobody has entered is unknown, and so is what it costs: no figure is guessed.
"""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from invoices.deciding import Answer, Ask
from invoices.rulebook import Book, days

HUNDREDTHS = 10_000  # of a per cent, in one
YEAR_DAYS = 365


@dataclass(frozen=True)
class Cost:
    """Late interest of a plan. `ore` is None where the rate of some day is not known.

    waived: on some of the days none is asked. verified: every rate that counts was read in a source.
    """

    ore: int | None
    waived: bool
    verified: bool = True

    @property
    def is_free(self) -> bool:
        return self.ore == 0


def cost(ask: Ask, answer: Answer, book: Book) -> Cost:
    """What all payments of the answer's plan cost in late interest, in whole øre."""
    total, known, waived, verified = Fraction(), True, False, True
    for payment in answer.payments:
        invoice = ask.invoices[payment.invoice]
        for day in days(invoice.payable + timedelta(days=1), payment.due):
            if book.is_waived(invoice.kind, day):
                waived = True
            elif rate := book.rate(day):
                total += Fraction(payment.amount * rate.hundredths, HUNDREDTHS * YEAR_DAYS)
                verified &= rate.verified
            else:
                known = False
    # Half an øre is rounded up.
    return Cost(int(total + Fraction(1, 2)) if known else None, waived, verified)
