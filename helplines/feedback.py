"""«Stemmer ikke nummeret?»: a short form that asks for nothing about the sender."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.limits import global_limit
from crispy_designsystemet.fields import PlainTextField, Textarea
from crispy_designsystemet.forms import DesignForm
from helplines.models import Helpline, NumberFeedback
from helplines.views import published

MOST_PER_HOUR = 60  # for the whole portal, since nothing is kept that tells one sender from another
TRAP = "website"  # no person sees this box; programs fill it in


class FeedbackForm(DesignForm):
    primary = _("Send melding")

    message = PlainTextField(
        label=_("Hva er feil?"),
        help_text=_("Du kan la feltet stå tomt. Skriv ikke navn eller noe om deg selv."),
        required=False,
        max_length=500,
        widget=Textarea(attrs={"rows": 4}),
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a message about a line, store it, and say thank you on a page of its own."""
    lines, line = published(slug)
    form = FeedbackForm(request.POST if request.method == "POST" else None, carried={TRAP: ""})
    full = False
    if request.method == "POST" and form.is_valid():
        full = not _stored(request, slug, form.cleaned_data["message"])
        if not full:
            return redirect("helplines:thanks", slug=slug)
    context = {"directory": lines, "line": line, "form": form, "full": full}
    return render(request, "helplines/feedback.html", context, status=429 if full else 200)


@login_not_required
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    lines, line = published(slug)
    return render(request, "helplines/thanks.html", {"directory": lines, "line": line})


def _stored(request: HttpRequest, slug: str, message: str) -> bool:
    """Store the message; False when this hour has had enough of them. A trapped program hears "yes"."""
    if request.POST.get(TRAP):
        return True
    if not global_limit("helplines-feedback", MOST_PER_HOUR, seconds=60 * 60):
        return False
    helpline = get_object_or_404(Helpline, slug=slug)
    number = helpline.numbers.exclude(digits="").first()
    NumberFeedback.objects.create(helpline=helpline, digits=number.digits if number else "", message=message)
    return True
