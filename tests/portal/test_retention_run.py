"""The demo's cases at the end of their time: reported, approved by two, deleted with files, counted on."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from asker_portal import demo_applications, demo_invoices
from casework import disposal as disposals
from casework.access import AccessEntry
from casework.disposal import ArchiveExport, Disposal, Hold, NotYours, PastCases, counts
from casework.drafts import Draft
from casework.events import Event
from casework.log_chain import LogSeal, seal_settled
from casework.messages import post_from_citizen
from casework.retention import rules
from casework.storage import sealed_storage
from casework.uploads import stage
from invoices.models import InvoiceRequest
from services.models import ApplicationFile, CareApplication
from tests.accounts.sign_in import signed_in, staff
from tests.casework.sample_files import jpeg, upload
from tests.invoices.asking import load_rules
from tests.volunteers.people import volunteer
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
RULE = "services.careapplication"
YEARS_AGO = timedelta(days=800)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def demo():
    """The demo's applications and invoices; all are closed and old but the newest application."""
    call_command("sync_roles", verbosity=0)
    load_rules()
    demo_applications.receive_all()
    demo_invoices.receive_all()
    new = CareApplication.objects.latest("received_at")
    old = CareApplication.objects.exclude(pk=new.pk)
    for case in old:
        case.files.adopt([stage(upload(jpeg()))], at=timezone.now(), case=case)
    make_old(CareApplication, old)
    make_old(InvoiceRequest, InvoiceRequest.objects.all(), status="refused")
    return list(old)


def make_old(model, cases, status="closed"):
    then = timezone.now() - YEARS_AGO
    Event.objects.filter(case_id__in=cases.values("pk")).update(at=then)
    cases.update(status=status, received_at=then)


@pytest.fixture
def two():
    return staff("saksbehandler", "Velferdsforvaltning"), staff("ombud", "Personvernombud")


def archive(cases):
    for case in cases:
        ArchiveExport.objects.create(
            thing=str(case.pk),
            kind=case.kind(),
            manifest_digest="a",
            exported_at=timezone.now(),
            confirmed_at=timezone.now(),
        )


def run(**options):
    out = io.StringIO()
    call_command("retention", stdout=out, **options)
    return out.getvalue()


def approved(two):
    disposal = Disposal.prepare(rules[RULE], by=two[0])
    for person in two:
        disposal.approve(by=person)
    return disposal


def test_the_whole_way(demo, two, django_capture_on_commit_callbacks):
    stored = list(ApplicationFile.objects.values_list("stored", flat=True))
    before = counts(CareApplication, "status"), counts(CareApplication, "source")
    assert f"{RULE} (12 months" in run()
    assert f"{len(demo)} not archived" in run()
    assert Disposal.prepare(rules[RULE], by=two[0]) is None  # no receipt, no list

    archive(demo)
    held = demo[0]
    Hold.objects.create(thing=str(held.pk), reference=held.reference, rule=RULE, reason="Tilsyn", by="ombud")
    assert f"{len(demo) - 1} due, 1 held" in run()
    disposal = Disposal.prepare(rules[RULE], by=two[0])
    assert disposal.items.count() == len(demo) - 1
    run(delete=True)
    disposal.approve(by=two[0])
    run(delete=True)
    assert CareApplication.objects.count() == len(demo) + 1, "one approval deletes nothing"
    disposal.approve(by=two[1])
    run()
    assert CareApplication.objects.count() == len(demo) + 1, "nor does a report"
    with django_capture_on_commit_callbacks(execute=True):
        assert f"{RULE}: {len(demo) - 1} deleted" in run(delete=True)

    left = [held.pk, CareApplication.objects.latest("received_at").pk]
    assert set(CareApplication.objects.values_list("pk", flat=True)) == set(left)
    assert not Event.objects.filter(case_id__in=[case.pk for case in demo[1:]]).exists()
    kept = held.files.get().stored
    assert [name for name in stored if sealed_storage().exists(name)] == [kept]
    assert (counts(CareApplication, "status"), counts(CareApplication, "source")) == before
    assert InvoiceRequest.objects.exists(), "no other rule was approved"


def test_what_a_restore_brings_back_is_deleted_again(demo, two, django_capture_on_commit_callbacks):
    archive(demo)
    before = counts(CareApplication, "status")
    disposal, backup = approved(two), transaction.savepoint_create()
    assert disposal.carry_out() == {"deleted": len(demo)}
    transaction.savepoint_rollback(backup)  # the database as it was; the storage is not part of it
    out = io.StringIO()
    call_command("replay_deletions", stdout=out)
    assert f"{RULE}: {len(demo)}\n{len(demo)} are here again" in out.getvalue()
    assert CareApplication.objects.count() == len(demo) + 1
    with django_capture_on_commit_callbacks(execute=True):
        call_command("replay_deletions", delete=True, stdout=out)
    assert CareApplication.objects.count() == 1
    assert counts(CareApplication, "status") == before
    call_command("replay_deletions", delete=True, stdout=out)
    assert counts(CareApplication, "status") == before


