"""privat.bekymringsmelding.v2 and offentlig.bekymringsmelding.v2 (KS, 2024), with their rules.

Names are the schemas' own, so that what is read here is what is written there. Where a rule of theirs has
no effect by mistake (`minLength` on the array of children), what was meant holds here. Line breaks are
refused where the pattern is `^(.*)$`, as ECMA 262 reads it.
"""

import functools
import re
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, ClassVar, get_args, get_type_hints

from concerns.forms.fields import EMAIL

# What is not optional has to be there; what is None is left out of the JSON.
Line = Annotated[str, re.compile(r"[^\n\r\u2028\u2029]*")]
Phone = Annotated[str, re.compile(r"\+?[0-9]+([- ][0-9]+)*")]
Email = Annotated[str, re.compile(EMAIL)]
MunicipalityNumber = Annotated[str, re.compile("[0-9]{4}")]
DistrictNumber = Annotated[str, re.compile("[0-9]{2}")]
MOST_GUARDIANS = 2


class DoesNotFit(ValueError):
    """The national schema cannot hold this. Names the place, such as `privatBarn[0].adresse`, no value."""


@dataclass(frozen=True, kw_only=True)
class Address:
    adresselinje1: str
    adresselinje2: str | None = None
    adresselinje3: str | None = None
    postnummer: str | None = None
    poststed: str | None = None


@dataclass(frozen=True, kw_only=True)
class PrivateReporter:
    personnavn: str
    telefonnummer: Phone | None = None
    adresse: Address | None = None


@dataclass(frozen=True, kw_only=True)
class PrivateChild:
    personnavn: str
    antattAlder: str | None = None
    relasjon: str | None = None
    adresse: Address


@dataclass(frozen=True, kw_only=True)
class Agency:
    navn: Line
    orgnr: Line | None = None
    adresse: Address


@dataclass(frozen=True, kw_only=True)
class PublicReporter:
    personnavn: Line
    rolle: Line
    telefonnummer: Phone
    epost: Email
    virksomhet: Agency


@dataclass(frozen=True, kw_only=True)
class PublicChild:
    fnr: str  # empty where it is not known
    ufoedt: bool
    personnavn: Line
    telefonnummer: str | None = None
    adresse: Address
    orientert: bool
    orientertGrunn: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Guardian:
    personnavn: Line
    telefonnummer: Line | None = None
    orientert: bool
    orientertGrunn: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Observation:
    melding: str
    historie: str
    andreSynspunkter: str | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What both kinds have. Raises DoesNotFit, so that there is none that the schema refuses."""

    KIND: ClassVar[str]

    kommunenummer: MunicipalityNumber
    kommunenavn: str
    bydelsnummer: DistrictNumber
    bydelsnavn: str
    sendingstidspunkt: datetime  # with its zone, as RFC 3339 asks
    leveringskanal: str

    def __post_init__(self) -> None:
        self.as_json()

    def as_json(self) -> dict[str, Any]:
        """The report as JSON can hold it, with the schema's names."""
        return _object(self, "")


@dataclass(frozen=True, kw_only=True)
class PrivateReport(Report):
    KIND = "no.ks.fiks.bekymringsmelding.privat.v2"

    privatMelder: PrivateReporter
    privatBarn: tuple[PrivateChild, ...]
    melding: str


@dataclass(frozen=True, kw_only=True)
class PublicReport(Report):
    KIND = "no.ks.fiks.bekymringsmelding.offentlig.v2"

    kommunenavn: Line
    bydelsnavn: Line
    offentligMelder: PublicReporter
    offentligBarn: tuple[PublicChild, ...]
    foresatte: Annotated[tuple[Guardian, ...], MOST_GUARDIANS]
    behovForTolk: str | None = None
    andreHjelpeinstanser: str | None = None
    melding: Observation


def _object(part: Any, path: str) -> dict[str, Any]:
    """A dataclass as JSON, each value held to its rule."""
    rules, made = _rules(type(part)), {}
    for one in fields(part):
        value, place = getattr(part, one.name), f"{path}{one.name}"
        if value is not None:
            made[one.name] = _value(value, rules[one.name], place)
        elif one.default is not None:
            raise DoesNotFit(place)
    return made


def _value(value: Any, rule: Any, place: str) -> Any:
    match value:
        case bool():
            return value
        case str():
            if rule and not rule.fullmatch(value):
                raise DoesNotFit(place)
            return value
        case datetime():
            if value.tzinfo is None:
                raise DoesNotFit(place)
            return value.isoformat()
        case tuple():
            if not 1 <= len(value) <= (rule or len(value)):
                raise DoesNotFit(place)
            return [_object(one, f"{place}[{number}].") for number, one in enumerate(value)]
    return _object(value, f"{place}.")


@functools.cache
def _rules(kind: type) -> dict[str, Any]:
    """By field: the pattern of a text, the greatest length of a list, or None."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: _rule(hint) for name, hint in hints.items()}


def _rule(hint: Any) -> Any:
    """What stands beside the type in Annotated, also where None is allowed."""
    choices = (hint, *get_args(hint))
    return next((one.__metadata__[0] for one in choices if hasattr(one, "__metadata__")), None)
