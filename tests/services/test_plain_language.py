"""Citizens' texts in bokmål are plain: LIX of every page of the services is 40 at most."""

import pytest

from services import content_sets
from tests.lix import MOST, lix, running_text

PAGES = ["", "finn/", "finn/?svar=1&behov=pause&behov=sosken&behov=fritid&behov=hverdag&behov=bolig"]
PAGES += [f"{entry['slug']}/" for entry in content_sets.read("asker")["services"]]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("", 0),
        ("Du kan ringe.", 3),
        ("Du kan ringe. Vi svarer", 2.5),
        ("Kommunen svarer deg", 3 + 100 / 3),  # one word of three has more than six letters
        ("Ja:\nNei", 1),
        (
            "Kl. 17.00 henter du",
            1.5,
        ),  # numbers are no words, and «Kl.» counts as a sentence
    ],
)
def test_the_measure_itself(text, measure):
    assert lix(text) == pytest.approx(measure)


def test_only_what_is_read_as_text_is_measured():
    html = (
        "<p>Meny</p><main><h1>Tittel</h1><p>Du <a>ringer</a>.</p><ul><li>En ting</li></ul></main><p>Fot</p>"
    )
    assert running_text(html).split("\n")[1:] == ["Du ringer.", "En ting"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_plain(client, asker, page):
    text = running_text(client.get(f"/tjenester/{page}").content.decode())
    assert len(text) > 300
    assert lix(text) <= MOST, round(lix(text), 1)
