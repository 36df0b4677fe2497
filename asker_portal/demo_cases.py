"""Invented reports for the demo, so that the desk has something to show. Every name is made up."""

from concerns.models import ConcernReport

REPORTS = [
    {
        "who": {"who": "private"},
        "child-1": {
            "child_name": "Ola Granskog",
            "age": "omtrent 8 år",
            "place": "Den gule blokka ved lekeplassen",
            "relation": "Nabo",
        },
        "worry": {
            "text": "Gutten er ofte ute alene etter at det er blitt mørkt. I går gråt han og sa at ingen "
            "var hjemme.\n\nDette har vart siden skolestart."
        },
        "reporter": {"identity": "anonymous", "name": "", "phone": ""},
    },
    {
        "who": {"who": "private"},
        "child-1": {
            "child_name": "Solveig Ekeberget",
            "age": "5 år",
            "place": "Barnehagen ved fjorden",
            "relation": "Tante",
        },
        "worry": {"text": "Hun har fortalt at hun er redd for å dra hjem fra barnehagen på fredager."},
        "reporter": {"identity": "named", "name": "Kari Lyngmo", "phone": ""},
    },
    {
        "who": {"who": "private"},
        "child-1": {"child_name": "", "age": "12–13 år", "place": "Busstoppet ved stasjonen", "relation": ""},
        "worry": {"text": "En jente sitter på stasjonen nesten hver kveld til siste buss har gått."},
        "reporter": {"identity": "anonymous", "name": "", "phone": ""},
    },
]


def receive_all() -> None:
    """Receive each report as if somebody had sent it. Nothing comes twice."""
    for number, answers in enumerate(REPORTS):
        ConcernReport.receive(answers, f"demo {number}")
