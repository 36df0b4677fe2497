"""My page: what a signed-in citizen has with the portal, over all its areas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import sessions
from accounts.citizens import citizen_required
from casework.drafts import Draft
from concerns.dialogue import with_news
from services import carers
from services import journeys as care
from services.models import CareApplication, CarerApplication
from volunteers import receiving


@require_safe
@citizen_required(level="substantial")
def my_page(request: HttpRequest) -> HttpResponse:
    """The person's own drafts and cases: when, how they stand, and whether something is new. No content."""
    user = request.user
    context = {
        "drafts": Draft.objects.of(user, care.KIND),
        "job_draft": Draft.objects.of(user, carers.KIND).first(),
        "applications": CareApplication.objects.of(user),
        "job_applications": CarerApplication.objects.filter(citizen=user),
        "reports": with_news(user.concern_reports.all()),
        "invoice_requests": user.invoicerequests.all(),
        "volunteer": receiving.offer_of(user),
        "minutes_left": max(1, sessions.seconds_left(request.session) // 60),
    }
    return render(request, "minside/my_page.html", context)
