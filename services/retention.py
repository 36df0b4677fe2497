"""How long care applications and applications for work are kept, and what their fields say."""

from django.utils.translation import gettext_lazy as _

from casework.retention import OFFICER, InUse, With, case_rule, declare
from services.models.application import CARE_SERVICES
from services.models.carer import RECRUITMENT

ARCHIVE_LAW = "arkivlova (1992) § 9; pasient- og brukerrettighetsloven § 7-5; GDPR art. 5 nr. 1 e"
APPLICATION, CARER = "services.CareApplication", "services.CarerApplication"

declare(
    APPLICATION,
    case_rule(
        APPLICATION,
        _("Søknader om helse og omsorg"),
        months=12,
        law=ARCHIVE_LAW,
        source="Proposal: the case system and the archive have it; a year covers late appeals and questions.",
        approvers=(CARE_SERVICES, OFFICER),
        archived=True,
        figures=lambda case: {
            "status": case.status,
            "source": case.source,
            "language": case.language,
            "services": sorted(
                f"{key} {outcome}" for key, outcome in case.applied.values_list("key", "outcome")
            ),
        },
    ),
    none="interim_sent_at notified_at",
    sensitive="address_is_protected",
    statistic="status",
)
declare(
    CARER,
    case_rule(
        CARER,
        _("Søknader om arbeid som støttekontakt eller avlaster"),
        months=12,
        law="arkivlova (1992) § 9; GDPR art. 5 nr. 1 e",
        source="Proposal: a year after the last thing that happened, for complaints about the choice.",
        approvers=(RECRUITMENT, OFFICER),
        archived=True,
    ),
    personal="certificate_seen_on certificate_seen_by",
    statistic="status",
)
OF_APPLICATION, OF_CARER = With(APPLICATION), With(CARER)
declare(
    "services.AppliedService", OF_APPLICATION, none="id application", statistic="key outcome added_by_desk"
)
declare("services.ApplicationMessage", OF_APPLICATION, none="case")
declare("services.ApplicationFile", OF_APPLICATION, none="case message note")
declare("services.ApplicationNote", OF_APPLICATION, none="case")
declare("services.ApplicationToken", OF_APPLICATION, none="id application", personal="token")
declare(
    "services.Decision",
    OF_APPLICATION,
    none="id application written_at sent_at by_post posted_on",
    personal="by",
    sensitive="content",
)
declare(
    "services.GrantedService",
    OF_APPLICATION,
    none="id applied decision",
    sensitive="starts_on ends_on waiting_since started_on ended_on evaluate_on follow_up_on",
)
declare("services.ProviderChoice", OF_APPLICATION, none="id granted at", personal="by", sensitive="provider")
declare(
    "services.Appeal",
    OF_APPLICATION,
    none="id application at from_citizen is_late",
    personal="by",
    sensitive="text",
)
declare("services.InterimReply", OF_APPLICATION, none="id application drafted_at promised_on")
declare(
    "services.IndividualPlan", OF_APPLICATION, none="id application review_on changed_at", sensitive="content"
)
declare(
    "services.SecondGuardian",
    OF_APPLICATION,
    none="id application code_digest invited_at reminded answered_at",
    personal="user",
    sensitive="answer",
)
declare("services.PoolEntry", OF_CARER, none="id carer since", personal="contact hours")
declare("services.Trait", OF_CARER, none="id entry", personal="kind value")
declare("services.CarerMessage", OF_CARER, none="case")
declare("services.CarerFile", OF_CARER, none="case message note")
declare("services.CarerNote", OF_CARER, none="case")

PAGES = InUse("A page of the portal; it says nothing of a person who uses it.")
DATED = "id valid_from valid_to source verified"
declare(
    "services.ServiceType",
    PAGES,
    none="id key slug recipient name summary about for_whom at_a_place place weighed cost waiting order"
    " published source source_note by_staff",
)
declare("services.LawReference", PAGES, none=f"{DATED} service kind act paragraph weeks order")
declare("services.AgeRule", PAGES, none=f"{DATED} service lowest highest note")
declare("services.Provider", PAGES, none=f"{DATED} key kind name digits order by_staff")
declare(
    "services.CareContact",
    InUse("Who answers the telephone, by role; changed by staff."),
    none="id key role about digits for_all order published source by_staff",
)
