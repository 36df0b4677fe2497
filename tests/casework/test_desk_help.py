"""What the desk says of itself: what each button will do, each list that is kept, what not to forget."""

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from casework import digest
from casework.admin import CaseAdmin
from casework.bars import bar
from casework.checklists import Check
from casework.disposal import Hold
from casework.outbox import Message, deliver_waiting
from casework.saved_lists import SavedList
from concerns.models import CHILD_WELFARE
from invoices.models import INVOICING, InvoiceRequest
from tests.accounts.sign_in import signed_in, staff
from tests.invoices.desk import LIST, act, open_case
from tests.queries import asked
from tests.services.applications import a_citizen

pytestmark = pytest.mark.django_db
DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, CaseAdmin)]
SAVE = reverse("admin:invoices_invoicerequest_save")
LATE = "waits=late"


@pytest.fixture
def client(db):
    user = staff("faktura-1", INVOICING)
    client = signed_in(user)
    client.user = user
    return client


@pytest.fixture
def request_(db):
    from tests.invoices.asking import received

    return received(citizen=a_citizen())


# --- buttons ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.opts.model_name)
def test_every_verb_says_what_it_will_do(desk):
    silent = [
        verb.name
        for verb in desk.verbs
        if not verb.explains and not (verb.on_page and verb.form.base_fields["text"].help_text)
    ]
    assert silent == []


def test_the_case_page_explains_its_buttons_and_a_screen_reader_hears_it_at_the_button(client, request_):
    page = open_case(client, request_).content.decode()
    assert 'aria-describedby="what-recuse"' in page
    assert 'id="what-recuse"' in page


def test_a_case_with_all_its_parts_asks_little_of_the_database(client, request_):
    open_case(client, request_)
    assert asked(client, reverse("admin:invoices_invoicerequest_change", args=[request_.pk])) <= 12


# --- checklist ----------------------------------------------------------------------------------------------
def test_ticks_are_kept_with_who_and_when_and_taken_away_again(client, request_):
    open_case(client, request_)
    act(client, request_, "check", items=["twins", "reminders"])
    first = {one.item: one.pk for one in Check.objects.filter(by="faktura-1")}
    assert set(first) == {"twins", "reminders"}
    act(client, request_, "check", items=["twins"])
    assert [one.pk for one in Check.objects.all()] == [first["twins"]]
    assert "checked" in open_case(client, request_).content.decode()
    assert act(client, request_, "check", items=["made-up"]).status_code == 400
    assert Check.objects.count() == 1


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.opts.model_name)
def test_every_type_of_case_has_a_checklist(desk):
    assert desk.model.checklist


# --- saved lists --------------------------------------------------------------------------------------------
def save(client, query=LATE, name="Sent ute", **fields):
    return client.post(SAVE, {"query": query, "name": name, **fields}, follow=True).content.decode()


def test_a_saved_list_is_a_link_in_the_list_and_on_the_start_page(client, request_):
    InvoiceRequest.objects.update(first_due="2020-01-01")
    save(client, "waits=late&assigned=nobody&after=x&content__contains=y")
    kept = SavedList.objects.get()
    assert kept.chosen == {"waits": "late", "assigned": "nobody"}
    start = client.get(reverse("admin:index")).content.decode()
    assert f'<a href="{LIST}?{kept.query.replace("&", "&amp;")}"><b>1</b> Sent ute' in start
    save(client, "waits=waiting")
    assert SavedList.objects.get().chosen == {"waits": "waiting"}  # the name again replaces


@pytest.mark.parametrize(("query", "name"), [("", "Alt"), ("waits=none", "Rart"), (LATE, "  ")])
def test_what_keeps_nothing_is_asked_for_again(client, query, name):
    assert "Velg minst ett filter" in save(client, query, name)
    assert not SavedList.objects.exists()


def test_a_colleague_sees_what_is_shared_and_nobody_elses_own(client):
    save(client, name="Min egen")
    save(client, name="Alles", shared="1")
    colleague = signed_in(staff("faktura-2", INVOICING))
    page = colleague.get(LIST).content.decode()
    assert "Alles" in page
    assert "Min egen" not in page
    own = SavedList.objects.get(name="Min egen")
    assert colleague.post(reverse("admin:invoices_invoicerequest_unsave", args=[own.pk])).status_code == 404
    stranger = signed_in(staff("barnevern-1", CHILD_WELFARE))
    assert stranger.post(SAVE, {"query": LATE, "name": "x"}).status_code == 403
    assert "Alles" not in stranger.get(reverse("admin:index")).content.decode()
    client.post(reverse("admin:invoices_invoicerequest_unsave", args=[own.pk]))
    assert not SavedList.objects.filter(pk=own.pk).exists()


# --- bulk, and what is held ---------------------------------------------------------------------------------
def test_closing_several_refuses_what_is_held_for_a_claim(db):
    from tests.volunteers.people import help_request

    browser = signed_in(staff("frivillig-1", "Frivilligkoordinator"))
    case = help_request()
    type(case).objects.filter(pk=case.pk).update(unread=False, status="done")
    Hold.objects.create(thing=str(case.pk), reference=case.reference, rule="x", reason="x", by="x")
    address = reverse("admin:volunteers_helprequest_changelist")
    chosen = {"action": "close", "_selected_action": str(case.pk), f"version-{case.pk}": case.version}
    page = browser.post(address, chosen | {"sure": "1"}, follow=True).content.decode()
    assert f"{case.reference} (slettestans)" in page
    case.refresh_from_db()
    assert case.status == "done"


# --- the morning's mail -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "asks"),
    [("2026-11-26", True), ("2026-11-28", False), ("2026-12-25", False), ("2027-05-17", False)],
)
def test_the_mail_comes_on_working_days(day, asks, time_machine, client):
    type(client.user).objects.update(email="faktura-1@example.org")
    time_machine.move_to(f"{day}T01:00:00+01:00", tick=False)
    digest.ask_for_digests()
    due = [timezone.localtime(one.due_at) for one in Message.objects.filter(kind="casework.digest")]
    assert [(one.date().isoformat(), one.hour) for one in due] == ([(day, 7)] if asks else [])


def test_the_mail_holds_counts_and_references_of_what_one_may_see(client, request_):
    from tests.invoices.asking import received

    hidden = received(citizen=a_citizen("other"))
    InvoiceRequest.objects.update(first_due="2020-01-01")
    bar(hidden, client.user, by=client.user)
    type(client.user).objects.update(email="faktura-1@example.org")
    digest.send_digest(client.user.pk, timezone.localdate().isoformat())
    (sent,) = mail.outbox
    assert sent.subject == "Du har en ny beskjed"
    assert f"Over fristen: {request_.reference}" in sent.body
    assert hidden.reference not in sent.body
    digest.send_digest(client.user.pk, "2020-01-01")  # too late to be true
    digest.send_digest(staff("tom", "Kommunikasjon").pk, timezone.localdate().isoformat())
    assert len(mail.outbox) == 1
    assert deliver_waiting() >= 0
