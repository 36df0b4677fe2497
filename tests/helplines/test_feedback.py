"""«Stemmer ikke nummeret?»: stored without a trace of the sender, and not to be flooded."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from helplines import feedback
from helplines.models import NumberFeedback

FORM = "/hjelpetelefoner/barneverntjenesten/stemmer-ikke/"

pytestmark = pytest.mark.usefixtures("strict_templates", "asker")


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def test_a_message_is_stored_with_the_number_and_the_hour(client):
    response = client.post(FORM, {"message": "Ingen svarer."}, follow=True)
    assert "Takk for at du sa fra" in response.content.decode()
    stored = NumberFeedback.objects.get()
    assert (stored.helpline.slug, stored.digits, stored.message) == (
        "barneverntjenesten",
        "66909700",
        "Ingen svarer.",
    )
    assert (stored.received_at.minute, stored.received_at.second) == (0, 0)


def test_a_press_without_words_is_a_message_too(client):
    client.post(FORM, {"message": ""})
    assert NumberFeedback.objects.count() == 1


def test_a_long_message_is_refused_and_kept(client):
    response = client.post(FORM, {"message": "x" * 501})
    assert response.status_code == 200
    assert "x" * 501 in response.content.decode()
    assert "501" in response.content.decode()
    assert not NumberFeedback.objects.exists()


@pytest.mark.parametrize("message", ["\x00nul", "\u202ebidi", "<script>alert(1)</script>", "\ud800"])
def test_strange_signs_do_no_harm(client, message):
    assert client.post(FORM, {"message": message.encode("utf-8", "surrogatepass")}).status_code in (200, 302)


def test_a_program_that_fills_in_every_box_is_thanked_and_forgotten(client):
    response = client.post(FORM, {"message": "buy", feedback.TRAP: "http://example.com"})
    assert response.status_code == 302
    assert not NumberFeedback.objects.exists()


def test_the_portal_takes_only_so_many_in_an_hour(client, monday_noon, monkeypatch):
    monkeypatch.setattr(feedback, "MOST_PER_HOUR", 2)
    answers = [client.post(FORM, {"message": f"nr {n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "nr 2" in answers[2].content.decode()
    assert NumberFeedback.objects.count() == 2
    monday_noon.shift(timedelta(hours=1))
    assert client.post(FORM, {"message": "neste time"}).status_code == 302


def test_the_form_is_never_kept_by_anybody(client):
    assert "no-store" in client.get(FORM)["Cache-Control"]


def test_without_a_token_nothing_is_stored(client):
    client.handler.enforce_csrf_checks = True
    assert client.post(FORM, {"message": "x"}).status_code == 403
    assert not NumberFeedback.objects.exists()


@pytest.mark.parametrize("rest", ["stemmer-ikke/", "takk/"])
def test_an_unknown_line_is_not_found(client, rest):
    assert client.get(f"/hjelpetelefoner/finnes-ikke/{rest}").status_code == 404
