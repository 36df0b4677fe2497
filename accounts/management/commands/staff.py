"""The operator's way to let somebody in: the first user, and what no administrator may do."""

import sys
from getpass import getpass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import roles
from accounts.membership import Membership
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Makes a local staff user, or gives an existing one a new password, read from stdin."
        " Puts the first member into an empty sealed group; where there are members, it only asks them."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--email", default="", help="where news of groups and cases goes")
        parser.add_argument("--group", action="append", default=[], metavar="NAME", help="may be repeated")
        parser.add_argument("--superuser", action="store_true", help="all rights except to what is sealed")
        parser.add_argument("--forget-second-factor", action="store_true", help="for a lost phone or key")

    @transaction.atomic
    def handle(self, username, group, superuser, forget_second_factor, **person):
        user = User.objects.filter(username=username).first() or User(username=username)
        if user.kind != User.Kind.STAFF:
            raise CommandError(f"{username} is no employee.")
        groups = _groups(group)
        if not user.follows_entra:
            self._make_local(user, superuser, person)
        elif superuser or not groups or set(group) - roles.sealed_groups():
            raise CommandError(f"{username} does not sign in with a password; Entra ID fills open groups.")
        for one in groups:
            self._put_in(user, one)
        if forget_second_factor:
            Authenticator.objects.filter(user=user).delete()

    def _make_local(self, user, superuser, person):
        for name in ("first_name", "last_name", "email"):
            setattr(user, name, person[name] or getattr(user, name))
        user.is_staff, user.is_superuser = True, user.is_superuser or superuser
        user.set_password(_password_for(user))
        user.save()
        self.stdout.write(f"{user} can sign in, and is asked for a second factor.")

    def _put_in(self, user, group):
        """Into a sealed group only its first member; where there are members, one of them says yes."""
        one = Membership.put_in(user, group)
        if one and one.state == Membership.State.ASKED:
            self.stdout.write(f"{user} waits for a member of «{group}» to say yes. All its members are told.")
        elif one and group.name in roles.sealed_groups():
            self.stdout.write(f"{user} is the first member of «{group}», put in by this command alone.")
            self._tell_of_closed(group)

    def _tell_of_closed(self, group):
        """Somebody may have closed them to have this one let in."""
        closed = group.user_set.filter(is_active=False).order_by("username")
        if closed:
            self.stdout.write(f"Still in it but closed: {', '.join(map(str, closed))}.")


def _groups(names: list[str]) -> list[Group]:
    if strangers := set(names) - roles.table().keys():
        known = ", ".join(roles.table())
        raise CommandError(f"No such group: {', '.join(sorted(strangers))}. There are: {known}.")
    return [Group.objects.get_or_create(name=name)[0] for name in names]


def _password_for(user: User) -> str:
    # Never an argument: those are seen by everybody on the machine.
    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
