"""The demo's employees, let in before they sign in: the first of each sealed group by the operator, the rest
by a member's yes. One request is left waiting, to show what such a one looks like."""

from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.demo_idp.realms import Persona, realm
from accounts.entra import STAND_IN
from accounts.membership import Membership, members_of
from accounts.models import User

LEADER, WANTED = "barnevern-leder", "rekruttering"


def let_in_all() -> None:
    """Make each persona's user once, and answer what their app roles ask for."""
    people = {persona.key: _user(persona) for persona in realm("entra").personas}
    asked = Membership.objects.filter(state=Membership.State.ASKED, came=Membership.Came.ENTRA)
    for one in asked.order_by("asked_at"):
        member = members_of(one.group).exclude(pk=one.user_id).first()
        one.approve(by=member) if member else Membership.put_in(one.user, one.group)
    group = Group.objects.get(name="Barnevern")
    if not Membership.objects.filter(user=people[WANTED], group=group).exists():
        until = timezone.now() + timedelta(days=30)
        reason = "Vikar i ferien: trenger å svare de som har meldt."
        Membership.ask(people[WANTED], group, by=people[LEADER], reason=reason, until=until)


def _user(persona: Persona) -> User:
    uid = f"{STAND_IN}|{persona.claims['oid']}"
    if account := SocialAccount.objects.filter(provider="entra", uid=uid).first():
        return account.user
    claims = persona.claims
    user, _made = User.objects.get_or_create(username=claims["preferred_username"])
    user.take_over(
        {
            "first_name": claims["given_name"],
            "last_name": claims["family_name"],
            "work_email": claims.get("email", ""),
        }
    )
    user.set_unusable_password()
    user.save()
    SocialAccount.objects.create(user=user, provider="entra", uid=uid)
    user.follow_entra(claims["roles"])
    return user
