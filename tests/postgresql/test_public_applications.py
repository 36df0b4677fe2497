"""Care applications as the public face's own database role has them: what a family does, and no more."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from casework import access, messages
from casework.access import AccessEntry
from casework.drafts import Draft
from services import decisions
from services.models import (
    Appeal,
    ApplicationToken,
    AppliedService,
    CareApplication,
    CarerApplication,
    Decision,
    PoolEntry,
    Provider,
    ProviderChoice,
    SecondGuardian,
)
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.postgresql.test_database_roles import PUBLIC, as_role, refused, roles  # noqa: F401 - a fixture
from tests.services import test_jobs
from tests.services.filling_in import begin, fill_in, send

CHILD = "14838821198"


@pytest.fixture(autouse=True)
def loaded(roles, settings):  # noqa: F811
    settings.FACE, settings.SESSION_ENGINE = "public", "accounts.citizen_sessions"
    settings.ALLOW_SYNTHETIC_IDS = True
    cache.clear()
    call_command("load_services", "asker", verbosity=0)


@pytest.fixture
def parent():
    return signed_in_citizen(citizen())


@pytest.fixture
def case(parent):
    with as_role(PUBLIC):
        draft = fill_in(parent, begin(parent))
        assert send(parent, draft).status_code == 302
    return CareApplication.objects.get()


def page(case, name="my_application") -> str:
    return reverse(f"services:{name}", args=[case.pk])


def test_a_family_applies_reads_writes_takes_along_and_withdraws(parent, case):
    access.record(staff("worker", "Velferdsforvaltning"), AccessEntry.Action.OPENED, [case])
    with as_role(PUBLIC):
        shown = parent.get(page(case))
        assert "Velferdsforvaltning</li>" in shown.text
        state = shown.context["form"].carried["state"]
        assert parent.post(page(case), {"text": "Hei", "state": state}).status_code == 302
        for paper in ("application_receipt", "application_json", "application_pdf"):
            assert parent.get(page(case, paper)).status_code == 200
        assert parent.get("/minside/").status_code == 200
        assert parent.post(page(case, "withdraw_application")).status_code == 302
    case.refresh_from_db()
    assert case.status == case.Status.WITHDRAWN


def test_an_answer_brings_the_application_back(parent, case):
    decisions.ask_for_more(case, by=staff("worker", "Velferdsforvaltning"), text="Send mer.")
    with as_role(PUBLIC):
        messages.post_from_citizen(case, "Her.", by=case.citizen, submission_key="a")
    case.refresh_from_db()
    assert case.status == case.Status.ASSESSING


def test_the_second_guardian_is_invited_and_signs(parent, case):
    case.content = case.content | {"child": case.content["child"] | {"pid": CHILD}}
    case.save(update_fields=["content"])
    second = signed_in_citizen(citizen("15838821190", "Per Granskog"))
    with as_role(PUBLIC):
        code = parent.post(page(case, "invite_guardian")).context["code"]
        asked = second.post("/soknad/medsignatur/", {"code": code, "pid": CHILD})
        second.post("/soknad/medsignatur/", {"go": "sign", "state": asked.context["state"]})
    assert SecondGuardian.objects.get().answer == "signed"


def test_the_decision_is_read_appealed_and_a_provider_chosen(parent, case):
    worker, starts = staff("worker", "Velferdsforvaltning"), timezone.localdate().isoformat()
    for applied in list(case.applied.all()):
        line = {"outcome": "granted", "what": "Hjelp", "starts": starts, "reasons": "Ja."}
        decisions.write(case, by=worker, key=applied.key, **line)
    decisions.send(case, by=worker)
    with as_role(PUBLIC):
        address, sent = page(case, "my_decision"), case.decisions.get()
        assert "Ja." in parent.get(address).text
        letter = parent.get(reverse("services:my_letter", args=[case.pk, sent.pk]))
        assert letter.content.startswith(b"%PDF")
        provider = Provider.objects.in_force(timezone.localdate()).first()
        parent.post(address, {"go": "provider", "provider": str(provider.pk)})
        assert parent.post(address, {"text": "Jeg er uenig."}).status_code == 302
    assert ProviderChoice.objects.get().provider == provider
    assert Appeal.objects.get().from_citizen


def test_somebody_applies_for_work():
    client = test_jobs.citizen()
    with as_role(PUBLIC):
        assert client.post(test_jobs.filled_in(client), {"go": "send"}).status_code == 302
        own = CarerApplication.objects.get()
        assert client.get(reverse("services:my_job", args=[own.pk])).status_code == 200
    assert not Draft.objects.exists()


def test_it_decides_nothing_and_reads_nothing_of_the_desk(case):
    log = AccessEntry.objects.filter(case_kind="concerns.concernreport")
    access.record(staff("worker", "Velferdsforvaltning"), AccessEntry.Action.OPENED, [case])
    with as_role(PUBLIC):
        assert refused(lambda: Decision.objects.create(application=case, content={"lines": []}))
        assert refused(lambda: AppliedService.objects.update(outcome="granted"))
        assert refused(lambda: CareApplication.objects.update(notified_at=timezone.now()))
        assert refused(lambda: CareApplication.objects.update(address_is_protected=False))
        assert refused(lambda: list(case.notes.all()))
        assert refused(lambda: list(PoolEntry.objects.all()))
        assert refused(lambda: list(ApplicationToken.objects.all()))
        assert refused(lambda: list(AccessEntry.objects.values_list("who")))
        assert AccessEntry.objects.values_list("action").count() == 1
        assert log.count() == 0
