"""Away, and who stands in: a list of its own and a likely purpose, but never a case more than before."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework import absence
from casework.absence import Absence
from casework.bars import bar
from concerns.models import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport
from invoices.models import INVOICING
from tests.accounts.sign_in import signed_in, staff
from tests.casework.test_case_lists import references, requests
from tests.concerns.reports import received

pytestmark = pytest.mark.django_db

OWN = reverse("admin:absence")
INVOICES = reverse("admin:invoices_invoicerequest_changelist")
REPORTS = reverse("admin:concerns_concernreport_changelist")
TOO = "Mine og de jeg vikarierer for"


def day(offset: int):
    return timezone.localdate() + timedelta(days=offset)


def written(client, cover, first=0, last=3, address=OWN):
    sent = {"cover": cover.pk, "first": day(first).isoformat(), "last": day(last).isoformat()}
    return client.post(address, sent)


@pytest.fixture
def pair(db):
    """Kari, who is in two areas, and Ola, who is in one of them."""
    return staff("kari", INVOICING, CHILD_WELFARE, first_name="Kari"), staff(
        "ola", INVOICING, first_name="Ola"
    )


# --- writing it -------------------------------------------------------------------------------------------
def test_an_employee_writes_that_they_are_away_and_takes_it_back(pair):
    kari, ola = pair
    browser = signed_in(kari)
    assert OWN in browser.get(reverse("admin:index")).content.decode()
    assert written(browser, ola).status_code == 302
    found = Absence.objects.get()
    assert (found.user, found.cover, found.by, found.last) == (kari, ola, "kari", day(3))
    assert "vikar: Ola" in browser.get(OWN).content.decode()
    assert signed_in(ola).post(OWN, {"end": str(found.pk)}).status_code == 302
    assert Absence.objects.exists()
    browser.post(OWN, {"end": str(found.pk)})
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-5, -1)])
def test_an_absence_that_ends_before_it_begins_or_is_over_is_asked_again(pair, first, last):
    kari, ola = pair
    assert written(signed_in(kari), ola, first, last).status_code == 400
    assert not Absence.objects.exists()


def test_only_somebody_of_the_same_area_stands_in_and_never_oneself(pair):
    kari, ola = pair
    stranger, left = staff("leser", "Kommunikasjon"), staff("sluttet", INVOICING, is_active=False)
    browser = signed_in(ola)
    for person in (stranger, left, ola, staff("barnevern-2", CHILD_WELFARE)):
        assert written(browser, person).status_code == 400
    assert written(browser, kari).status_code == 302
    assert signed_in(stranger).get(OWN).status_code == 403
    assert browser.post(OWN, {"cover": "x", "first": "x", "last": "\0"}).status_code == 400


def test_a_leader_writes_it_for_their_own_and_learns_of_no_other_group(pair):
    kari, ola = pair
    secret = staff("barnevern-2", CHILD_WELFARE, first_name="Hemmelig")
    leader, of_kari = signed_in(ola), reverse("admin:absence_of", args=[kari.pk])
    page = leader.get(of_kari).content.decode()
    assert "Hemmelig" not in page
    assert written(leader, secret, address=of_kari).status_code == 400
    assert written(leader, ola, address=of_kari).status_code == 302
    assert Absence.objects.get().by == "ola"
    assert leader.get(reverse("admin:absence_of", args=[secret.pk])).status_code == 404
    assert signed_in(secret).get(of_kari).status_code == 403
    absence.write(kari, secret, day(0), day(9), by=kari)  # ends last, and the leader may not know of her
    shown = leader.get(reverse("admin:load")).content.decode()
    assert "borte til og med" in shown
    assert "Hemmelig" not in shown + leader.get(of_kari).content.decode()


def test_what_has_been_over_for_long_is_forgotten(pair):
    kari, ola = pair
    for ended in (-90, -91):
        Absence.objects.create(user=kari, cover=ola, first=day(-99), last=day(ended), by="kari")
    absence.write(ola, kari, day(0), day(1), by=ola)
    assert sorted(Absence.objects.values_list("last", flat=True)) == [day(-90), day(1)]


# --- standing in ------------------------------------------------------------------------------------------
def test_the_cover_has_the_cases_in_one_list_while_it_lasts(pair):
    kari, ola = pair
    (theirs,), (mine,), (barred,) = (requests(1, assigned_to=one) for one in (kari, ola, kari))
    requests(2)
    requests(1, assigned_to=kari, status="granted")
    bar(barred, ola, by=kari)
    browser, start = signed_in(ola), reverse("admin:index")
    written(signed_in(kari), ola, first=1)
    assert TOO not in browser.get(start).content.decode()
    assert TOO not in browser.get(INVOICES).content.decode()
    Absence.objects.update(first=day(0))
    assert re.search(rf'href="{INVOICES}\?cover=too"><b>2</b> {TOO}', browser.get(start).content.decode())
    page = browser.get(f"{INVOICES}?cover=too")
    assert set(references(page)) == {theirs.reference, mine.reference}
    assert f"{TOO} (2)" in page.content.decode()
    assert TOO not in signed_in(kari).get(start).content.decode()


def test_the_question_why_proposes_the_stand_in_and_the_page_says_who_covers(pair):
    kari, ola = pair
    (theirs,), (nobodys,) = requests(1, assigned_to=kari), requests(1)
    absence.write(kari, ola, day(0), day(3), by=kari)
    browser = signed_in(ola)
    checked = r'value="stand_in"[^>]*checked'
    pages = {
        case: browser.get(reverse("admin:invoices_invoicerequest_change", args=[case.pk])).content.decode()
        for case in (theirs, nobodys)
    }
    assert re.search(checked, pages[theirs])
    assert not re.search(checked, pages[nobodys])
    assert not re.search(
        checked,
        signed_in(staff("liv", INVOICING))
        .get(reverse("admin:invoices_invoicerequest_change", args=[theirs.pk]))
        .content.decode(),
    )


def test_standing_in_shows_no_case_of_a_group_one_is_not_in(pair):
    """Kari has a report too. Ola, who stands in for her, sees none: not in a list, a count or a page."""
    kari, ola = pair
    received()
    ConcernReport.objects.update(assigned_to=kari)
    absence.write(kari, ola, day(0), day(3), by=kari)
    browser = signed_in(ola)
    assert REPORTS not in browser.get(reverse("admin:index")).content.decode()
    assert browser.get(f"{REPORTS}?cover=too").status_code == 403
    page = reverse("admin:concerns_concernreport_change", args=[ConcernReport.objects.get().pk])
    assert browser.get(page).status_code == 404
    lead = staff("leder", CHILD_WELFARE_LEADER)
    shown = _opened(signed_in(lead), page)
    assert "Kari (borte til og med" in shown
    assert "vikar" not in shown  # Ola, who is not of the group, and has no business here


def _opened(browser, page: str) -> str:
    browser.post(page.replace("/change/", "/open/"), {"purpose": "control"})
    return browser.get(page).content.decode()


def test_no_user_is_their_own_cover(pair):
    from django.db import IntegrityError, transaction

    kari: User = pair[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        absence.write(kari, kari, day(0), day(1), by=kari)
