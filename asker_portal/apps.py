from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "asker_portal"

    def ready(self):
        from asker_portal import checks, faces, retention  # noqa: F401 - system checks, and what is kept


class PortalAdminConfig(AdminConfig):
    """Django's admin, on the portal's one site."""

    default_site = "asker_portal.admin_site.PortalAdminSite"
