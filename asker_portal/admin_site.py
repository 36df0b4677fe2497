from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    """The one desk that all caseworkers and the communications staff share."""

    site_header = site_title = _("Saksbehandling")
    index_title = _("Oversikt")
