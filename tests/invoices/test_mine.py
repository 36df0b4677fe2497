"""Somebody who signed in: filled in, found again, and nobody else's."""

import pytest

from invoices import letters
from invoices.models import InvoiceRequest
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.invoices.asking import (
    NO_REMINDER,
    SIGNED_IN,
    content,
    go_through,
    heading,
    hidden,
    in_days,
    invoice,
    load_rules,
    post,
    received,
    send,
    split,
)
from tests.invoices.desk import act, clerk, open_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
Status = InvoiceRequest.Status
MANY = {"wish": {"wish": "split", "parts": 6, "until": None, "why": ""}}
YOU = {"name": "Marte Haugsvik"}


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


@pytest.fixture
def person():
    return citizen()


@pytest.fixture
def own(person):
    return signed_in_citizen(person, level="substantial")


def text(page) -> str:
    return page.content.decode().replace("\u00a0", " ")


def address(request) -> str:
    return f"/minside/faktura/{request.pk}/"


def test_the_name_is_filled_in_and_no_way_to_answer_is_asked_for(own):
    page = go_through(own, own.get(SIGNED_IN), invoice(), split())
    assert 'value="Marte Haugsvik"' in text(page)
    assert "Send brev" not in text(page)


def test_the_request_is_found_on_my_page_with_its_plan_and_letter(own, person):
    page = send(own, invoice(), split(), YOU, NO_REMINDER, form=SIGNED_IN)
    mine = person.invoicerequests.get()
    assert address(mine) in text(page)
    assert address(mine) in text(own.get("/minside/"))
    assert text(own.get(address(mine))).count("1 000,00 kr") == 3
    assert own.get(f"{address(mine)}brev/").content.startswith(b"%PDF")


def test_it_is_taken_back_by_a_button_and_never_by_looking(own, person):
    mine = received(citizen=person)
    own.get(address(mine))
    mine.refresh_from_db()
    assert mine.status == Status.GRANTED
    page = own.post(address(mine), {"go": "withdraw"}, follow=True)
    assert "Du har trukket spørsmålet." in text(page)
    assert "Trekk spørsmålet" not in text(page)
    assert own.post(address(mine), {"go": "withdraw"}).status_code == 302, "a second press changes nothing"
    assert mine.ledger.filter(kind="release").count() == 1


def test_each_answer_is_shown_with_its_reason(own, person):
    mine, by = received(citizen=person, content=content(**MANY)), staff("faktura", "Faktura")
    assert "Regelen gir høyst 3 deler." in text(own.get(address(mine)))
    mine.refuse(by=by, reason="not_found", text="Se på fakturaen.")
    page = text(own.get(address(mine)))
    assert "Vi fant ikke fakturaen" in page
    assert "Se på fakturaen." in page
    assert "tel:66700000" in page
    assert "faktura@" not in page
    mine.look_again(by=by)
    assert "En saksbehandler ser på spørsmålet ditt igjen." in text(own.get(address(mine)))
    mine.grant(by=by)
    mine.settle()
    assert "Alt er betalt." in text(own.get(address(mine)))


def test_what_does_not_open_is_said_with_somebody_to_call(own, person):
    mine, other = received(citizen=person), received("other")
    moved = InvoiceRequest.objects.filter(pk=other.pk).values("content")
    InvoiceRequest.objects.filter(pk=mine.pk).update(content=moved)
    for page in (own.get(address(mine)), own.get(f"{address(mine)}brev/")):
        assert page.status_code == 503
        assert "Svaret kan ikke åpnes" in text(page)
        assert "tel:66700000" in text(page)


def test_nobody_elses_request_is_there(own):
    theirs = received(citizen=citizen("20858295896", "Tor Haugsvik"))
    unknown = received("unknown")
    for request in (theirs, unknown):
        assert own.get(address(request)).status_code == 404
        assert own.post(address(request)).status_code == 404
        assert own.get(f"{address(request)}brev/").status_code == 404


def test_what_one_person_began_is_not_taken_up_by_another(own):
    page = go_through(own, own.get(SIGNED_IN), invoice())
    other = signed_in_citizen(citizen("20858295896", "Tor Haugsvik"), level="substantial")
    answer = other.post(SIGNED_IN, hidden(page) | split() | {"go": "next"})
    assert "Vi klarte ikke å hente svarene" in text(answer)
    assert heading(post(own, page, **split())) == "Du som betaler"


def test_messages_go_both_ways_and_once(own, person):
    mine, desk = received(citizen=person), clerk()
    sent = {"text": "Kan jeg få en dag til?", "key": "one"}
    for _press in range(2):
        assert own.post(address(mine), sent).status_code == 302
    assert "Kan jeg få en dag til?" in text(open_case(desk, mine))
    act(desk, mine, "message", text="Ja, til fredag.")
    page = text(own.get(address(mine)))
    assert page.count("Kan jeg få en dag til?") == 1
    assert "Ja, til fredag." in page
    assert "faktura" not in page.split("Kommunen", 1)[1].split("Ja, til fredag.")[0], "no employee's name"
    assert own.post(address(mine), {"text": ""}).status_code == 400


def test_the_desk_writes_only_to_whoever_can_read_it():
    desk, unknown = clerk(), received("unknown")
    assert "Send beskjeden" not in text(open_case(desk, unknown))
    assert act(desk, unknown, "message", text="Hei").status_code == 409


# --- the letter ---------------------------------------------------------------------------------------
@pytest.fixture
def printed(monkeypatch):
    """The data that the letter is set from."""
    seen = {}

    def keep(template, data, *, title, at):
        seen.update(data, title=title)
        return b"%PDF"

    monkeypatch.setattr(letters, "letter", keep)

    def of(request):
        letters.render(request)
        return seen

    return of


def test_a_yes_is_a_letter_with_the_plan_its_cost_and_its_condition(printed):
    letter = printed(received())
    assert letter["title"] == "Du kan betale slik"
    assert [len(table["rows"]) for table in letter["tables"]] == [3]
    words = " ".join([*letter["paragraphs"], *letter["after"]])
    for part in ("Forsinkelsesrente regnes", "hvis det du skrev, stemmer", "NAV", "66 70 00 00"):
        assert part in words


def test_a_no_is_a_letter_with_reason_and_a_person(printed):
    request = received(content=content(**MANY))
    request.refuse(by=staff("faktura", "Faktura"), reason="paid", text="Betalt 3. mai.")
    letter = printed(request)
    words = " ".join(letter["paragraphs"])
    for part in ("Fakturaen er allerede betalt.", "Betalt 3. mai.", "saksbehandler", "66 70 00 00"):
        assert part in words
    assert letter["tables"] == []


@pytest.mark.parametrize(("due", "said"), [(10, "ingen purring"), (-10, "kan det komme en purring")])
def test_while_it_waits_the_letter_says_whether_reminders_stop(printed, due, said):
    request = received(content=content({"due": in_days(due)}, **MANY))
    assert said in " ".join(printed(request)["paragraphs"])


def test_the_letter_is_the_same_each_time_and_holds_what_people_write():
    request = received(content=content({"number": '#"$_*]'}, name="Åse #strong[x] 𓀀"))
    assert letters.render(request) == letters.render(request)
