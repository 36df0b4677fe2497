"""The interim reply (fvl. § 11 a): laid ready by the worker after 25 days, sent by a caseworker's click."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.clocks import months_after
from casework.worker import every
from services import clocks
from services.deadlines import began_by
from services.decisions import UNDECIDED
from services.models import CareApplication, InterimReply


@every(60 * 60)
def draft_interim_replies() -> int:
    """Lay a draft ready for each application that has waited 25 days; returns how many."""
    waiting = CareApplication.objects.filter(
        status__in=UNDECIDED,
        interim_sent_at=None,
        interim=None,
        received_at__lt=began_by(clocks.INTERIM_DRAFTED, timezone.localdate()),
    )
    drafts = [InterimReply(application=case) for case in waiting]
    # One laid by another worker at the same time is the same draft.
    return len(InterimReply.objects.bulk_create(drafts, ignore_conflicts=True))


def proposed_text(case: CareApplication) -> str:
    """What the reply says, in the applicant's language; the caseworker may change it."""
    with override(case.language):
        said = {
            CareApplication.Status.MORE_ASKED: _("Vi venter på opplysninger fra deg."),
            CareApplication.Status.MAPPING: _("Vi kartlegger hva familien trenger."),
        }
        why = said.get(CareApplication.Status(case.status), _("Vi trenger mer tid til å vurdere søknaden."))
        first = _("Vi har ikke rukket å svare på søknaden din innen en måned.")
        return f"{first} {why}"


def proposed_day(case: CareApplication) -> date:
    """Two months from the first signature, and never a day that has passed."""
    return max(months_after(timezone.localdate(case.received_at), 2), timezone.localdate())


def with_day(case: CareApplication, text: str, promised_on: date) -> str:
    """The reply as it is sent: the reason, and the day on which the answer comes."""
    with override(case.language):
        day = _("Du får svar senest %(day)s.") % {"day": date_format(promised_on, "DATE_FORMAT")}
    return f"{text}\n\n{day}"
