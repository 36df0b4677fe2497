"""Serving a stored file: always as an attachment, never shown by the browser beside our own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework import access
from casework.access import AccessEntry
from casework.encryption import CannotOpen
from casework.files import StoredFile
from casework.uploads import open_file

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def download(request: HttpRequest, file: StoredFile, *, purpose: str = "") -> HttpResponse:
    """The file, or 409 and a sentence while it may not or cannot be opened.

    Whether this person may see it, the view has asked. An employee's download goes into the access log
    with its purpose, in the transaction that the view has or else by itself.
    """
    if not file.may_be_opened:
        return _withheld(request, _why_not(file))
    try:
        data, detail = open_file(file), file.detail
    except CannotOpen:
        return _withheld(request, _("Filen kan ikke åpnes. Driften har fått beskjed."))
    if getattr(request.user, "is_staff", False):
        access.record(request.user, AccessEntry.Action.DOWNLOADED, [file.case], purpose=purpose)
    disposition = content_disposition_header(as_attachment=True, filename=detail["name"])
    headers = HEADERS | {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(data, content_type=detail["type"], headers=headers)


def _why_not(file: StoredFile) -> str:
    if file.state == StoredFile.State.REFUSED:
        return _("Viruskontrollen stanset filen. Den kan ikke åpnes.")
    return _("Filen venter på viruskontroll. Prøv igjen om litt.")


def _withheld(request: HttpRequest, why: str) -> HttpResponse:
    response = render(request, "files/withheld.html", {"why": why}, status=409)
    response["Cache-Control"] = "no-store"
    return response
