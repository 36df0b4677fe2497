"""Invented words of cases to other areas' desks for the demo, in each of their states."""

from typing import Any

from accounts.models import User
from asker_portal import demo_applications
from casework.referrals import Referral
from invoices.models import InvoiceRequest
from services.models import CareApplication, CarerApplication
from volunteers.models import HelpRequest

FROM_CARE = "Mor vil selv bli støttekontakt for andre. Hun nås på 400 00 030 etter klokka fire."
FROM_INVOICE = (
    "Hun klarer ikke regningene fordi hun er hjemme med et sykt barn, og vet ikke at hun kan søke om hjelp."
)
FROM_REQUEST = "Han ber om hjelp til å stelle seg hver morgen. Det er mer enn en frivillig kan gjøre."
FROM_WORK = "Søkeren vil heller hjelpe som frivillig. Hen nås på 400 00 031."


def send_all() -> None:
    """Send one from each desk, the first time the demo starts, and bring each to where it is."""
    if Referral.objects.exists():
        return
    by, _made = User.objects.get_or_create(username=demo_applications.EMPLOYEE, defaults={"is_active": False})
    _sent(CareApplication.objects.open().first(), "recruitment", FROM_CARE, by)
    taken = _sent(InvoiceRequest.objects.open().first(), "care", FROM_INVOICE, by)
    done = _sent(HelpRequest.objects.open().first(), "care", FROM_REQUEST, by)
    back = _sent(CarerApplication.objects.open().first(), "volunteers", FROM_WORK, by)
    for one in (taken, done):
        one.take(by=by)
    done.finish(by=by, answer="Vi har ringt ham, og kommer på hjemmebesøk på fredag.")
    back.send_back(by=by, answer="Vi når ikke fram på nummeret. Kan dere spørre etter et annet?")


def _sent(case: Any, to_area: str, text: str, by: User) -> Referral:
    return Referral.refer(case, by=by, to_area=to_area, text=text, ground="consent")
