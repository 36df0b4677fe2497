"""What care services do to an application: each verb with its event, in one transaction.

All raise TransitionRefused where the application is not at that point, ChangedMeanwhile when a colleague was
first, and Incomplete where a decision lacks what it must come with.
"""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.cases import TransitionRefused
from casework.messages import post_from_desk, tell
from services import clocks
from services.models import (
    Appeal,
    AppliedService,
    CareApplication,
    Decision,
    GrantedService,
    IndividualPlan,
    InterimReply,
    ProviderChoice,
    ServiceType,
)
from services.models.decision import ALLOWANCE, BPA

Status, Outcome = CareApplication.Status, AppliedService.Outcome
UNDECIDED = frozenset({Status.RECEIVED, Status.MAPPING, Status.MORE_ASKED, Status.ASSESSING})
# Where a decision may be written: the first one, a corrected one, and one that an appeal led to.
DECIDABLE = UNDECIDED | {Status.DECIDED, Status.APPEALED, Status.FORWARDED}
APPEALABLE = frozenset({Status.DECIDED, Status.CLOSED})


class Incomplete(ValueError):
    """The decision lacks what it must come with."""


# --- before the decision ------------------------------------------------------------------------------
def start_mapping(case: CareApplication, *, by: Any, on: date, text: str) -> None:
    """Agree on a talk or a home visit on that day; the applicant gets `text` as a message."""
    with transaction.atomic():
        case.move_to(Status.MAPPING, by=by, event="mapping", detail=on.isoformat())
        post_from_desk(case, text, by=by)


def ask_for_more(case: CareApplication, *, by: Any, text: str, files: Any = ()) -> None:
    """Ask the applicant for something. Our own promise waits for the answer; the law's month does not."""
    with transaction.atomic():
        case.move_to(Status.MORE_ASKED, by=by, event="more_asked")
        post_from_desk(case, text, files, by=by)


def assess(case: CareApplication, *, by: Any) -> None:
    _refuse_unless(case.status in UNDECIDED)  # what has ended is taken up again with a reason
    case.move_to(Status.ASSESSING, by=by, event="assessing")


def send_interim(case: CareApplication, *, by: Any, text: str, promised_on: date) -> None:
    """Say why it takes longer and when the answer comes (fvl. § 11 a)."""
    _refuse_unless(case.status in UNDECIDED and case.interim_sent_at is None)
    now = timezone.now()
    with transaction.atomic():
        case.change(by=by, event="interim_sent", interim_sent_at=now)
        InterimReply.objects.update_or_create(application=case, defaults={"promised_on": promised_on})
        post_from_desk(case, text, by=by)


# --- the decision -------------------------------------------------------------------------------------
def proposal_of(case: CareApplication) -> Decision | None:
    """The decision that is written and not sent yet."""
    return next((one for one in case.decisions.all() if one.sent_at is None), None)


def write(case: CareApplication, *, by: Any, key: str, outcome: str, reasons: str, **line: Any) -> None:
    """Write the decision about one service into the proposal; written again, it replaces what stood there.

    `line` holds `what`, `amount`, `unit`, `ore` (a monthly sum), `starts` and `ends` where they apply.
    """
    _refuse_unless(case.status in DECIDABLE)
    granted = Outcome(outcome) != Outcome.REJECTED
    if not reasons or (granted and not (line.get("what") and line.get("starts"))):
        raise Incomplete
    new = {"key": key, "outcome": str(outcome), "reasons": reasons, **(line if granted else {})}
    with transaction.atomic():
        case.change(by=by, event="decision_written", detail=str(key))
        proposal = proposal_of(case) or Decision(application=case, content={"lines": []})
        others = [one for one in proposal.content["lines"] if one["key"] != key]
        proposal.content = {"lines": [*others, new | {"law": law_of(key, timezone.localdate())}]}
        proposal.by = by.get_username()
        proposal.save()


def missing(case: CareApplication) -> list[str]:
    """The services asked for that have neither an outcome nor a line in the proposal."""
    proposal = proposal_of(case)
    written = {line["key"] for line in proposal.content["lines"]} if proposal else set()
    return [one.key for one in case.applied.all() if not one.outcome and one.key not in written]


