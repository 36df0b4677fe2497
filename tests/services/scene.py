"""One of each thing that the services' pages show: see tests/portal/cast.py."""

from django.utils import timezone

from services.models import CareContact, Decision, Provider, ServiceType
from tests.services.applications import an_application


def _decision(scene):
    """One that was sent, so that its citizen has a page."""
    case = scene.row("services.careapplication")
    return Decision.objects.create(application=case, sent_at=timezone.now(), content={"lines": []})


MADE = {
    "services.servicetype": lambda scene: ServiceType.objects.create(
        key="bpa", slug="bpa", recipient="child", name_nb="BPA", summary_nb="Kort", about_nb="Mer"
    ),
    "services.carecontact": lambda scene: CareContact.objects.create(role_nb="Rådgiver", digits="90924524"),
    "services.careapplication": lambda scene: an_application(scene.mine.user),
    "services.decision": _decision,
    "services.provider": lambda scene: Provider.objects.create(kind="private"),
}
