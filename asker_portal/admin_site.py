from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import mfa, recently, roles
from accounts.csp import without_trusted_types
from asker_portal.conflict_pages import ConflictPages
from asker_portal.person_pages import PersonPages
from casework.retention import OFFICER
from concerns.duty_entry import DutyEntryView
from concerns.phone_entry import CITIZEN_SERVICE, PhoneEntryView
from invoices import phone_entry as invoices
from services import phone_entry as applications
from volunteers.phone_entry import EnterHelpView, EnterOfferView


class PortalAdminSite(ConflictPages, PersonPages, admin.AdminSite):
    """The one desk that all caseworkers and the communications staff share."""

    site_header = site_title = _("Saksbehandling")
    index_title = _("Oversikt")
    enable_nav_sidebar = False  # the start page leads everywhere; a list needs the width

    def has_permission(self, request) -> bool:
        """True for an employee who signed in with two factors. A password alone opens nothing."""
        return _is_staff(request.user) and mfa.is_strong(request)

    def admin_view(self, view, cacheable=False):
        return without_trusted_types(super().admin_view(view, cacheable))

    def get_urls(self):
        entries = {
            ("for-innringer/", "phone_entry"): PhoneEntryView,
            ("for-innringer/hjelp/", "enter_help_request"): EnterHelpView,
            ("skriv-inn/frivillig/", "enter_volunteer"): EnterOfferView,
            ("faktura-for-innringer/", "invoice_entry"): invoices.InvoiceEntryView,
            ("soknad-for-innringer/", "application_entry"): applications.ApplicationEntryView,
            # Every employee's own duty; whoever has the desk may write, and nobody reads it again.
            ("meldeplikt/", "duty_report"): DutyEntryView,
        }
        entered = [
            path(at, self.admin_view(view.as_view()), name=name) for (at, name), view in entries.items()
        ]
        own = [*entered, *self._of_casework(), *self.conflict_urls(), *self.person_urls()]
        return [*own, *super().get_urls()]

    def _of_casework(self):
        """Pages over all areas; imported here, since what they import registers itself at this site."""
        from accounts.access_pages import access_view
        from casework.admin import absence, inbox, load

        return [
            path("tilgang/", self.admin_view(access_view), name="access"),
            path("forste-dag/", self.admin_view(_first_day), name="first_day"),
            path("saksmengde/", self.admin_view(load.load_view), name="load"),
            path("fravar/", self.admin_view(absence.absence_view), name="absence"),
            path("fravar/<int:person>/", self.admin_view(absence.absence_view), name="absence_of"),
            path("oversendt/", self.admin_view(inbox.list_view), name="referrals"),
            path("oversendt/<uuid:pk>/", self.admin_view(inbox.referral_view), name="referral"),
            path("oversendt/<uuid:pk>/apne/", self.admin_view(inbox.open_view), name="referral_open"),
            path("oversendt/<uuid:pk>/<slug:deed>/", self.admin_view(inbox.deed_view), name="referral_deed"),
        ]

    def ask_again(self, request, back):
        """None after a recent sign-in; else where to prove who one is before what cannot be undone."""
        return recently.ask_again(request, back)

    def index(self, request, extra_context=None):
        enters = {
            "enters_for_callers": request.user.in_group(CITIZEN_SERVICE),
            "enters_invoices": invoices.may_enter(request.user),
            "enters_applications": applications.may_enter(request.user),
            "finds_persons": request.user.in_group(OFFICER),
        }
        return super().index(request, enters | (extra_context or {}))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Nobody signs in here: lead each to what is missing, and back afterwards."""
        back = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect(reverse("account_login", query={REDIRECT_FIELD_NAME: back}))
        if not _is_staff(request.user):
            raise PermissionDenied
        if mfa.is_strong(request):
            return redirect("admin:index")
        return mfa.demand(request, back)

    @method_decorator(never_cache)
    def logout(self, request, extra_context=None):
        return LogoutView.as_view(next_page="account_login")(request)


def _first_day(request):
    from casework.admin import start  # registers itself at this site

    table, mine = roles.table(), request.user.group_names
    return start.first_day_view(request, [(name, table[name].description) for name in table if name in mine])


def _is_staff(user) -> bool:
    return user.is_active and user.is_staff and user.kind == user.Kind.STAFF
