"""Citizens' texts in bokmål are plain: LIX of every page of the services is 40 at most."""

import re

import pytest
from django.urls import reverse

from services import carers, content_sets, decisions, following, journeys
from services.views import jobs
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.lix import MOST, lix, running_text
from tests.services.applications import an_application

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


# --- the application and the work as carer --------------------------------------------------------------
STEPS = [*journeys.every_step(), *carers.JOURNEY.steps]
OPEN_PAGES = ("apply", "begin_application", "sign_application", "jobs", "begin_job")
REFERENCE = re.compile(r"\b\w{3}-\w{3}-\w{3}\b")


def words_of(form) -> str:
    """Labels, hints and choices of a form, each on a line, and what it says of each wrong answer."""
    lines = []
    for field in form.base_fields.values():
        lines += [field.label, field.help_text, *field.error_messages.values()]
        lines += [label for _value, label in getattr(field, "choices", [])]
    for of_field in getattr(form, "hints", {}).values():
        lines += of_field.values()
    return "\n".join(str(line) for line in lines if line)


def is_plain(page, where: str) -> None:
    # A reference is no word, though its letters may look like one.
    text = REFERENCE.sub("", running_text(page.content.decode()))
    assert lix(text) <= MOST, (where, round(lix(text), 1), text)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.form.__name__)
def test_what_a_step_asks_is_plain(step):
    text = f"{step.title}\n{words_of(step.form)}"
    assert lix(text) <= MOST, (round(lix(text), 1), text)


def test_the_pages_of_an_application_are_plain(asker):
    """From the first page to the decision: the parent's own, and the second guardian's."""
    parent, worker = citizen(), staff("worker", "Velferdsforvaltning")
    client = signed_in_citizen(parent)
    case = an_application(parent, content={"services": ["bpa"], "guardian": {"second": "named"}})
    own = {name: reverse(f"services:{name}", args=[case.pk]) for name in ("my_application", "my_decision")}
    for where in [*(reverse(f"services:{name}") for name in OPEN_PAGES), own["my_application"]]:
        is_plain(client.get(where), where)
    line = {"outcome": "rejected", "reasons": "Du har fått den hjelpen du trenger."}
    decisions.write(case, by=worker, key="bpa", **line)
    decisions.send(case, by=worker)
    is_plain(client.get(own["my_decision"]), "decision")


@pytest.mark.parametrize("said", [following.HAPPENS, jobs.NEXT], ids=["application", "job"])
def test_what_is_said_of_each_status_is_plain_together(said):
    """One sentence alone is too short to be measured."""
    text = "\n".join(map(str, said.values()))
    assert lix(text) <= MOST, round(lix(text), 1)
