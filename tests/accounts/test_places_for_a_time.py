"""Whoever is in a group for a time does not decide who else is: their place would outlast its end."""

import pytest

from accounts.membership import Membership, Refused
from tests.accounts.sign_in import staff
from tests.accounts.test_membership import INVOICING, LEADERS, WELFARE, WHY, anew, group, in_days

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
