"""Telling people that something waits for them, never what: a neutral line, and a link to their own page."""

import logging
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.conflicts import look_at
from casework.encryption import keyed_hash
from casework.fields import shown
from casework.outbox import handles
from casework.referrals import Referral
from volunteers import links
from volunteers.models import Ask, HelpRequest, OneTimeCode, VolunteerNote

alarm = logging.getLogger("portal.alarm")


@handles("volunteers.tell_helper")
def tell_helper(ask: str) -> None:
    """That there is a question, or that a place is theirs. Who has nothing left to read is not told."""
    one = Ask.objects.select_related("volunteer").filter(pk=ask).first()
    if one and one.answer in (Ask.Answer.NONE, Ask.Answer.RESERVED):
        _tell(one.volunteer, links.address("ask", one.pk, one.volunteer.language))


@handles("volunteers.tell_seeker")
def tell_seeker(request: str) -> None:
    """That something has happened with what they asked for."""
    one = HelpRequest.objects.filter(pk=request).first()
    if one:
        _tell(one, links.address("request", one.pk, one.language))


@handles("volunteers.tell_coordinator")
def tell_coordinator() -> None:
    """That something at the desk should be looked at now."""
    if not settings.VOLUNTEER_COORDINATOR_MAIL:
        alarm.error("no_volunteer_coordinator_mail")
        return
    from casework import mail

    text = _("Noe haster hos frivilligkoordinatoren. Se oversikten: %(address)s")
    mail.send(settings.VOLUNTEER_COORDINATOR_MAIL, text % {"address": f"{settings.SITE_URL}/admin/"})


@handles("volunteers.send_code")
def send_code(code: str) -> None:
    """The six digits, to the number of whoever the link belongs to. The worker alone sends."""
    one = OneTimeCode.objects.filter(pk=code).first()
    if one is None:
        return
    who = _behind(one.subject)
    content = (shown(who, "content") if who else None) or {}
    digits = shown(one, "code")
    if not digits or not content.get("phone"):
        return
    from casework import sms

    with override(who.language):
        sms.send(content["phone"], _("Koden din er %(code)s. Den gjelder i 10 minutter.") % {"code": digits})


@handles("volunteers.index", gives_up=False)
def index(model: str, case: str) -> None:
    """Make the telephone number findable for the block list, under the desk's own key."""
    rows = apps.get_model(model)._base_manager.filter(pk=case)
    rows.update(contact_hash=hash_of((rows.get().content or {}).get("phone", "")))
    look_at(rows.get())


@handles("volunteers.forget_notes", gives_up=False)
def forget_notes(volunteer: str) -> None:
    """Delete what the desk noted, or told another, of one who has left: no public process can."""
    VolunteerNote.objects.filter(case=volunteer).delete()
    Referral.objects.filter(from_case_id=volunteer).delete()


def hash_of(phone: str) -> str:
    """What the desk finds a telephone number by; empty for none."""
    from casework import sms

    try:
        return keyed_hash("volunteers phone", sms.normalised(phone))
    except sms.NotSent:
        return ""


def _behind(subject: Any) -> Any:
    ask = Ask.objects.select_related("volunteer").filter(pk=subject).first()
    return ask.volunteer if ask else HelpRequest.objects.filter(pk=subject).first()


def _tell(who: Any, address: str) -> None:
    """Where they chose to be told; nowhere for one who asked to be called. Raises what the channel raises."""
    from casework import mail, sms  # what knows telephone numbers is heavy, and only the worker sends

    contact = shown(who, "contact") or {}
    with override(who.language):
        text = _("Du har en ny beskjed: %(address)s") % {"address": address}
        if email := contact.get("email"):
            mail.send(email, text)
        elif mobile := contact.get("mobile"):
            sms.send(mobile, text)