def send(case: CareApplication, *, by: Any) -> None:
    """Put the decision on My page with a notice, or into the queue of letters to post.

    The weeks to appeal run from today, or from the day that the letter is posted.
    """
    proposal = proposal_of(case)
    _refuse_unless(proposal is not None and not missing(case))
    now, by_post = timezone.now(), not is_reached(case)
    with transaction.atomic():
        notified = None if by_post else now
        case.move_to(Status.DECIDED, by=by, event="decided", notified_at=notified)
        proposal.sent_at, proposal.by_post = now, by_post
        proposal.content = proposal.content | {"addressee": addressee_of(case), "language": case.language}
        proposal.save()
        for line in proposal.content["lines"]:
            _put_into_force(case, proposal, line)
        if not by_post:
            tell(case)


def post(case: CareApplication, *, by: Any, on: date) -> None:
    """Note the day on which the letter was posted: the weeks to appeal run from it."""
    letter = waiting_for_post(case)
    _refuse_unless(letter is not None)
    at = timezone.make_aware(datetime.combine(on, time(12)))
    with transaction.atomic():
        case.change(by=by, event="posted", detail=on.isoformat(), notified_at=at)
        letter.posted_on = on
        letter.save(update_fields=["posted_on"])


def waiting_for_post(case: CareApplication) -> Decision | None:
    waiting = [one for one in case.decisions.all() if one.by_post and one.posted_on is None]
    return max(waiting, key=lambda one: one.sent_at, default=None)


def is_reached(case: CareApplication) -> bool:
    """True where a notice reaches the applicant, and the decision lies on a My page of theirs."""
    contact = case.contact or {}
    return bool(case.citizen_id and (contact.get("email") or contact.get("mobile")))


def law_of(key: str, on: date) -> list[str]:
    """The paragraphs that a decision about this service rests on that day."""
    service = ServiceType.objects.filter(key=key).prefetch_related("law").first()
    rows = service.law_on(on) if service else []
    return [str(row) for row in rows if row.kind != row.Kind.APPEAL]


def addressee_of(case: CareApplication) -> list[str]:
    """Name and address, a line each. Where the address is protected, the name alone."""
    citizen = getattr(case.citizen, "citizen", None)
    asked = case.content.get("applicant") or case.content.get("contact") or {}
    lines = [(citizen.name if citizen else "") or asked.get("name") or ""]
    if not case.address_is_protected:
        city = " ".join(filter(None, (asked.get("postcode"), asked.get("city"))))
        lines += [asked.get("address") or "", city]
    return lines


def _put_into_force(case: CareApplication, decision: Decision, line: dict[str, Any]) -> None:
    applied, _new = case.applied.get_or_create(key=line["key"], defaults={"added_by_desk": True})
    applied.outcome = line["outcome"]
    applied.save(update_fields=["outcome"])
    if line["outcome"] == Outcome.REJECTED:
        GrantedService.objects.filter(applied=applied).update(ended_on=timezone.localdate())
        return
    starts = date.fromisoformat(line["starts"])
    ends = date.fromisoformat(line["ends"]) if line.get("ends") else None
    again = {ALLOWANCE: clocks.EVALUATION.due(starts)}
    follow_up = clocks.FOLLOW_UP.due(starts) if line["key"] == BPA else None
    dates = {"starts_on": starts, "ends_on": ends, "ended_on": None, "follow_up_on": follow_up}
    dates["evaluate_on"] = again.get(line["key"], ends)
    GrantedService.objects.update_or_create(applied=applied, defaults=dates | {"decision": decision})


# --- the appeal ---------------------------------------------------------------------------------------
def can_be_appealed(case: CareApplication) -> bool:
    """True once a decision is sent: also before its letter arrives, and after the weeks have run out."""
    return case.status in APPEALABLE and any(one.sent_at for one in case.decisions.all())


def appeal(case: CareApplication, *, by: Any, text: str, at: datetime | None = None) -> None:
    """Take in an appeal, by the applicant or entered for them. A late one is taken in and flagged."""
    _refuse_unless(can_be_appealed(case))
    at = at or timezone.now()
    from_citizen = by.pk == case.citizen_id
    late = case.appeal_due is not None and timezone.localdate(at) > case.appeal_due
    changes = {"unread": True} if from_citizen else {}
    with transaction.atomic():
        event = "appealed_late" if late else "appealed"
        case.move_to(Status.APPEALED, by=by, event=event, **changes)
        Appeal.objects.create(
            application=case,
            text=text,
            at=at,
            by=by.get_username(),
            from_citizen=from_citizen,
            is_late=late,
        )


