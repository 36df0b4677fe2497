"""One of each thing that communications staff write about the services: see tests/portal/cast.py."""

from services.models import CareContact, Provider, ServiceType

MADE = {
    "services.servicetype": lambda scene: ServiceType.objects.create(
        key="bpa", slug="bpa", recipient="child", name_nb="BPA", summary_nb="Kort", about_nb="Mer"
    ),
    "services.carecontact": lambda scene: CareContact.objects.create(role_nb="Rådgiver", digits="90924524"),
    "services.provider": lambda scene: Provider.objects.create(kind="private"),
}
