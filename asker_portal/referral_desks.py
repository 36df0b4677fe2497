"""Which desks send word of a case to each other, and receive it.

Child welfare is not among them, and never is: nothing is sent out of a report of concern, and a concern is
reported by its own form (barnevernsloven § 13-2).
"""

from django.utils.translation import gettext_lazy as _

from casework.referrals import Desk
from invoices.models import INVOICING
from services.models import CARE_SERVICES, RECRUITMENT
from volunteers.models import COORDINATOR

DESKS = {
    "care": Desk(_("Velferdsforvaltningen"), frozenset({CARE_SERVICES})),
    "recruitment": Desk(_("Rekruttering"), frozenset({RECRUITMENT})),
    "volunteers": Desk(_("Frivilligkoordinatoren"), frozenset({COORDINATOR})),
    "invoices": Desk(_("Faktura"), frozenset({INVOICING})),
}
