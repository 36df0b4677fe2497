"""Mail that says that something waits, never what: one subject for all areas."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

NO_ANSWERS = {"Auto-Submitted": "auto-generated"}  # RFC 3834: who is on holiday need not say so


def send(to: str, text: str) -> None:
    """Send one mail. Raises what the mail server's connection raises."""
    EmailMessage(_("Du har en ny beskjed"), text, to=[to], headers=NO_ANSWERS).send()
