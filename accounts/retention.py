"""Who signs in: employees for as long as they work here, citizens for as long as they have a case."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.retention import OFFICER, Elsewhere, InUse, Rule, With, declare

USER = "accounts.User"


class Account:
    """A citizen's account as a list of deletions shows it: by its number alone."""

    def __init__(self, user: User) -> None:
        self.user, self.pk, self.reference = user, user.pk, f"konto {user.pk}"


def accounts_due(rule: Rule, today: date) -> list[Account]:
    """Citizens who have not signed in for so long and to whom nothing points any more."""
    quiet = User.objects.filter(kind=User.Kind.CITIZEN, last_login__date__lt=rule.limit(today))
    return [Account(user) for user in quiet if not _is_needed(user)]


def _there(pk: str) -> Account | None:
    user = User.objects.select_for_update().filter(pk=pk, kind=User.Kind.CITIZEN).first()
    return Account(user) if user else None


def _is_needed(user: User) -> bool:
    """True while a case, a signature or a report of theirs is here."""
    own = {"accounts", "account", "socialaccount", "mfa", "admin"}
    ties: Any = [one for one in user._meta.related_objects if one.related_model._meta.app_label not in own]
    return any(one.related_model._base_manager.filter(**{one.field.name: user}).exists() for one in ties)


declare(
    USER,
    Rule(
        name="accounts.user",
        title=_("Innbyggeres kontoer"),
        months=12,
        law="GDPR art. 5 nr. 1 e",
        source="Proposal: a year after the last sign-in, when no case is left. Employees are ended by hand.",
        approvers=("Systemforvalter", OFFICER),
        due=accounts_due,
        there=_there,
        dispose=lambda account: account.user.delete(),
    ),
    none="id password is_superuser is_staff is_active kind",
    personal="last_login username first_name last_name email date_joined",
)
declare("accounts.Citizen", With(USER), none="id user", personal="pid name")
declare(
    "accounts.OidcSession",
    Elsewhere("accounts.ended, three hours after it began"),
    none="id begun_at sid_digest session_key",
)
declare(
    "accounts.CitizenSession",
    Elsewhere("accounts.ended, a day after it has run out"),
    none="session_key expire_date",
    personal="session_data",
)
declare(
    "accounts.SignIn",
    Elsewhere("accounts.signins, when the session is over"),
    none="id session_key begun_at seen_at",
    personal="user browser",
)
declare(
    "accounts.Membership",
    InUse("Who was let into which group by whom: never deleted, as what they did there is not."),
    none="id group state came until asked_at decided_at ended_at",
    personal="user reason asked_by decided_by ended_by",
)
declare("accounts.DemoDatabase", InUse("Marks a database as the demo's."), none="id marked_at")
