"""Invented words of cases to other areas' desks for the demo, in each of their states."""

from typing import Any

from accounts.models import User
from asker_portal import demo_applications
from casework.referrals import Referral
from invoices.models import InvoiceRequest
from services.models import CareApplication, CarerApplication
from volunteers.models import HelpRequest

WANTS_TO_WORK = "Mor vil selv bli støttekontakt for andre. Hun nås på 400 00 030 etter klokka fire."
NEEDS_HELP = "Hun er hjemme med et sykt barn, og vet ikke at hun kan søke om hjelp. Hun nås på 400 00 032."
NEEDS_CARE = "Han ber om hjelp til å stelle seg hver morgen. Det er mer enn en frivillig kan gjøre."
NEEDS_NIGHTS = "Hun ber om noen som kan våke over faren om natten."
WILL_HELP = "Søkeren vil heller hjelpe som frivillig. Hen nås på 400 00 031."


def send_all() -> None:
    """Send from each desk, the first time the demo starts, and bring each to where it is."""
    if Referral.objects.exists():
        return
    by = demo_applications.colleague()
    first, second = HelpRequest.objects.open()[:2]
    _sent(CareApplication.objects.open().first(), "recruitment", WANTS_TO_WORK, by)
    _sent(InvoiceRequest.objects.open().first(), "care", NEEDS_HELP, by)
    taken, done = _sent(first, "care", NEEDS_CARE, by), _sent(second, "care", NEEDS_NIGHTS, by)
    back = _sent(CarerApplication.objects.open().first(), "volunteers", WILL_HELP, by)
    for one in (taken, done):
        one.take(by=by)
    done.finish(by=by, answer="Vi har ringt henne, og kommer på hjemmebesøk på fredag.")
    back.send_back(by=by, answer="Vi når ikke fram på nummeret. Kan dere spørre etter et annet?")


def _sent(case: Any, to_area: str, text: str, by: User) -> Referral:
    case.mark_opened(by=by)
    return Referral.refer(case, by=by, to_area=to_area, text=text, ground="consent")
