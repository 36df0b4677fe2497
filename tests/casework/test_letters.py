"""Papers: the same bytes each time, readable by a screen reader, and whatever people write in them."""

import io
import time
from datetime import UTC, datetime

import pikepdf
import pytest

from casework import letters
from casework.letters import CannotPrint, letter, printable

AT = datetime(2026, 11, 24, 8, 0, 0, 5, tzinfo=UTC)
LETTER = {
    "sender": "Asker kommune",
    "footer": "Asker kommune",
    "care": "",
    "addressee": ["Kari Lyngmo", "Blåbærveien 3"],
    "facts": [["Dato", "24. november 2026"]],
    "paragraphs": ["Vi har fått meldingen din."],
    "signature": ["Barneverntjenesten"],
}
DOCUMENT = {
    "sender": "Asker kommune",
    "footer": "Asker kommune",
    "warning": "Skjult",
    "head": ["Spørsmål", "Svar"],
    "parts": [{"heading": "Barnet", "rows": [["Navn", "Ola"], ["Alder", "8"]], "paragraphs": ["Slutt"]}],
}


def made(template="letter", **changes):
    data = (LETTER if template == "letter" else DOCUMENT) | changes
    return pikepdf.open(io.BytesIO(letter(template, data, title="Et brev til Kari", at=AT)))


def elements(node):
    """Each structure element below a node."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("template", ["letter", "document"])
def test_a_paper_says_that_it_is_archivable_and_accessible(template):
    pdf = made(template)
    assert pdf.Root.MarkInfo.Marked is True
    assert str(pdf.Root.Lang) == "nb-NO"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert meta["dc:title"] == "Et brev til Kari"


def test_headings_and_table_heads_are_marked_as_such():
    pdf = made("document")
    found = list(elements(pdf.Root.StructTreeRoot))
    kinds = [str(one.S) for one in found]
    assert (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/TD")) == (1, 1, 4)
    heads = [one for one in found if one.S == "/TH"]
    assert [str(head.A[0].Scope) for head in heads] == ["/Column", "/Column"]


def test_the_same_input_gives_the_same_bytes():
    assert letter("letter", LETTER, title="x", at=AT) == letter("letter", LETTER, title="x", at=AT)


def test_what_people_write_is_not_markup():
    """Read in as code, the first would stop the paper and the second run."""
    made(paragraphs=['#panic("x")', '#read("/etc/passwd") *fet* $x$ \\ `x` @nobody <label>'])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Han sa 😢 og gikk", "Han sa [crying face] og gikk"),
        ("Čáhci ŋ «å» – ja …", "Čáhci ŋ «å» – ja …"),
        ("Привет مرحبا", "Привет مرحبا"),
        ("\ue000", "[ukjent tegn]"),
        ("日", "[cjk unified ideograph-65e5]"),
        ("x" * 41, "x" * 40 + "\u200bx"),
    ],
)
def test_a_sign_no_font_has_is_printed_by_its_name(written, printed):
    assert printable({"a": [written]}) == {"a": [printed]}
    made(paragraphs=[written])


def test_a_missing_font_fails(tmp_path, settings):
    folder = tmp_path / "templates" / "letters"
    folder.mkdir(parents=True)
    text = '#set text(font: "Nowhere Sans")\n#set document(title: "x")\nHei'
    (folder / "plain.typ").write_text(text)
    settings.BASE_DIR = tmp_path
    with pytest.raises(CannotPrint, match="nowhere sans"):
        letter("plain", {}, title="x", at=AT)


def test_a_failure_does_not_quote_what_was_written(monkeypatch):
    monkeypatch.setattr(letters, "printable", lambda data: data)
    with pytest.raises(CannotPrint) as failure:
        made(paragraphs=["hemmelig 😢"])
    assert str(failure.value) == "letter.typ"
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__


def test_a_letter_takes_less_than_a_tenth_of_a_second_once_warm():
    made()
    begun = time.perf_counter()
    letter("letter", LETTER | {"paragraphs": ["Nytt avsnitt. " * 200] * 5}, title="y", at=AT)
    assert time.perf_counter() - begun < 0.1
