"""What each kind of reporter is told by letter, and what they are never told (barnevernsloven § 13-5)."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.utils import timezone

from casework.events import Event
from concerns import letters
from concerns.letters import Kind, NoSuchLetter, due_letters, render
from concerns.models import ConcernReport
from tests.concerns.kinds import KINDS, received
from tests.concerns.reports import child_welfare_worker

pytestmark = pytest.mark.django_db
Outcome, Conclusion = ConcernReport.Outcome, ConcernReport.Conclusion
PRIVATE = ["private, named", "private, hidden", "parent, named"]
NO_LETTER = ["private, anonymous", "parent, anonymous", "child, anonymous", "child, named"]


def kinds_of(report):
    return [one.kind for one in due_letters(report)]


def words(monkeypatch, report, kind):
    """What the letter says: title and paragraphs, as they reach typst."""
    seen = {}
    monkeypatch.setattr(letters, "letter", lambda name, data, **rest: seen.update(data, **rest) or b"")
    render(report, kind)
    return seen["title"] + "\n" + "\n".join(seen["paragraphs"]), seen


def decided(report, outcome="", conclusion="", days=0):
    """As the desk's verbs leave it."""
    now = timezone.now() + timedelta(days=days)
    report.outcome, report.reviewed_at = outcome, now if outcome else None
    report.conclusion, report.concluded_at = conclusion, now if conclusion else None
    return report


@pytest.mark.parametrize("kind", PRIVATE)
@pytest.mark.parametrize("outcome", [*Outcome, ""])
def test_a_private_person_hears_that_it_came_and_nothing_more(monkeypatch, kind, outcome):
    report = decided(received(kind), outcome, Conclusion.MEASURES if outcome == "investigation" else "")
    assert kinds_of(report) == [Kind.RECEIPT]
    assert due_letters(report)[0].due == report.feedback_due
    text, _data = words(monkeypatch, report, Kind.RECEIPT)
    assert text == words(monkeypatch, decided(report), Kind.RECEIPT)[0], "an outcome changes no word"
    for kind_of_letter in (Kind.REVIEWED, Kind.CONCLUDED):
        with pytest.raises(NoSuchLetter):
            render(report, kind_of_letter)


@pytest.mark.parametrize("kind", PRIVATE)
def test_only_a_parent_may_ask_what_happens_next(monkeypatch, kind):
    text, _data = words(monkeypatch, received(kind), Kind.RECEIPT)
    assert ("spørre hva som skjer videre" in text) is kind.startswith("parent")
    assert ("taushetsplikt" in text) is not kind.startswith("parent")


@pytest.mark.parametrize("kind", NO_LETTER)
def test_whoever_is_anonymous_and_a_child_get_no_letter(kind):
    report = received(kind)
    assert due_letters(report) == []
    for kind_of_letter in Kind:
        with pytest.raises(NoSuchLetter):
            render(report, kind_of_letter)
    assert "112" in letters.message_text(report)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.INVESTIGATION, "Vi har åpnet undersøkelse."),
        (Outcome.ACUTE, "Vi har åpnet undersøkelse."),
        (Outcome.MERGED, "Vi har en undersøkelse i gang fra før."),
        (Outcome.FORWARDED, "Barnet bor i en annen kommune"),
        (Outcome.DISMISSED, "Vi har ikke åpnet undersøkelse. Meldingen er henlagt"),
        (Outcome.UNFOUNDED, "Vi har ikke åpnet undersøkelse. Meldingen er henlagt"),
    ],
)
def test_a_duty_reporter_hears_whether_an_investigation_was_opened(monkeypatch, outcome, told):
    report = decided(received("professional"), outcome)
    assert kinds_of(report) == [Kind.REVIEWED]
    text, _data = words(monkeypatch, report, Kind.REVIEWED)
    assert told in text


def test_a_review_that_is_late_does_not_hold_back_the_confirmation(monkeypatch):
    report = received("professional")
    assert kinds_of(report) == [Kind.RECEIPT]
    assert "får du vite om vi har åpnet undersøkelse" in words(monkeypatch, report, Kind.RECEIPT)[0]


