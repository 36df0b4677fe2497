"""One person's data over all areas, for the privacy officer: found, packed, and never shown."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Citizen
from casework.access import AccessEntry
from casework.drafts import Draft
from casework.messages import post_from_desk
from concerns.models import ConcernReport, NameToken
from concerns.models.names import number_token
from invoices.duplicates import index as index_invoice
from services.models import ApplicationToken, SecondGuardian
from tests.accounts.sign_in import citizen, signed_in, staff
from tests.concerns.kinds import received as report
from tests.invoices.asking import load_rules, received
from tests.services.applications import an_application
from tests.volunteers.people import volunteer
from volunteers.notices import index as index_volunteer

pytestmark = pytest.mark.django_db
MOTHER, FATHER, CHILD = "14838821198", "13857621089", "07881498374"
PAGE, EXPORT, RECTIFY = (
    reverse(f"admin:{name}") for name in ("person_data", "person_data_export", "person_data_rectify")
)


@pytest.fixture
def officer(settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    call_command("sync_roles", verbosity=0)
    return signed_in(staff("ombud", "Personvernombud"))


@pytest.fixture
def family(monkeypatch):
    """A mother who applied for her child, a father who signed, a report about the child, and a payer."""
    monkeypatch.setattr("accounts.pid.cleaned", lambda written: written.replace(" ", ""))
    mother, father = citizen(MOTHER), citizen(FATHER, name="Far Haugsvik")
    case = an_application(mother, content={"child": {"child_name": "Ola", "pid": CHILD}})
    ApplicationToken.index(case)
    SecondGuardian.objects.create(application=case, code_digest="a", user=father, answer="signed")
    post_from_desk(case, "Vi ringer deg.", by=staff("saksbehandler"))
    Draft.objects.create(user=mother, kind="services.care", answers={"need": {"night": "Våken"}})
    load_rules()
    invoice = received()
    index_invoice(str(invoice.pk))
    offer = volunteer(citizen=mother)
    index_volunteer(offer._meta.label, str(offer.pk))
    return case, invoice, offer


def packed(officer, **sought):
    page = officer.post(PAGE, sought)
    answer = officer.post(EXPORT, {"token": page.context["token"]})
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        return {
            name: json.loads(made.read(name))["data"] for name in made.namelist() if name.endswith("json")
        }


def parts(package):
    return {(one["reference"], one["part"], one["included"]) for one in package["oversikt.json"]}


def test_a_package_has_the_persons_own_cases_whole(officer, family):
    case, _invoice, offer = family
    package = packed(officer, pid=MOTHER)
    assert parts(package) == {(case.reference, "Søker", True), (offer.reference, "Frivillig", True)}
    own = package[f"{case.reference}/sak.json"]
    assert own["content"]["need"] == {"night": "Våken tre ganger hver natt"}
    assert own["messages"][0]["text"] == "Vi ringer deg."
    assert own["contact"] == {"email": "forelder@demo.invalid"}
    account = package["konto.json"]
    assert (account["name"], account["national_id"]) == ("Marte Haugsvik", MOTHER)
    assert account["drafts"][0]["answers"] == {"need": {"night": "Våken"}}


@pytest.mark.parametrize(("who", "part"), [(FATHER, "Foresatt nummer to"), (CHILD, "Barn")])
def test_nobody_gets_what_another_wrote(officer, family, who, part):
    case, *_others = family
    package = packed(officer, pid=who)
    assert parts(package) == {(case.reference, part, False)}
    assert "Våken" not in str(package)
    assert "forelder@demo.invalid" not in str(package)


def test_a_report_about_a_child_is_named_and_never_opened(officer, family):
    made = report("private, named")
    NameToken.objects.create(report=made, token=number_token(CHILD))
    package = packed(officer, pid=CHILD)
    assert (made.reference, "Barn", False) in parts(package)
    assert ConcernReport.objects.get().reference == made.reference
    assert f"{made.reference}/sak.json" not in package


def test_who_never_signed_in_is_found_by_telephone_or_invoice(officer, family):
    _case, invoice, offer = family
    phone = offer.content["phone"]
    assert parts(packed(officer, phone=phone)) == {(offer.reference, "Frivillig", True)}
    package = packed(officer, invoice="7788")
    assert parts(package) == {(invoice.reference, "Betaler", True)}
    assert "Kari Lyngmo" in str(package[f"{invoice.reference}/sak.json"])


def test_the_page_shows_no_content_and_logs_what_it_found(officer, family):
    case, _invoice, offer = family
    page = officer.post(PAGE, {"pid": MOTHER}).content.decode()
    assert case.reference in page
    assert "Våken" not in page
    assert "Haugsvik" not in page
    found = AccessEntry.objects.filter(action="found", who="ombud", purpose="complaint")
    assert set(found.values_list("reference", flat=True)) == {case.reference, offer.reference}
    packed(officer, pid=MOTHER)
    assert AccessEntry.objects.filter(action="downloaded", who="ombud").count() == 2


def test_an_old_sign_in_exports_nothing(officer, family, time_machine):
    token = officer.post(PAGE, {"pid": MOTHER}).context["token"]
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    assert officer.post(EXPORT, {"token": token}).url.startswith("/ansatt/")
    assert not AccessEntry.objects.filter(action="downloaded").exists()


def test_a_forged_token_exports_nothing(officer, family):
    assert officer.post(EXPORT, {"token": "forged"}).url == PAGE


def test_what_is_to_be_rectified_stands_on_the_case(officer, family):
    case, *_others = family
    token = officer.post(PAGE, {"pid": CHILD}).context["token"]
    answer = officer.post(RECTIFY, {"token": token, "reference": case.reference, "text": "Fødselsåret"})
    assert answer.status_code == 200
    assert case.notes.get().text == "Fødselsåret"
    other = {"token": token, "reference": family[2].reference, "text": "x"}
    assert officer.post(RECTIFY, other).status_code == 400


@pytest.mark.parametrize("group", ["Velferdsforvaltning", "Barnevern – leder", "Systemforvalter", None])
def test_nobody_else_looks_anybody_up(officer, family, group):
    client = signed_in(staff("annen", *filter(None, [group]), is_superuser=group is None))
    for address in (PAGE, EXPORT, RECTIFY):
        assert client.post(address, {"pid": MOTHER}).status_code == 403


@pytest.mark.parametrize("asked", [{}, {"pid": "123"}, {"pid": "x" * 30}])
def test_bad_input_is_answered_with_a_sentence(officer, asked):
    page = officer.post(PAGE, asked)
    assert page.status_code == 400
    assert "errorlist" in page.content.decode()
    assert not Citizen.objects.exists()