def uphold(case: CareApplication, *, by: Any, text: str) -> None:
    """Keep the decision after an appeal, and send the appeal to Statsforvalteren, as the law then asks."""
    with transaction.atomic():
        case.move_to(Status.FORWARDED, by=by, event="forwarded")
        post_from_desk(case, text, by=by)


def governor_agrees(case: CareApplication, *, by: Any, text: str) -> None:
    """Statsforvalteren has kept the decision too: it stands, and cannot be appealed again."""
    _refuse_unless(case.status == Status.FORWARDED)
    with transaction.atomic():
        case.move_to(Status.CLOSED, by=by, event="upheld_by_governor")
        post_from_desk(case, text, by=by)


# --- the end, and beginning again ---------------------------------------------------------------------
def withdraw(case: CareApplication, *, by: Any, text: str) -> None:
    """The applicant has told us that they take the application back; `text` confirms it."""
    with transaction.atomic():
        case.withdraw(by=by)
        post_from_desk(case, text, by=by)


def close(case: CareApplication, *, by: Any, text: str) -> None:
    """End the case with a note that says why."""
    with transaction.atomic():
        case.move_to(Status.CLOSED, by=by, event="closed")
        case.notes.create(text=text, by=by.get_username())


def reopen(case: CareApplication, *, by: Any, text: str) -> None:
    _refuse_unless(case.status in case.final_statuses)
    with transaction.atomic():
        case.move_to(Status.ASSESSING, by=by, event="reopened")
        case.notes.create(text=text, by=by.get_username())


def merge(case: CareApplication, *, by: Any, into: CareApplication) -> None:
    """Close this one, which goes on in the other; what is asked for here is decided there."""
    with transaction.atomic():
        case.move_to(Status.CLOSED, by=by, event="merged", detail=into.reference)
        into.change(by=by, event="merged_here", detail=case.reference)
        for one in case.applied.all():
            into.applied.get_or_create(key=one.key)
        with override(case.language):
            said = _("Søknaden er slått sammen med en annen søknad, og behandles der. Referanse: %(other)s")
            post_from_desk(case, said % {"other": into.reference}, by=by)


# --- while the service runs ---------------------------------------------------------------------------
DATES = ("waiting_since", "started_on", "ended_on", "evaluate_on", "follow_up_on")


def set_date(case: CareApplication, *, by: Any, granted: GrantedService, which: str, on: date | None) -> None:
    """Set one of the service's dates, or take it away with None."""
    _refuse_unless(which in DATES)
    with transaction.atomic():
        case.change(by=by, event=f"service_{which}", detail=on.isoformat() if on else "")
        setattr(granted, which, on)
        granted.save(update_fields=[which])


def granted_in(case: CareApplication) -> list[GrantedService]:
    """The services that were granted, ended ones too."""
    return [one.granted for one in case.applied.all() if hasattr(one, "granted")]


def bpa_of(case: CareApplication) -> GrantedService | None:
    """The personal assistance that runs or may begin, or None."""
    found = GrantedService.objects.filter(applied__application=case, applied__key=BPA).first()
    return found if found and found.in_force(timezone.localdate()) else None


def choose_provider(case: CareApplication, *, by: Any, provider: Any) -> None:
    """The manager of the assistance chooses who gives it. Only after the grant; may be changed."""
    granted = bpa_of(case)
    _refuse_unless(granted is not None and provider.in_force(timezone.localdate()))
    with transaction.atomic():
        case.change(by=by, event="provider_chosen")
        ProviderChoice.objects.create(granted=granted, provider=provider, by=by.get_username())


def plan(case: CareApplication, *, by: Any, review_on: date, **content: str) -> None:
    """Keep the individual plan: `contact`, `participants` and `goals`, and the day it is gone through."""
    with transaction.atomic():
        case.change(by=by, event="plan_changed")
        kept = IndividualPlan.objects.filter(application=case).first() or IndividualPlan(application=case)
        kept.content, kept.review_on = content, review_on
        kept.save()
        tell(case)


def start_concern_report(case: CareApplication, *, by: Any) -> None:
    """Note that a caseworker went on to report a concern (barnevernsloven § 13-2); never what about.

    The event is the desk's own: no page, paper or export of the family's has it.
    """
    case.note_event("report_started", by=by)


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise TransitionRefused("not at this point")
