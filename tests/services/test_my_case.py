"""The applicant's own case: read, written to, withdrawn, taken along, and seen by nobody else."""

import io
import json

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from casework import access, messages
from casework.letters import CannotPrint
from services import decisions, letters, papers
from services.models import Appeal, CareApplication, Decision, IndividualPlan, InterimReply, Provider
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.casework import sample_files
from tests.services.applications import an_application

pytestmark = pytest.mark.django_db
Status = CareApplication.Status


@pytest.fixture
def parent():
    user = citizen()
    client = signed_in_citizen(user)
    client.user = user
    return client


@pytest.fixture
def case(parent):
    return an_application(parent.user)


@pytest.fixture
def worker():
    return staff("worker", "Velferdsforvaltning")


def address(case, name="my_application") -> str:
    return reverse(f"services:{name}", args=[case.pk])


MONTH, WEEKS = "Senest 10. juni 2026", "Senest 17. juni 2026"
# Each status, and what comes of an interim reply or a letter in the post: one date, or one sentence why not.
DATES = [
    (Status.RECEIVED, {}, MONTH),
    (Status.MAPPING, {}, MONTH),
    (Status.MORE_ASKED, {}, MONTH),
    (Status.ASSESSING, {}, MONTH),
    (Status.RECEIVED, {"interim": "2026-07-01"}, "Senest 1. juli 2026"),
    (Status.MAPPING, {"interim": "2026-07-01"}, "Senest 1. juli 2026"),
    (Status.MORE_ASKED, {"interim": "2026-07-01"}, "Når det er kommet, får du en ny dato"),
    (Status.ASSESSING, {"interim": "2026-07-01"}, "Senest 1. juli 2026"),
    (Status.ASSESSING, {"interim": None}, "Vi har ikke satt en ny dato ennå"),
    (Status.DECIDED, {"notified": "2026-05-20T12:00+02:00"}, WEEKS),
    (Status.DECIDED, {}, "den dagen vi sender deg brevet i posten"),
    (Status.APPEALED, {"appealed": "2026-06-01T12:00+02:00"}, "Senest 1. juli 2026"),
    (Status.APPEALED, {}, "Vi har ikke satt en ny dato ennå"),
    (Status.FORWARDED, {}, "Vi vet ikke når de svarer"),
    (Status.WITHDRAWN, {}, "Ingen frist løper"),
    (Status.CLOSED, {}, "Ingen frist løper"),
]


def test_the_dates_are_there_for_every_status():
    assert {status for status, _situation, _told in DATES} == set(Status)


@pytest.mark.parametrize(("status", "situation", "told"), DATES)
def test_applicant_caseworker_and_papers_say_the_same_date_or_why_there_is_none(
    parent, worker, at_the_desk, status, situation, told
):
    with time_machine.travel("2026-05-10 12:00+02:00", tick=False):
        case = an_application(parent.user)
        case.assign(worker, by=worker)
    changes = {"status": status, "notified_at": situation.get("notified")}
    if "interim" in situation:
        InterimReply.objects.create(application=case, promised_on=situation["interim"])
        changes["interim_sent_at"] = timezone.now()
    if "appealed" in situation:
        Appeal.objects.create(application=case, text="Nei.", at=situation["appealed"])
    CareApplication.objects.update(**changes)
    page = parent.get(address(case)).text
    desk = at_the_desk(worker).get(reverse("admin:services_careapplication_change", args=[case.pk])).text
    data = json.loads(parent.get(address(case, "application_json")).content)
    assert told in page
    assert told in desk
    assert told in data["next_date"]["when"]
    assert str(status.label) in page


def test_messages_go_both_ways_and_pressed_twice_are_one(parent, case, worker):
    messages.post_from_desk(case, "Send oss legeerklæringen.", by=worker)
    page = parent.get(address(case))
    assert "Send oss legeerklæringen." in page.text
    assert "worker" not in page.text
    state = page.context["form"].carried["state"]
    for _press in range(2):
        parent.post(address(case), {"text": "Her er den.", "state": state})
    assert parent.get(address(case)).text.count("Her er den.") == 1


def test_a_file_comes_after_sending_and_waits_for_its_message(parent, case):
    image = io.BytesIO(sample_files.jpeg())
    image.name = "erklaering.jpg"
    page = parent.post(address(case), {"text": "Her er", "attachments": image, "go": "add"})
    assert page.status_code == 200
    assert "erklaering.jpg" in page.text
    assert not case.messages.exists()
    sent = parent.post(address(case), {"text": "Her er", "state": page.context["form"].carried["state"]})
    assert sent.status_code == 302
    assert case.files.get().name == "erklaering.jpg"


def test_a_file_that_lies_about_its_type_is_refused_and_the_text_is_kept(parent, case):
    lie = io.BytesIO(b"MZ not an image")
    lie.name = "bilde.jpg"
    page = parent.post(address(case), {"text": "Se bildet", "attachments": lie})
    assert page.status_code == 400
    assert "bilde.jpg" in page.text
    assert "Se bildet" in page.text
    assert not case.messages.exists()


