"""How hard a text is to read: LIX, Björnsson's measure. Below 40 is plain enough for everybody."""

import re
from html.parser import HTMLParser

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
END = re.compile(r"[.!?:]+(?:\s|$)|\n+")
LONG = 7  # letters from which a word counts as long
MOST = 40


def lix(text: str) -> float:
    """Words a sentence, plus the share of long words in per cent. A line of its own is a sentence."""
    words = WORD.findall(text)
    sentences = [part for part in END.split(text) if WORD.search(part)]
    long = [word for word in words if len(word) >= LONG]
    return len(words) / len(sentences) + 100 * len(long) / len(words) if words else 0


class _Reading(HTMLParser):
    """What is read as running text on a page: its paragraphs and list items inside main."""

    def __init__(self):
        super().__init__()
        self.inside, self.depth, self.texts = False, 0, []

    def handle_starttag(self, tag, attrs):
        self.inside |= tag == "main"
        if self.inside and tag in ("p", "li"):
            self.depth += 1
            self.texts.append("\n")

    def handle_endtag(self, tag):
        self.inside &= tag != "main"
        self.depth -= tag in ("p", "li") and self.depth > 0

    def handle_data(self, data):
        if self.depth:
            self.texts.append(data.replace("\n", " "))


def running_text(html: str) -> str:
    """The paragraphs and list items of a page's main part, each on a line."""
    reading = _Reading()
    reading.feed(html)
    return "".join(reading.texts)
