"""The list for other sites to show in a frame: the only page they may, and one without cookies."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from casework.kept import kept
from helplines import cards, parameters
from helplines.directory import directory

FRAMED_ANYWHERE = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}


@login_not_required
@require_safe
@xframe_options_exempt
@csp_override(FRAMED_ANYWHERE)
@kept("for", "lang")
def page(request: HttpRequest) -> HttpResponse:
    """Numbers and hours, without a script; `?for=barn|forelder` and `?lang=nn|en` as on the pages.

    What it does not know it leaves out: a frame on somebody else's page must not show an error.
    """
    audience, heading = cards.AUDIENCES.get(request.GET.get("for", ""), (None, ""))
    try:
        language = parameters.language(request.GET)
    except parameters.BadParameter:
        language = settings.LANGUAGE_CODE
    with override(language):
        lines = directory()
        shown = cards.groups(cards.listed(lines, audience), lines.at)
        context = {
            "heading": heading,
            "cards": [card for group in shown for card in group.cards],
            "site": settings.SITE_URL,
        }
        return render(request, "helplines/embed.html", context)
