"""One of each thing of the services, for the matrix: see tests/portal/cast.py."""

from django.utils import timezone

from casework.drafts import Draft
from services import carers
from services.journeys import KIND
from services.models import CareContact, CarerApplication, Decision, PoolEntry, Provider, ServiceType
from tests.services.applications import an_application

STAGED = {"stored": "sealed/services", "size": 3, "name": "a.jpg", "type": "image/jpeg", "key": "a2V5"}


def _decision(scene):
    """One that was sent, so that its citizen has a page."""
    case = scene.row("services.careapplication")
    return Decision.objects.create(application=case, sent_at=timezone.now(), content={"lines": []})


def _carer(scene):
    content = {"about": {"name": "Nora Vikeby"}}
    return CarerApplication.receive(content, "matrix", citizen=scene.mine.user)


def _pool_entry(scene):
    contact = {"name": "Nora Vikeby", "mobile": "400 00 020"}
    carer = scene.row("services.carerapplication")
    return PoolEntry.objects.create(carer=carer, contact=contact, hours=4)


MADE = {
    "services.carerdraft": lambda scene: Draft.objects.create(user=scene.mine.user, kind=carers.KIND),
    "services.carerapplication": _carer,
    "services.poolentry": _pool_entry,
    "casework.draft": lambda scene: Draft.objects.create(user=scene.mine.user, kind=KIND),
    "services.careapplication": lambda scene: an_application(scene.mine.user, files=[STAGED]),
    "services.applicationfile": lambda scene: scene.row("services.careapplication").files.get(),
    "services.servicetype": lambda scene: ServiceType.objects.create(
        key="bpa", slug="bpa", recipient="child", name_nb="BPA", summary_nb="Kort", about_nb="Mer"
    ),
    "services.carecontact": lambda scene: CareContact.objects.create(role_nb="Rådgiver", digits="90924524"),
    "services.decision": _decision,
    "services.provider": lambda scene: Provider.objects.create(kind="private"),
}
