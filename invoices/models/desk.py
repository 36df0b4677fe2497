"""What is written on a request after it came, by whoever asked and by invoicing."""

from django.db import models

from casework.messages import CaseFile, CaseMessage
from casework.notes import CaseNote
from invoices.models.request import InvoiceRequest


class InvoiceMessage(CaseMessage):
    """What the person who asked and invoicing write to each other, where that person signed in."""

    case = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="messages")


class InvoiceFile(CaseFile):
    """A file that invoicing sends along or notes. Nobody is asked for papers about their money."""

    case = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(InvoiceMessage, null=True, on_delete=models.CASCADE, related_name="files")
    note = models.ForeignKey("InvoiceNote", null=True, on_delete=models.CASCADE, related_name="files")


class InvoiceNote(CaseNote):
    """What invoicing notes for itself."""

    case = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="notes")
