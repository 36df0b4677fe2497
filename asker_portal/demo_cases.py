"""Invented reports for the demo, so that the desk has something to show. Every name is made up."""

from typing import Any

from accounts.models import User
from concerns.models import ConcernReport

PRIVATE, PARENT, CHILD = {"who": "private"}, {"who": "parent"}, {"who": "child"}
ANONYMOUS = {"identity": "anonymous", "name": "", "phone": ""}


def _named(name: str, phone: str = "", identity: str = "named") -> dict[str, str]:
    return {"identity": identity, "name": name, "phone": phone, "address": "", "postcode": "", "city": ""}


def _child(name: str, age: str, place: str = "", relation: str = "", **more: Any) -> dict[str, Any]:
    known = "yes" if more.get("address") else "no"
    asked = {"child_name": name, "age": age, "address_known": known, "place": place, "relation": relation}
    return asked | {"more": False} | more


def _worry(text: str, acute: bool = False, **more: str) -> dict[str, Any]:
    return {"text": text, "acute": acute} | more


ON_THE_WEB = [
    {
        "who": PRIVATE,
        "child-1": _child("Ola Granskog", "omtrent 8 år", "Den gule blokka ved lekeplassen"),
        "worry": _worry(
            "Gutten er ofte ute alene etter at det er blitt mørkt. I går gråt han og sa at ingen var hjemme."
            "\n\nDette har vart siden skolestart."
        ),
        "reporter": ANONYMOUS,
    },
    {
        "who": PRIVATE,
        "child-1": _child("Solveig Ekeberget", "5 år", "Barnehagen ved fjorden", "Tante"),
        "worry": _worry("Hun har fortalt at hun er redd for å dra hjem fra barnehagen på fredager."),
        "reporter": _named("Kari Lyngmo", "400 00 010", "hidden"),
    },
    {
        "who": PRIVATE,
        "child-1": _child("", "12–13 år", "Busstoppet ved stasjonen"),
        "worry": _worry("En jente sitter på stasjonen nesten hver kveld til siste buss har gått."),
        "reporter": ANONYMOUS,
    },
    {
        "who": PRIVATE,
        "child-1": _child(
            "Tuva Furulund", "9 år", relation="Nabo", address="Bringebærstien 12", postcode="3470", more=True
        ),
        "child-2": _child("Jonas Furulund", "6 år", address="Bringebærstien 12", postcode="3470", more=True),
        "child-3": _child("", "2 år", address="Bringebærstien 12", postcode="3470"),
        "worry": _worry(
            "Det er høy krangling og knusing av ting nå i kveld. Jeg hører barna skrike.", acute=True
        ),
        "reporter": _named("Per Lyngmo", "400 00 011"),
    },
    {
        "who": PARENT,
        "child-1": _child("Iver Solbakk", "14 år", "Ungdomsskolen"),
        "worry": _worry("Sønnen min er borte om nettene. Jeg når ikke fram, og jeg trenger hjelp."),
        "reporter": _named("Anne Solbakk", "400 00 012"),
    },
    {
        "who": CHILD,
        "reporter": {
            "identity": "named",
            "phone": "400 00 013",
            "contact": "På skolen",
            "name": "Eli Myrvang",
        },
        "you": {"child_name": "Eli Myrvang", "age": "15", "place": "Ungdomsskolen ved elva"},
        "worry": _worry("Mamma drikker, og jeg passer lillebror. Jeg orker ikke mer."),
    },
    {
        "who": PRIVATE,
        "child-1": _child("", "", unborn=True, mother="Ingrid Fjellheim", due="i mars"),
        "worry": _worry("Hun ruser seg, og hun er gravid. Hun har ingen som følger henne opp."),
        "reporter": ANONYMOUS,
    },
    {
        "who": PRIVATE,
        "child-1": _child("Mathilde Bergheim", "10 år", relation="Trener", municipality="Harstad"),
        "worry": _worry("Hun har flyttet til Harstad, og sier at hun ikke tør å være hjemme."),
        "reporter": _named("Nils Lyngmo"),
    },
    {
        "who": {"who": "professional"},
        "agency": {
            "name": "Mona Lyngmo",
            "role": "Kontaktlærer",
            "phone": "400 00 014",
            "email": "mona.lyngmo@skole.example",
            "agency": "Lia skole",
            "orgnr": "",
            "address": "Skoleveien 1",
            "postcode": "3470",
            "city": "Slemmestad",
        },
        "child-1": _child(
            "Aron Granli", "", unborn=False, address="Tyttebærlia 4", postcode="3470", informed=True
        ),
        "guardian-1": {
            "name": "Berit Granli",
            "phone": "",
            "informed": False,
            "reason": "Vi er redd for vold.",
        },
        "worry": _worry(
            "Aron har hatt blåmerker på armene to ganger i høst, og sier at han ikke får fortelle hvorfor.",
            history="Vi har snakket med helsesykepleier og skrevet ned hva vi har sett, med datoer.",
            others="Aron ber oss om ikke å ringe hjem.",
        ),
        "more": {"interpreter": "", "agencies": "Helsesykepleier på skolen"},
    },
]
BY_PHONE = {
    "who": PRIVATE,
    "child-1": _child("Lise Haugli", "7 år", "Blokka bak butikken"),
    "worry": _worry("Hun ringer på hos naboene og spør etter mat."),
    "reporter": ANONYMOUS,
}


def receive_all() -> None:
    """Receive each report as if somebody had sent it. Nothing comes twice."""
    for number, content in enumerate(ON_THE_WEB):
        ConcernReport.receive(content, f"demo {number}")
    # Nobody signs in as this one: whoever entered the call has left.
    names = {"first_name": "Sigurd", "last_name": "Brekkhus", "is_active": False}
    writer, _made = User.objects.get_or_create(username="innbyggerservice", defaults=names)
    ConcernReport.receive(BY_PHONE, "demo by phone", by=writer)