def test_what_cannot_be_written_down_is_not_deleted(demo, two, monkeypatch):
    archive(demo)
    disposal = approved(two)

    def full(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(disposals, "_write_down", full)
    with pytest.raises(OSError):  # noqa: PT011 - it carries no text
        disposal.carry_out()
    assert CareApplication.objects.count() == len(demo) + 1
    assert not PastCases.objects.exists()


def test_what_happens_after_the_approval_keeps_the_case(demo, two):
    archive(demo)
    disposal = approved(two)
    late = demo[0]
    post_from_citizen(late, "Vent litt", by=late.citizen, submission_key="late")
    assert disposal.carry_out() == {"deleted": len(demo) - 1, "no longer due": 1}
    assert CareApplication.objects.filter(pk=late.pk).exists()


def test_one_person_is_not_two(demo, two):
    archive(demo)
    disposal = Disposal.prepare(rules[RULE], by=two[0])
    disposal.approve(by=two[0])
    stranger = staff("faktura", "Faktura")
    for person in (two[0], stranger):
        with pytest.raises(NotYours):
            disposal.approve(by=person)
    with pytest.raises(NotYours):
        disposal.carry_out()
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(second_by="saksbehandler")
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(done_at=timezone.now())


PAGE = reverse("admin:casework_disposal_changelist")


def test_two_persons_approve_in_the_admin(demo, two):
    archive(demo)
    worker, officer = map(signed_in, two)
    assert worker.post(reverse("admin:casework_disposal_prepare"), {"rule": RULE}).status_code == 302
    disposal = Disposal.objects.get()
    page = reverse("admin:casework_disposal_change", args=[disposal.pk])
    approve = reverse("admin:casework_disposal_approve", args=[disposal.pk])
    assert demo[0].reference in worker.get(page).content.decode()
    assert "Granskog" not in worker.get(page).content.decode()
    worker.post(approve)
    assert "Godkjenn sletting" not in worker.get(page).content.decode()
    worker.post(approve)
    assert not Disposal.objects.get().is_approved
    officer.post(approve)
    assert Disposal.objects.get().is_approved
    assert CareApplication.objects.count() == len(demo) + 1, "the page itself deletes nothing"


def test_an_old_sign_in_approves_nothing(demo, two, time_machine):
    archive(demo)
    disposal = Disposal.prepare(rules[RULE], by=two[0])
    client = signed_in(two[0])
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    answer = client.post(reverse("admin:casework_disposal_approve", args=[disposal.pk]))
    assert answer.url.startswith("/ansatt/?next=%2Fadmin%2Fcasework%2Fdisposal%2F")
    assert not Disposal.objects.get().first_by


def test_the_page_asks_no_more_with_more_cases(demo, two, django_assert_max_num_queries):
    archive(demo)
    client = signed_in(two[0])
    with django_assert_max_num_queries(14):
        client.get(PAGE)


def test_each_sees_and_approves_the_lists_of_their_own_rules(demo, two):
    archive(demo)
    disposal = Disposal.prepare(rules[RULE], by=two[0])
    invoicing = signed_in(staff("faktura", "Faktura"))
    overview = invoicing.get(PAGE).content.decode()
    assert "Spørsmål om faktura" in overview
    assert "Søknader om helse og omsorg" not in overview
    assert invoicing.get(reverse("admin:casework_disposal_change", args=[disposal.pk])).status_code == 302
    assert invoicing.post(reverse("admin:casework_disposal_approve", args=[disposal.pk])).status_code == 404
    assert invoicing.post(reverse("admin:casework_disposal_prepare"), {"rule": RULE}).status_code == 403
    for group in ("Kommunikasjon", "Innbyggerservice", "Barnevern"):
        assert signed_in(staff(group, group)).get(PAGE).status_code == 403
    assert signed_in(staff("root", is_superuser=True)).get(PAGE).status_code == 403


def test_a_case_is_held_back_and_let_go(demo, two):
    archive(demo)
    worker = signed_in(two[0])
    hold = reverse("admin:casework_disposal_hold")
    assert worker.post(hold, {"reference": "ABC", "reason": "x"}).status_code == 400
    invoice = InvoiceRequest.objects.first()
    assert worker.post(hold, {"reference": invoice.reference, "reason": "x"}).status_code == 400
    assert worker.post(hold, {"reference": demo[0].reference, "reason": "Klage"}).status_code == 302
    assert f"{len(demo) - 1} due, 1 held" in run()
    worker.post(reverse("admin:casework_disposal_lift", args=[Hold.objects.get().pk]))
    assert f"{len(demo)} due" in run()


def test_drafts_need_no_approval(two):
    Draft.objects.create(user=two[0], kind="a", touched_at=timezone.now() - YEARS_AGO)
    assert "1 due" in run()
    assert Draft.objects.exists()
    assert "casework.draft: 1 deleted" in run(delete=True)


def test_volunteers_are_forgotten_and_what_they_did_is_counted(two):
    person = volunteer()
    person.note_event("received", by=None)
    make_old(Volunteer, Volunteer.objects.all(), status="approved")
    disposal = Disposal.prepare(rules["volunteers.volunteer"], by=two[1])
    for one in (two[1], staff("koordinator", "Frivilligkoordinator")):
        disposal.approve(by=one)
    assert disposal.carry_out() == {"deleted": 1}
    person.refresh_from_db()
    assert (person.status, person.content, person.contact) == ("left", {}, {})


def test_old_months_of_the_log_go_and_the_rest_still_verifies(two):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE portal_retention SUPERUSER")
    for days in (2500, 2400, 30):
        AccessEntry.objects.create(who="a", action="opened", at=timezone.now() - timedelta(days=days))
    seal_settled()
    disposal = Disposal.prepare(rules["casework.accessentry"], by=two[1])
    for one in (two[1], staff("forvalter", "Systemforvalter")):
        disposal.approve(by=one)
    disposal.carry_out()
    assert AccessEntry.objects.count() == LogSeal.objects.count() == 1
    call_command("verify_log", verbosity=0)
    Disposal.objects.all().delete()
    with pytest.raises(CommandError, match="beginning"):
        call_command("verify_log")
