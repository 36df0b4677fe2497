"""Fills in the report form the way a browser without JavaScript does: post what the page holds."""

import html
import re
from html.parser import HTMLParser

from concerns.models import ConcernReport

FORM = "/bekymringsmelding/skjema/"
SIGNED_IN = "/bekymringsmelding/innlogget/"
PHONE_ENTRY = "/admin/for-innringer/"
CHILD = {
    "child_name": "Ola Granskog",
    "age": "8",
    "address_known": "no",
    "place": "Blåbærveien 3",
    "relation": "nabo",
    "more": "False",
}
OWN_CHILD = {"child_name": "Ola Granskog", "age": "8", "address_known": "no", "more": "False"}
WORRY = {"text": "Han er alene om kvelden.", "acute": "False"}
ANONYMOUS = {"identity": "anonymous"}
NAMED = {"identity": "named", "name": "Kari Lyngmo", "phone": "400 00 000"}
NO_FILES = {}
NO_NOTICE = {"notice": "no"}


class _Inputs(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("type") == "hidden":
            self.hidden[attrs["name"]] = attrs.get("value", "")


def hidden(response) -> dict[str, str]:
    """The hidden fields of the page's form: the sealed answers and the step."""
    return _Inputs(response.content.decode()).hidden


def heading(response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return html.unescape(found.group(1).strip())


def post(client, response, go: str = "next", **answers):
    """Press a button on the page that `response` shows."""
    return client.post(response.request["PATH_INFO"], hidden(response) | answers | {"go": go})


def begin(client, who: str = "private", form: str = FORM):
    """The first page of questions, for this kind of reporter."""
    return post(client, client.get(form), who=who)


def go_through(client, page, *steps):
    """Answer one step after the other; returns the page after the last."""
    for answers in steps:
        page = post(client, page, **answers)
    return page


def to_check_page(client, reporter=ANONYMOUS, child=CHILD, worry=WORRY):
    """A private person's answers, up to the page that shows them all."""
    return go_through(client, begin(client), CHILD | child, WORRY | worry, NO_FILES, reporter, NO_NOTICE)


def send(client, **steps):
    """The whole journey; returns the receipt page."""
    return post(client, to_check_page(client, **steps), go="send")


def code_on(receipt) -> str:
    """The receipt code that the page shows."""
    return re.search(r'class="code">\s*([0-9A-Z-]{29})\s*<', receipt.content.decode()).group(1)


def report_behind(receipt) -> ConcernReport:
    """The report that the receipt's code opens."""
    return ConcernReport.behind(code_on(receipt))
