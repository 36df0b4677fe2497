"""Everybody who may knock on the portal's doors, each with a client, and one of each thing behind them."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from asker_portal.roles import ROLES
from casework import access
from casework.bars import bar
from casework.disposal import Disposal
from casework.referrals import Referral
from casework.replies import ReplyTemplate
from concerns import receipts
from concerns.models import CHILD_WELFARE, CitizenReport, ConcernReport, ReportFile
from helplines.models import InfoPage, Notice, NumberFeedback
from tests.accounts.sign_in import signed_in, staff
from tests.concerns.reports import ANSWERS
from tests.helplines.desk import a_line
from tests.invoices import scene as invoices
from tests.services import scene as services

ANONYMOUS, CODE_HOLDER, CITIZEN, OTHER_CITIZEN = "anonymous", "code holder", "citizen", "other citizen"
SUPERUSER, BARRED = "superuser", "barred member"
OUTSIDE = (ANONYMOUS, CODE_HOLDER)
CITIZENS = (CITIZEN, OTHER_CITIZEN)
GROUPS = tuple(ROLES)
STAFF = (*GROUPS, SUPERUSER, BARRED)
EVERYBODY = (*OUTSIDE, *CITIZENS, *STAFF)


@dataclass
class Scene:
    """A report with a file, its citizen, an employee from another area, and rows of every other kind."""

    code: str
    report: ConcernReport
    file: ReportFile
    mine: CitizenReport
    colleague: User
    rows: dict[str, Any] = field(default_factory=dict)

    def row(self, label: str) -> Any:
        """One row of this model, made when a route asks for it."""
        if label not in self.rows:
            self.rows[label] = MADE[label](self)
        return self.rows[label]


def set_scene() -> Scene:
    call_command("sync_roles", verbosity=0)
    staged = {"stored": "sealed/none", "size": 3, "name": "a.jpg", "type": "image/jpeg", "key": "a2V5"}
    code = ConcernReport.receive(ANSWERS, "matrix", files=[staged])
    report = ConcernReport.objects.get(receipt_digest=receipts.digest(code))
    owner = User.objects.create_user("c-owner", kind=User.Kind.CITIZEN)
    mine = CitizenReport.objects.create(user=owner, code=code, received_on=timezone.localdate())
    return Scene(code, report, ReportFile.objects.get(), mine, staff("colleague", "Faktura"))


def client_of(person: str, scene: Scene) -> Client:
    """A browser in which this person has done what makes them who they are."""
    match person:
        case "anonymous":
            return Client()
        case "code holder":
            client = Client()
            client.post("/bekymringsmelding/svar/", {"code": scene.code})
            return client
        case "citizen":
            return _citizen(scene.mine.user)
        case "other citizen":
            return _citizen(User.objects.create_user("c-other", kind=User.Kind.CITIZEN))
        case "superuser":
            return signed_in(staff("root", is_superuser=True))
        case "barred member":
            user = staff("barred", CHILD_WELFARE)
            bar(scene.report, user, by=user)
            return signed_in(user)
    return signed_in(staff(f"member {GROUPS.index(person)}", person))


def _citizen(user: User) -> Client:
    client = signed_in(user)
    session = client.session
    session["citizen_level"] = "high"
    session.save()
    return client


def _entry(scene: Scene) -> Any:
    access.record(scene.colleague, "opened", [scene.report])
    return access.AccessEntry.objects.get()


def _revision(scene: Scene) -> Any:
    return scene.row("helplines.helpline").published


def _referral(scene: Scene) -> Any:
    """Sent from an application for care to recruitment."""
    sent = {"to_area": "recruitment", "text": "Vil hjelpe.", "ground": "consent"}
    return Referral.refer(scene.row("services.careapplication"), by=scene.colleague, **sent)


from tests.volunteers import doors as volunteers_doors  # noqa: E402 - it needs the names above

MADE = {
    **volunteers_doors.MADE,
    "accounts.user": lambda scene: scene.colleague,
    "auth.group": lambda scene: Group.objects.get(name="Kommunikasjon"),
    "casework.accessentry": _entry,
    "casework.disposal": lambda scene: Disposal.objects.create(rule="accounts.user", made_by="a"),
    "casework.referral": _referral,
    "casework.replytemplate": lambda scene: ReplyTemplate.objects.create(
        case_kind="invoices.invoicerequest", name="Mal", text_nb="Hei."
    ),
    "concerns.concernreport": lambda scene: scene.report,
    "helplines.helpline": lambda scene: a_line(),
    "helplines.revision": _revision,
    "helplines.notice": lambda scene: Notice.objects.create(text_nb="Stengt"),
    "helplines.infopage": lambda scene: InfoPage.objects.create(
        slug="side", title_nb="Side", body_nb="Tekst"
    ),
    "helplines.numberfeedback": lambda scene: NumberFeedback.objects.create(
        helpline=scene.row("helplines.helpline")
    ),
    **services.MADE,
    **invoices.MADE,
}
