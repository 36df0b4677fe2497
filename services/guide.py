"""«Finn tjenesten»: from what a family needs to the services that may help, and why.

The guide decides nothing and leaves nobody out: it asks for no age, no diagnosis and no name, it proposes
and never refuses, and whoever it has no proposal for is shown a person to call. Each reason stands on what
the municipality itself says of the service, so a proposal is never made without one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.models import ServiceType

Key = ServiceType.Key


@dataclass(frozen=True)
class Need:
    """One box to tick. `reasons` holds, by service, why it may help; none of them for «noe annet»."""

    key: str
    label: Promise
    reasons: dict[Key, Promise]


@dataclass(frozen=True)
class Proposal:
    """A service that may help, with every reason for it."""

    service: ServiceType
    reasons: list[Promise]


NEEDS = (
    Need(
        "pause",
        _("Jeg trenger pause og hvile"),
        {
            Key.INDIVIDUAL_RESPITE: _("En avlaster kan være sammen med barnet, så du får pause."),
            Key.RESIDENTIAL_RESPITE: _("Barnet kan være på en institusjon en stund, så du får pause."),
            Key.BPA: _("Assistenter kan ta over noe av omsorgen, så du får pause."),
        },
    ),
    Need(
        "sosken",
        _("Søsken trenger mer tid med oss foreldre"),
        {
            Key.INDIVIDUAL_RESPITE: _("Når barnet er hos en avlaster, får søsken tid alene med dere."),
            Key.RESIDENTIAL_RESPITE: _("Når barnet er på en institusjon, får søsken tid alene med dere."),
        },
    ),
    Need(
        "fritid",
        _("Barnet trenger hjelp til å ha en aktiv fritid"),
        {
            Key.SUPPORT_CONTACT: _("En støttekontakt kan bli med barnet på det det liker å gjøre."),
            Key.BPA: _("Assistenter kan bli med barnet i fritiden også."),
        },
    ),
    Need(
        "hverdag",
        _("Barnet trenger mye hjelp hver dag"),
        {
            Key.BPA: _("Trenger barnet mye hjelp til mange ting, kan dere få assistenter som du selv leder."),
            Key.CARERS_ALLOWANCE: _("Gir du selv mye av hjelpen, kan du få penger for det."),
        },
    ),
    Need(
        "okonomi",
        _("Omsorgen går ut over jobben eller økonomien min"),
        {
            Key.CARERS_ALLOWANCE: _(
                "Gir du langt mer omsorg enn det som er vanlig, kan du få penger hver måned."
            )
        },
    ),
    Need(
        "mange",
        _("Vi har mange tjenester å holde styr på"),
        {Key.INDIVIDUAL_PLAN: _("Med en plan får dere én kontaktperson, og hjelp til å samle trådene.")},
    ),
    Need(
        "etter-skolen",
        _("Ungdommen trenger et sted å være etter skolen"),
        {
            Key.AFTER_SCHOOL: _("Elever i videregående kan få noe fast å gjøre etter skolen."),
            Key.SUPPORT_CONTACT: _(
                "Går barnet ikke i videregående, kan en støttekontakt være sammen med det."
            ),
        },
    ),
    Need(
        "bolig",
        _("Det går ikke lenger at barnet bor hjemme hele tiden"),
        {
            Key.CHILDRENS_RESIDENCE: _(
                "I en barnebolig bor barnet fast, og du har fortsatt foreldreansvaret."
            ),
            Key.RESIDENTIAL_RESPITE: _("Barnet kan være borte i perioder, uten å flytte hjemmefra."),
        },
    ),
    Need("annet", _("Noe annet, eller jeg vet ikke"), {}),
)
SEVERAL = _("Trenger dere flere tjenester over lang tid, kan én plan samle dem.")


def chosen(keys: Collection[str]) -> list[Need]:
    """The needs of these keys, in the guide's order. What is no key of ours is passed over."""
    return [need for need in NEEDS if need.key in keys]


def proposals(needs: Iterable[Need], services: Iterable[ServiceType]) -> list[Proposal]:
    """Those of the services that may meet one of the needs, the most reasons first.

    Among as many reasons the services keep their own order. None at all is a possible answer.
    """
    found = [Proposal(service, _reasons(list(needs), service)) for service in services]
    return sorted((each for each in found if each.reasons), key=lambda each: -len(each.reasons))


def _reasons(needs: list[Need], service: ServiceType) -> list[Promise]:
    reasons = [need.reasons[service.key] for need in needs if service.key in need.reasons]
    several = sum(bool(need.reasons) for need in needs) > 1
    if service.key == Key.INDIVIDUAL_PLAN and several and not reasons:
        return [SEVERAL]
    return reasons
