"""The privacy officer's page over the log, and what citizens are told of who read theirs."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from casework import access
from casework.access import AccessEntry
from services.models import ApplicationToken
from tests.accounts.sign_in import citizen, signed_in, signed_in_citizen, staff
from tests.invoices.asking import received
from tests.services.applications import an_application

pytestmark = pytest.mark.django_db

PARENT, CHILD = "14838821198", "09868498972"
SEARCH = reverse("admin:casework_accessentry_search")
Action = AccessEntry.Action


@pytest.fixture
def officer():
    call_command("sync_roles", verbosity=0)
    return signed_in(staff("ombud", "Personvernombud"))


@pytest.fixture
def read():
    """Three cases of a parent and a stranger, each read by somebody."""
    parent, worker, payer = (
        citizen(PARENT),
        staff("leser", "Velferdsforvaltning"),
        staff("betaling", "Faktura"),
    )
    mine = an_application(parent, content={"child": {"child_name": "Ola", "pid": CHILD}})
    ApplicationToken.index(mine)
    invoice = received(citizen=parent)
    other = an_application(citizen("07867998214"), key="another")
    access.record(worker, Action.OPENED, [mine, other], purpose="control")
    access.record(payer, Action.OPENED, [invoice])
    return mine, invoice, other


def references(page):
    assert page.status_code == 200
    return [cells[-1] for cells in page.context["found"]]


def test_the_log_is_found_by_reader_case_citizen_and_day(officer, read):
    mine, invoice, other = read

    def found(**asked):
        return set(references(officer.post(SEARCH, asked)))

    assert found(reader="leser") == {mine.reference, other.reference}
    assert found(reference=invoice.reference.lower()) == {invoice.reference}
    assert found(pid=f"{PARENT[:6]} {PARENT[6:]}") == {mine.reference, invoice.reference}
    assert found(pid=CHILD) == {mine.reference}
    assert found(pid=CHILD, reader="betaling") == set()
    assert found(reader="leser", last="2020-01-01") == set()
    assert officer.post(SEARCH, {"first": "i går"}).status_code == 400


def test_everything_found_comes_as_a_file_that_is_logged_and_runs_no_formula(officer, read):
    mine, _invoice, _other = read
    access.record(staff("=CMD()", "Faktura"), Action.OPENED, [mine])
    answer = officer.post(SEARCH, {"reference": mine.reference, "file": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="innsynslogg.csv"'
    file = answer.getvalue().decode("utf-8-sig").splitlines()
    assert file[0] == "tid;hvem;roller;handling;formål;sakstype;referanse"
    assert [line.split(";")[1] for line in file[1:]] == ["'=CMD()", "leser"]
    assert "omsorg" in file[1].lower() or "søknad" in file[1].lower()  # the kind in words
    assert AccessEntry.objects.filter(action="downloaded", who="ombud").count() == 1


def test_a_file_of_the_log_asks_for_a_fresh_proof(officer, read):
    session = officer.session
    session["proved_at"] = 0
    session.save()
    answer = officer.post(SEARCH, {"file": "1"})
    assert answer.status_code == 302
    assert not AccessEntry.objects.filter(action="downloaded", who="ombud").exists()


def test_each_search_is_itself_in_the_log_and_names_nobody(officer, read):
    page = officer.post(SEARCH, {"pid": PARENT}).content.decode()
    assert AccessEntry.objects.filter(action="log_read", who="ombud").count() == 1
    assert "Marte" not in page
    assert officer.get(SEARCH).status_code == 302


@pytest.mark.parametrize("group", ["Systemforvalter", "Barnevern – leder", "Velferdsforvaltning", None])
def test_nobody_else_searches_the_log(officer, read, group):
    user = staff("annen", *filter(None, [group]), is_superuser=group is None)
    assert signed_in(user).post(SEARCH, {"reader": "leser"}).status_code == 403


@pytest.mark.parametrize(("place", "url"), [(0, "services:my_application"), (1, "invoices:mine")])
def test_citizens_see_when_theirs_was_read_and_by_which_role_alone(read, place, url):
    case = read[place]
    page = signed_in_citizen(case.citizen).get(reverse(url, args=[case.pk])).content.decode()
    assert ("Velferdsforvaltning", "Faktura")[place] in page
    assert "leser" not in page.replace("leser den", "")
    assert "betaling</li>" not in page
