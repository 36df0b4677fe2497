"""Places in a group: whoever holds one for a time lets nobody in, and what ends is over for everybody."""

from datetime import timedelta

import pytest
import time_machine

from accounts.membership import Membership, Refused
from casework.admin.verbs import members
from invoices.models import InvoiceRequest
from tests.accounts.sign_in import signed_in, staff
from tests.accounts.test_membership import INVOICING, LEADERS, WELFARE, WHY, anew, group, in_days, names

pytestmark = pytest.mark.usefixtures("roles_synced")


def test_nobody_is_let_in_by_whoever_is_in_for_a_time():
    """Given on to a friend it could be given back."""
    held = staff("vikar", "Rekruttering")
    Membership.ask(held, group(INVOICING), by=staff("gir", INVOICING), reason=WHY, until=in_days(1))
    friend = staff("venn", "Rekruttering")
    with pytest.raises(Refused, match="med for en tid"):
        Membership.ask(friend, group(INVOICING), by=anew(held), reason=WHY, until=in_days(89))


def test_whoever_is_in_a_sealed_group_for_a_time_decides_nothing():
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    held = staff("vikar", "Rekruttering")
    Membership.ask(held, group(), by=leader, reason=WHY, until=in_days(5)).approve(by=member)
    another = Membership.ask(staff("ny", "Rekruttering"), group(), by=leader, reason=WHY)
    with pytest.raises(Refused, match="med for en tid"):
        another.approve(by=anew(held))
    another.approve(by=member)


def test_whoever_is_in_for_a_time_is_shown_no_button_to_answer_with():
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    held = staff("vikar", "Rekruttering")
    Membership.ask(held, group(), by=leader, reason=WHY, until=in_days(5)).approve(by=member)
    Membership.ask(staff("ny", "Rekruttering"), group(), by=leader, reason=WHY)
    assert 'name="approve"' not in signed_in(anew(held)).get("/admin/tilgang/").text
    assert 'name="approve"' in signed_in(member).get("/admin/tilgang/").text


@pytest.mark.parametrize("came", [Membership.Came.BEFORE, Membership.Came.OPERATOR])
def test_a_sealed_place_that_no_colleague_gave_is_ended_by_the_leader(came):
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    kept = Membership.objects.create(user=member, group=group(), came=came, state="in_force")
    kept.end(by=leader)
    assert WELFARE not in names(member)


def test_what_entra_gave_is_ended_there():
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    member.socialaccount_set.create(provider="entra", uid="x")
    kept = Membership.objects.create(user=member, group=group(), came="before", state="in_force")
    with pytest.raises(Refused):
        kept.end(by=leader)


def test_nobody_whose_time_is_over_is_offered_as_a_colleague():
    """To the second, before the worker has been round: as caseworker, in a hand-over and as a cover."""
    giver, held = staff("giver", INVOICING), staff("vikar", "Rekruttering", first_name="Vikar")
    with time_machine.travel("2026-03-02 09:00 +0000", tick=False) as clock:
        Membership.ask(held, group(INVOICING), by=giver, reason=WHY, until=in_days(1))
        assert set(members(InvoiceRequest)) == {giver, held}
        assert ">Vikar<" in signed_in(giver).get("/admin/fravar/").text
        clock.shift(timedelta(days=1))
        assert set(members(InvoiceRequest)) == {giver}
        assert ">Vikar<" not in signed_in(giver).get("/admin/fravar/").text


def test_a_member_without_mail_finds_the_news_on_the_start_page():
    """Those with an address are told by mail."""
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    mailed = staff("har-post", WELFARE, email="har-post@kommune.example")
    Membership.ask(staff("ny", "Rekruttering"), group(), by=leader, reason=WHY).approve(by=mailed)
    news = "Nytt om hvem som er med i gruppene dine"
    assert news in signed_in(member).get("/admin/").text
    assert news not in signed_in(mailed).get("/admin/").text
    assert news not in signed_in(staff("annen", "Kommunikasjon")).get("/admin/").text


def test_an_account_that_signs_in_by_password_is_pointed_out_to_whoever_says_yes():
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    local, ours = staff("lokal-1", "Rekruttering"), staff("entra-1", "Rekruttering")
    ours.socialaccount_set.create(provider="entra", uid="x")
    Membership.ask(local, group(), by=leader, reason=WHY)
    Membership.ask(ours, group(), by=leader, reason=WHY, until=in_days(9))
    page = signed_in(member).get("/admin/tilgang/").text
    assert "(lokal-1, logger inn med passord)" in page
    assert "(entra-1)" in page


def test_the_address_that_news_go_to_is_shown_beside_an_account_with_a_password():
    """Whoever manages users has set it; what Entra ID says needs no look."""
    leader, member = staff("leder", LEADERS, WELFARE), staff("medlem", WELFARE)
    local = staff("lokal-1", "Rekruttering", email="et.annet.sted@example.org")
    ours = staff("entra-1", "Rekruttering", email="entra-1@kommune.example")
    ours.socialaccount_set.create(provider="entra", uid="x")
    Membership.ask(local, group(), by=leader, reason=WHY)
    Membership.ask(ours, group(), by=leader, reason=WHY, until=in_days(9))
    page = signed_in(member).get("/admin/tilgang/").text
    assert "(lokal-1, logger inn med passord, får e-post på et.annet.sted@example.org)" in page
    assert "entra-1@kommune.example" not in page


# --- ending -----------------------------------------------------------------------------------------------
@pytest.fixture
def leaders():
    """One who stands, and one who leads for a time."""
    standing, held = staff("leder", LEADERS), staff("vikar", "Rekruttering")
    place = Membership.objects.create(user=standing, group=group(LEADERS), came="before", state="in_force")
    until = in_days(5)
    Membership.objects.create(
        user=held, group=group(LEADERS), came="colleague", until=until, state="in_force"
    )
    held.groups.add(group(LEADERS))
    return place, anew(held)


def test_whoever_leads_for_a_time_ends_no_place_that_stands(leaders):
    place, held = leaders
    staff("tredje", LEADERS)
    with pytest.raises(Refused, match="bare avslutte det som er gitt for en tid"):
        place.end(by=held)
    assert LEADERS in names(place.user)


def test_whoever_leads_for_a_time_ends_what_was_given_for_one(leaders):
    _place, held = leaders
    member = staff("medlem", "Rekruttering", WELFARE)
    given = Membership.objects.create(
        user=member, group=group(), came="colleague", until=in_days(2), state="in_force"
    )
    given.end(by=held)
    assert WELFARE not in names(member)


def test_the_last_who_stands_in_a_sealed_group_is_not_ended(leaders):
    """The one for a time lets nobody in: the group would be left to the operator's door."""
    place, _held = leaders
    with pytest.raises(Refused, match="siste faste"):
        place.end(by=place.user)
    staff("stengt", LEADERS, is_active=False)
    with pytest.raises(Refused, match="siste faste"):
        place.end(by=place.user)
    place.end(by=staff("tredje", LEADERS))
    assert LEADERS not in names(place.user)