@pytest.mark.parametrize(
    ("conclusion", "told"),
    [(Conclusion.MEASURES, "Vi følger opp saken videre."), (Conclusion.DISMISSED, "Saken er henlagt.")],
)
def test_a_duty_reporter_hears_that_the_investigation_ended(monkeypatch, conclusion, told):
    report = decided(received("professional"), Outcome.INVESTIGATION, conclusion)
    report.feedback_sent_at = report.reviewed_at
    report.concluded_at += timedelta(days=30)
    assert kinds_of(report) == [Kind.CONCLUDED]
    assert due_letters(report)[0].due == timezone.localdate(report.concluded_at) + timedelta(days=21)
    assert told in words(monkeypatch, report, Kind.CONCLUDED)[0]


def test_a_letter_that_was_sent_is_not_due_again():
    report = received("private, named")
    report.feedback_sent_at = timezone.now()
    assert due_letters(report) == []
    duty = decided(received("professional"), Outcome.INVESTIGATION, Conclusion.MEASURES)
    duty.feedback_sent_at = duty.concluded_at + timedelta(days=1)
    assert due_letters(duty) == []


def test_a_duty_reporter_told_of_the_receipt_alone_is_still_to_hear_of_the_review():
    report = received("professional")
    report.feedback_sent_at = timezone.now()
    assert kinds_of(decided(report, Outcome.DISMISSED, days=1)) == [Kind.REVIEWED]


def test_a_letter_to_a_hidden_reporter_is_marked_for_care(monkeypatch):
    hidden, named = received("private, hidden"), received("private, named")
    assert "nøytral konvolutt" in str(due_letters(hidden)[0].care)
    assert due_letters(named)[0].care == ""
    text, data = words(monkeypatch, hidden, Kind.RECEIPT)
    assert data["care"] == letters.FOR_THE_READER_ALONE
    assert "Vi vurderer det nøye, men kan ikke love det" in text
    assert words(monkeypatch, named, Kind.RECEIPT)[1]["care"] == ""


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(NO_LETTER) - {"private, acute"}))
def test_no_letter_names_the_child_or_what_was_written(monkeypatch, kind):
    report = received(kind)
    if due_letters(report):
        _text, data = words(monkeypatch, report, due_letters(report)[0].kind)
        for secret in ("Granskog,", "Ola", "alene", "blåmerker", "Blåbærveien"):
            assert secret not in str(data)


def test_who_it_goes_to_and_what_it_refers_to(monkeypatch):
    report = received("private, named")
    _text, data = words(monkeypatch, report, Kind.RECEIPT)
    assert data["addressee"] == ["Nils Ekeberget", "", "Myrveien 1", "1383"]
    assert data["facts"][1] == ["Vår referanse", report.reference]
    assert data["footer"] == "Asker kommune, barneverntjenesten, telefon 66 70 00 00"
    duty = words(monkeypatch, received("professional"), Kind.RECEIPT)[1]
    assert duty["addressee"] == ["Tone Skogly", "Granskogen skole", "Skoleveien 2", "1384 Asker"]


def test_printing_leaves_an_event_and_gives_a_tagged_pdf():
    report, by = received("private, named"), child_welfare_worker()
    pdf = pikepdf.open(io.BytesIO(letters.download(report, Kind.RECEIPT, by)))
    assert pdf.Root.MarkInfo.Marked is True
    event = Event.objects.of(report).get(name="letter_printed")
    assert (event.by, event.detail) == (by.get_username(), "receipt")


def test_a_letter_that_is_not_to_be_printed_leaves_no_event():
    report = received("private, anonymous")
    with pytest.raises(NoSuchLetter):
        letters.download(report, Kind.RECEIPT, child_welfare_worker())
    assert not Event.objects.of(report).filter(name="letter_printed").exists()


def test_a_letter_may_bear_another_date():
    report = received("private, named")
    assert render(report, Kind.RECEIPT, on=date(2026, 12, 1)) != render(report, Kind.RECEIPT)
