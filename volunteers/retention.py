"""How long offers and requests of volunteering are kept: people are forgotten, numbers stay."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from casework.events import Event
from casework.retention import OFFICER, Elsewhere, InUse, Rule, With, case_rule, declare, declare_base
from volunteers import closing, taking_part
from volunteers.models import HelpRequest, Volunteer
from volunteers.models.citizen import COORDINATOR, VolunteeringCase

OFFER, REQUEST = "volunteers.Volunteer", "volunteers.HelpRequest"
LAW = "GDPR art. 5 nr. 1 e"
SOURCE = "Proposal: twelve months without any activity."


def offers_due(rule: Rule, today: date) -> Any:
    """Whoever has not been heard of, and has no agreement: also those who never left."""
    last = Event.objects.filter(case_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    quiet = Volunteer.objects.filter(anonymised_at=None).annotate(last=Subquery(last))
    quiet = quiet.filter(last__date__lt=rule.limit(today))
    return quiet.exclude(asked_on__gte=rule.limit(today)).order_by("received_at")


def forget_offer(volunteer: Any) -> None:
    """As leaving does: what was agreed is called off, and who it was is forgotten."""
    if volunteer.status != Volunteer.Status.LEFT:
        taking_part.leave(volunteer, by=None)
    else:
        taking_part.forget(volunteer)


def requests_due(rule: Rule, today: date) -> Any:
    last = Event.objects.filter(case_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    over = HelpRequest.objects.filter(anonymised_at=None, status__in=HelpRequest.final_statuses)
    return over.annotate(last=Subquery(last)).filter(last__date__lt=rule.limit(today)).order_by("received_at")


def forget_request(request: Any) -> None:
    closing.forget(request)
    request.note_event("anonymised", by=None)


def _named(model: Any) -> Any:
    """One that is not anonymous yet."""
    return lambda pk: model.objects.select_for_update(of=("self",)).filter(pk=pk, anonymised_at=None).first()


declare_base(
    VolunteeringCase,
    none="crisis anonymised_at slots",
    personal="contact_hash languages",
    sensitive="protected",
)
declare(
    OFFER,
    case_rule(
        OFFER,
        _("Frivillige"),
        months=12,
        law=LAW,
        source=SOURCE,
        approvers=(COORDINATOR, OFFICER),
        due=offers_due,
        there=_named(Volunteer),
        dispose=forget_offer,
    ),
    none="declared_at asked_on",
    personal="party reach has_car capacity adult_on certificate certificate_seen_on certificate_seen_by",
    statistic="status",
)
declare(
    REQUEST,
    case_rule(
        REQUEST,
        _("Spørsmål om frivillig hjelp"),
        months=12,
        law=LAW,
        source=SOURCE,
        approvers=(COORDINATOR, OFFICER),
        due=requests_due,
        there=_named(HelpRequest),
        dispose=forget_request,
    ),
    none="wanted_on minutes recurring places needs_car",
    sensitive="concerns_child",
    statistic="status task area urgency",
)
OF_REQUEST, OF_OFFER = With(REQUEST), With(OFFER)
declare(
    "volunteers.Ask",
    OF_REQUEST,
    none="id request volunteer wave at answered_at score parts",
    personal="by",
    statistic="answer",
)
declare(
    "volunteers.Match",
    OF_REQUEST,
    none="id request volunteer ask place week reserved_at held_until confirmed_at ended_at",
    statistic="status helper_says seeker_says",
)
declare("volunteers.Reveal", OF_REQUEST, none="id match volunteer side how at")
declare(
    "volunteers.Problem",
    OF_REQUEST,
    none="id request match side at handled_at",
    personal="handled_by",
    sensitive="text",
)
declare("volunteers.HelpRequestNote", OF_REQUEST, none="case how follow_up_on followed_up_at")
declare("volunteers.VolunteerNote", OF_OFFER, none="case how follow_up_on followed_up_at")
declare("volunteers.Block", OF_OFFER, none="id volunteer at", personal="contact_hash by", sensitive="reason")
declare(
    "volunteers.OneTimeCode",
    Elsewhere("volunteers.rounds.forget_codes, after a day"),
    none="id subject made_at tries",
    personal="code",
)
PLACES = InUse("What help is given, where, and in which crisis.")
declare(
    "volunteers.Crisis", PLACES, none="id name notice opened_on closed_at anonymised_at", personal="closed_by"
)
declare("volunteers.Area", PLACES, none="id slug name is_example is_active")
declare(
    "volunteers.TaskType",
    PLACES,
    none="id slug name description certificate legal_basis minimum_age needs_car with_children order"
    " is_example is_active",
)
