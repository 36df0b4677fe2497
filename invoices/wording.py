"""The sentences for what the rules said: why a person decides, and what it costs."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoices import money
from invoices.deciding import Invoice
from invoices.interest import Cost
from invoices.reasons import Reason
from invoices.rulebook import Book, Rule

_PLAIN = {
    Reason.WITHIN_RULES: lambda rule: _("Dette er innenfor reglene."),
    Reason.AT_COLLECTOR: lambda rule: _(
        "Fakturaen er sendt til inkasso. Da må du avtale med inkassoselskapet. Spør oss hvis du er i tvil."
    ),
    Reason.NO_RULE: lambda rule: _("Vi har ingen fast regel for slike fakturaer."),
    Reason.AFTER_DUE_DATE: lambda rule: _("Forfallet er passert."),
    Reason.DISCRETION: lambda rule: _("En saksbehandler har sett på saken og sier ja."),
    Reason.NOT_FOUND: lambda rule: _(
        "Vi fant ikke fakturaen ut fra det du skrev. Sjekk tallene, og ring oss gjerne."
    ),
    Reason.NOT_PAYER: lambda rule: _("Den som spør, må være den som skal betale fakturaen."),
    Reason.HAS_PLAN: lambda rule: _("Fakturaen har en avtale fra før. Ring oss hvis den må endres."),
    Reason.PAID: lambda rule: _("Fakturaen er allerede betalt."),
    Reason.LARGE_AMOUNT: lambda rule: _("Beløpet er høyere enn det vi kan si ja til med en gang."),
    Reason.TOO_LONG: lambda rule: _("Utsettelsen er lengre enn reglene gir."),
    Reason.TOO_MANY_PARTS: lambda rule: _("Det er flere deler enn reglene gir."),
    Reason.SMALL_PARTS: lambda rule: _("Delene blir for små."),
}
_WITH_LIMIT = {
    Reason.LARGE_AMOUNT: lambda rule: (
        _("Beløpet er over %(most)s, som er det meste vi kan si ja til med en gang.")
        % {"most": money.shown(rule.largest_amount)}
    ),
    Reason.TOO_LONG: lambda rule: (
        ngettext(
            "Regelen gir høyst %(days)d dag etter forfall.",
            "Regelen gir høyst %(days)d dager etter forfall.",
            rule.max_days,
        )
        % {"days": rule.max_days}
    ),
    Reason.TOO_MANY_PARTS: lambda rule: (
        ngettext("Regelen gir høyst %(parts)d del.", "Regelen gir høyst %(parts)d deler.", rule.max_parts)
        % {"parts": rule.max_parts}
    ),
    Reason.SMALL_PARTS: lambda rule: (
        _("Hver del må være minst %(least)s.") % {"least": money.shown(rule.smallest_part)}
    ),
}


def because(reason: str, rule: Rule | None = None) -> str:
    """Why, as a sentence; with the rule's own limit where the rule is known."""
    say = _WITH_LIMIT.get(reason) if rule else None
    return (say or _PLAIN[reason])(rule)


def rule_in_words(rule: Rule) -> list[str]:
    """What the rule gives, a sentence for each limit."""
    said = []
    if rule.max_days:
        days = ngettext("Utsettelse i høyst %(days)d dag", "Utsettelse i høyst %(days)d dager", rule.max_days)
        said.append(days % {"days": rule.max_days})
    if rule.max_parts > 1:
        said.append(
            _("Høyst %(parts)d deler, hver på minst %(least)s")
            % {"parts": rule.max_parts, "least": money.shown(rule.smallest_part)}
        )
    said.append(_("Beløp opp til %(most)s") % {"most": money.shown(rule.largest_amount)})
    said.append(_("Også etter forfall") if rule.after_due_date else _("Bare før forfall"))
    return said


def interest(cost: Cost, invoice: Invoice) -> list[str]:
    """What late interest will cost, and from when it counts, in one or more sentences."""
    if cost.is_free:
        return [_("Du betaler ikke forsinkelsesrente.")]
    start = _("Forsinkelsesrente regnes fra det første forfallet, %(day)s.") % {
        "day": date_format(invoice.payable, "DATE_FORMAT")
    }
    return [start, *_how_much(cost)]


def _how_much(cost: Cost) -> list[str]:
    said: list[Any] = []
    if cost.ore is None:
        said.append(_("Vi kan ikke si hvor mye, for satsen er ikke lagt inn her ennå."))
    else:
        said.append(_("Til sammen blir det omtrent %(sum)s.") % {"sum": money.shown(cost.ore)})
    if cost.waived:
        said.append(_("Noen av dagene er uten rente."))
    if not cost.verified:
        said.append(_("Satsen er ikke sjekket mot kilden."))
    return said


def rate_in_words(book: Book, day: Any) -> str:
    """The rate of late interest on that day, or that it is not known here."""
    if rate := book.rate(day):
        percent = f"{rate.hundredths / 100:g}".replace(".", ",")
        return _("Satsen er nå %(percent)s prosent i året.") % {"percent": percent}
    return _("Satsen settes av staten hvert halvår. Vi har ikke dagens sats her.")
