"""A report of every kind, as somebody answers it: posted, judged by the journey, and as it is stored."""

import copy
import functools

from django.test import override_settings

from concerns.journeys import OPEN, SIGNED_IN, content_of
from concerns.models import ConcernReport

SYNTHETIC = "14838821198"
CHILD = {
    "child_name": "Ola Granskog",
    "age": "8",
    "address_known": "yes",
    "address": "Blåbærveien 3",
    "postcode": "1383",
    "city": "Asker",
    "relation": "nabo",
    "more": "False",
}
SECOND_CHILD = CHILD | {"child_name": "Solveig Granskog", "address_known": "same"}
UNKNOWN = CHILD | {"child_name": "", "address_known": "no", "place": "Busstoppet ved stasjonen"}
ELSEWHERE = CHILD | {"municipality": "Harstad"}
UNBORN = CHILD | {"child_name": "", "unborn": "True", "mother": "Kari Lyngmo", "due": "mars 2027"}
WORRY = {"text": "Han er alene om kvelden.\n\nOfte.", "acute": "False"}
CONTACT = {"name": "Nils Ekeberget", "phone": "400 00 000", "address": "Myrveien 1", "postcode": "1383"}
NAMED = CONTACT | {"identity": "named"}
HIDDEN = CONTACT | {"identity": "hidden"}
ANONYMOUS = {"identity": "anonymous"}
SILENT = {"files": {}, "notice": {"notice": "no"}}
CLIENT = {
    "unborn": "False",
    "child_name": "Ola Granskog",
    "address_known": "yes",
    "address": "Blåbærveien 3",
    "phone": "400 00 003",
    "informed": "False",
    "reason": "Barnet er lite",
    "more": "False",
}
NOT_YET = CLIENT | {"unborn": "True", "due": "mars 2027", "informed": "False"}
GUARDIAN = {"name": "Kari Granskog", "phone": "400 00 004", "informed": "True", "more": "False"}
DUTY = {
    "agency": {
        "name": "Tone Skogly",
        "role": "lærer",
        "phone": "+47 400-00 005",
        "email": "tone.skogly@skole.example.no",
        "agency": "Granskogen skole",
        "orgnr": "974 760 673",
        "address": "Skoleveien 2",
        "postcode": "1384",
        "city": "Asker",
    },
    "worry": {
        "text": "Eleven har blåmerker.",
        "history": "Vi har snakket med helsesykepleier.",
        "others": "Barnet sier at han falt.",
        "acute": "True",
    },
    "more": {"interpreter": "Moren, polsk", "agencies": "PPT\nHelsestasjonen"},
}


def _private(reporter, who="private", **steps):
    child = {"child-1": CHILD} if who != "child" else {}
    return OPEN, {"who": {"who": who}, **child, "worry": WORRY, "reporter": reporter, **SILENT, **steps}


def _duty(**steps):
    own = {"child-1": CLIENT, "guardian-1": GUARDIAN}
    return SIGNED_IN, {"who": {"who": "professional"}, **DUTY, **own, **SILENT, **steps}


KINDS = {
    "private, named": _private(NAMED),
    "private, hidden": _private(HIDDEN),
    "private, anonymous": _private(ANONYMOUS),
    "private, acute": _private(ANONYMOUS, worry=WORRY | {"acute": "True"}),
    "private, several children": _private(
        NAMED, **{"child-1": CHILD | {"more": "True"}, "child-2": SECOND_CHILD}
    ),
    "private, unknown child": _private(ANONYMOUS, **{"child-1": UNKNOWN}),
    "private, unborn": _private(NAMED, **{"child-1": UNBORN}),
    "private, another municipality": _private(NAMED, **{"child-1": ELSEWHERE}),
    "parent, named": _private(NAMED, "parent"),
    "parent, anonymous": _private(ANONYMOUS, "parent"),
    "child, named": _private(
        {"identity": "named", "phone": "400 00 006", "contact": "på skolen"},
        "child",
        you={"child_name": "Ine Lyngmo", "age": "13", "place": "Granskogen skole"},
    ),
    "child, anonymous": _private(ANONYMOUS, "child", you={"age": "13"}),
    "professional": _duty(),
    "professional, with number": _duty(**{"child-1": CLIENT | {"pid": SYNTHETIC}}),
    "professional, unborn": _duty(**{"child-1": NOT_YET}),
    "professional, two guardians": _duty(
        **{
            "guardian-1": GUARDIAN | {"more": "True"},
            "guardian-2": {"name": "Per Granskog", "informed": "False", "reason": "Mistanke om vold"},
        }
    ),
    "professional, several children": _duty(
        **{"child-1": CLIENT | {"more": "True"}, "child-2": CLIENT | {"address_known": "same"}}
    ),
    "professional, another municipality": _duty(**{"child-1": CLIENT | {"municipality": "Harstad"}}),
}


def content(kind: str) -> dict:
    """What is stored of this kind of report. Fails where the journey would not let it be sent."""
    return copy.deepcopy(_walked(kind))


@functools.cache
def _walked(kind: str) -> dict:
    journey, steps = KINDS[kind]
    answers = {slug: {name: [value] for name, value in fields.items()} for slug, fields in steps.items()}
    with override_settings(ALLOW_SYNTHETIC_IDS=True):
        walk = journey.walk(answers)
        left = walk.first_open
    assert left is None, f"{kind}: {left.step.slug} {left.form.errors}"
    return content_of(walk.cleaned)


def received(kind: str, *, files=(), by=None) -> ConcernReport:
    """The same report, sent. Twice is one report, as everywhere."""
    code = ConcernReport.receive(content(kind), f"a {kind}", files=files, by=by)
    return ConcernReport.objects.get(pk=ConcernReport.behind(code).pk)