def test_nothing_is_not_sent(parent, case):
    page = parent.post(address(case), {"text": ""})
    assert page.status_code == 400
    assert "Skriv noe" in page.text


def test_withdrawing_asks_first_and_is_done_by_a_post(parent, case):
    assert "Ja, trekk søknaden" in parent.get(address(case, "withdraw_application")).text
    case.refresh_from_db()
    assert case.status == Status.RECEIVED
    parent.post(address(case, "withdraw_application"))
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert parent.post(address(case, "withdraw_application")).status_code == 409


def test_who_has_read_it_is_said_by_role_and_never_by_name(parent, case, worker):
    assert "Ingen har åpnet den ennå" in parent.get(address(case)).text
    access.record(worker, access.AccessEntry.Action.OPENED, [case])
    access.record(worker, access.AccessEntry.Action.LISTED, [case])
    page = parent.get(address(case)).text
    assert page.count("Velferdsforvaltning</li>") == 1
    assert "worker" not in page


def test_the_receipt_and_the_export_hold_what_was_sent(parent, case, worker, monkeypatch):
    messages.post_from_desk(case, "Vi ringer på mandag.", by=worker)
    receipt = parent.get(address(case, "application_receipt"))
    assert receipt.content.startswith(b"%PDF-")
    assert "no-store" in receipt["Cache-Control"]
    printed = lambda template, data, **about: json.dumps(data, ensure_ascii=False).encode()  # noqa: E731
    monkeypatch.setattr(papers, "letter", printed)
    everything = parent.get(address(case, "application_pdf")).text
    assert "Ola Granskog" in everything
    assert "Vi ringer på mandag." in everything
    data = json.loads(parent.get(address(case, "application_json")).content)
    assert data["answers"]["child"] == {"child_name": "Ola Granskog"}
    assert data["messages"][0]["text"] == "Vi ringer på mandag."
    assert "worker" not in json.dumps(data)


def decided(case, worker) -> None:
    """A grant of BPA with a provider, an appeal and a plan."""
    line = {"outcome": "granted", "what": "Assistanse hjemme", "reasons": "Ola trenger det."}
    for key in ("individual_respite", "support_contact", "bpa"):
        case.refresh_from_db()
        decisions.write(case, by=worker, key=key, starts="2026-01-01", **line)
    decisions.send(case, by=worker)
    decisions.choose_provider(case, by=case.citizen, provider=Provider.objects.create(name="Firma AS"))
    decisions.appeal(case, by=case.citizen, text="Jeg trenger mer.")
    plan = {"contact": "Kontakten", "participants": "Skolen", "goals": "Svømme"}
    decisions.plan(case, by=worker, review_on=timezone.localdate(), **plan)


KEPT = ("Assistanse hjemme", "Ola trenger det.", "Firma AS", "Jeg trenger mer.", "Kontakten", "Svømme")


def test_the_export_holds_decisions_providers_appeals_and_the_plan(parent, case, worker, monkeypatch):
    decided(case, worker)
    assert parent.get(address(case, "application_pdf")).content.startswith(b"%PDF-")
    printed = lambda template, data, **about: json.dumps(data, ensure_ascii=False).encode()  # noqa: E731
    monkeypatch.setattr(papers, "letter", printed)
    for name in ("application_pdf", "application_json"):
        text = parent.get(address(case, name)).content.decode()
        assert [word for word in KEPT if word not in text] == [], name
        assert "worker" not in text


def test_what_cannot_be_opened_is_said_and_the_rest_is_there(parent, case, worker, monkeypatch):
    decided(case, worker)
    with connection.cursor() as cursor:
        for model in (CareApplication, Decision, Appeal, IndividualPlan):
            column = "text" if model is Appeal else "content"
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [b"broken"])  # noqa: S608
    pages = ("my_application", "my_decision", "application_receipt", "application_pdf", "application_json")
    for name in pages:
        assert parent.get(address(case, name)).status_code == 200, name
    assert json.loads(parent.get(address(case, "application_json")).content)["answers"] is None
    letter = reverse("services:my_letter", args=[case.pk, case.decisions.get().pk])
    answer = parent.get(letter)
    assert answer.status_code == 503
    assert "Filen kan ikke lages nå" in answer.text


def test_a_paper_that_cannot_be_printed_is_a_sentence_and_no_error(parent, case, worker, monkeypatch):
    def broken(*args, **kwargs):
        raise CannotPrint

    decided(case, worker)
    for module in (papers, letters):
        monkeypatch.setattr(module, "letter", broken)
    letter = reverse("services:my_letter", args=[case.pk, case.decisions.get().pk])
    for where in (letter, address(case, "application_receipt"), address(case, "application_pdf")):
        answer = parent.get(where)
        assert answer.status_code == 503
        assert "Filen kan ikke lages nå" in answer.text


def test_the_page_asks_no_more_with_more_messages(parent, case, worker, django_assert_max_num_queries):
    for number in range(5):
        messages.post_from_citizen(case, f"Hei {number}", by=parent.user, submission_key=str(number))
    with django_assert_max_num_queries(14):
        parent.get(address(case))
