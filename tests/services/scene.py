"""One of each thing of the services, for the matrix: see tests/portal/cast.py."""

from casework.drafts import Draft
from services.journeys import KIND
from services.models import CareContact, Provider, ServiceType
from tests.services.applications import an_application

STAGED = {"stored": "sealed/services", "size": 3, "name": "a.jpg", "type": "image/jpeg", "key": "a2V5"}

MADE = {
    "casework.draft": lambda scene: Draft.objects.create(user=scene.mine.user, kind=KIND),
    "services.careapplication": lambda scene: an_application(scene.mine.user, files=[STAGED]),
    "services.applicationfile": lambda scene: scene.row("services.careapplication").files.get(),
    "services.servicetype": lambda scene: ServiceType.objects.create(
        key="bpa", slug="bpa", recipient="child", name_nb="BPA", summary_nb="Kort", about_nb="Mer"
    ),
    "services.carecontact": lambda scene: CareContact.objects.create(role_nb="Rådgiver", digits="90924524"),
    "services.provider": lambda scene: Provider.objects.create(kind="private"),
}
