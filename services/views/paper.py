"""The application as a form to print."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from services.blank_form import blank_form


@require_safe
@login_not_required
def blank(request):
    """For everybody, in the language of the page that led here."""
    headers = {"Content-Disposition": 'inline; filename="soknad.pdf"'}
    return HttpResponse(blank_form(get_language()), content_type="application/pdf", headers=headers)
