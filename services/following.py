"""What an applicant is told of their own application: where it stands, and who has read it."""

from typing import Any

from django.utils.translation import gettext_lazy

from casework.fields import shown
from services.models import CareApplication
from services.models.guardian import may_invite

Status = CareApplication.Status

HAPPENS = {
    Status.RECEIVED: gettext_lazy("Vi har fått søknaden. En saksbehandler leser den og tar kontakt med deg."),
    Status.MAPPING: gettext_lazy("Vi finner ut hva dere trenger, i en samtale eller på hjemmebesøk."),
    Status.MORE_ASKED: gettext_lazy(
        "Vi trenger mer fra deg. Hva det er, står i beskjedene nedenfor. Svar der, og legg ved det vi ber om."
    ),
    Status.ASSESSING: gettext_lazy("Vi vurderer søknaden. Du trenger ikke gjøre noe nå."),
    Status.DECIDED: gettext_lazy("Søknaden er avgjort. Les vedtaket, og se hvordan du kan klage."),
    Status.APPEALED: gettext_lazy("Vi har fått klagen din, og ser på saken en gang til."),
    Status.FORWARDED: gettext_lazy("Klagen er hos Statsforvalteren, som avgjør den."),
    Status.WITHDRAWN: gettext_lazy("Du har trukket søknaden. Vi behandler den ikke videre."),
    Status.CLOSED: gettext_lazy("Saken er avsluttet."),
}
WAITING = frozenset({Status.RECEIVED, Status.MAPPING, Status.MORE_ASKED, Status.ASSESSING})


def happens(case: CareApplication) -> Any:
    """The status in a sentence for the applicant."""
    return HAPPENS[Status(case.status)]


def is_waiting(case: CareApplication) -> bool:
    """True while the law's month for a first answer counts."""
    return case.status in WAITING and case.interim_sent_at is None


def guardian(case: CareApplication) -> dict[str, Any]:
    """What the applicant's page says of the other parent: whether to invite them, and what they answered."""
    answers = (shown(case, "content") or {}).get("guardian", {})
    return {
        "second": answers.get("second"),
        "name": answers.get("guardian_name"),
        "may_invite": may_invite(case),
        "invitation": getattr(case, "second_guardian", None),
    }
