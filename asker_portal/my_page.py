"""My page: what a signed-in citizen has with the portal, over all its areas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import sessions
from accounts.citizens import citizen_required
from concerns.dialogue import has_news


@require_safe
@citizen_required(level="substantial")
def my_page(request: HttpRequest) -> HttpResponse:
    """The person's own reports: received, and whether somebody has answered. Nothing more of them."""
    context = {
        "reports": [(report, has_news(report)) for report in request.user.concern_reports.all()],
        "invoice_requests": request.user.invoicerequests.all(),
        "minutes_left": max(1, sessions.seconds_left(request.session) // 60),
    }
    return render(request, "minside/my_page.html", context)
