"""The decision on the citizen's page: what it says, its letter, the appeal, and the provider of BPA."""

import contextlib

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.citizens import citizen_required
from casework.cases import ChangedMeanwhile, TransitionRefused
from crispy_designsystemet.fields import OneOf, TextField
from crispy_designsystemet.forms import AskingForm
from services import decisions, letters
from services.models import CareApplication, Provider
from services.views.cases import paper

LEVEL = "high"
CHOOSING = {"carried": {"go": "provider"}}


class AppealForm(AskingForm):
    text = TextField(
        label=_("Hva er du uenig i, og hvorfor?"),
        help_text=_("Du trenger ikke vite hva som står i loven."),
        error_messages={"required": _("Skriv hva du er uenig i.")},
    )
    primary = _("Send klagen")


class ProviderForm(AskingForm):
    """Who is to give the assistance, of those under contract today."""

    provider = OneOf(
        label=_("Hvem skal gi assistansen?"), choices=[], error_messages={"required": _("Velg hvem.")}
    )
    primary = _("Velg leverandør")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = Provider.objects.in_force(timezone.localdate())
        self.providers = {str(provider.pk): provider for provider in found}
        self.fields["provider"].choices = [(pk, one.label) for pk, one in self.providers.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required(level=LEVEL)
def mine(request, pk):
    """One's own decisions, from when they are sent. Posts an appeal, or the choice of a provider."""
    case = get_object_or_404(CareApplication, pk=pk, citizen=request.user)
    if not case.decisions.exclude(sent_at=None).exists() and not hasattr(case, "plan"):
        raise Http404
    if request.method != "POST":
        return _page(request, case)
    if request.POST.get("go") == "provider":
        return _choose(request, case, ProviderForm(request.POST, **CHOOSING))
    return _appeal(request, case, AppealForm(request.POST))


@require_safe
@citizen_required(level=LEVEL)
def letter(request, pk, decision):
    """The decision as the letter it is, to keep."""
    case = get_object_or_404(CareApplication, pk=pk, citizen=request.user)
    found = get_object_or_404(case.decisions.exclude(sent_at=None), pk=decision)
    return paper(request, case, lambda _case: letters.render(found), f"{case.reference}.pdf")


def _appeal(request, case, form):
    if not form.is_valid():
        return _page(request, case, status=400, appeal_form=form)
    try:
        decisions.appeal(case, by=request.user, text=form.cleaned_data["text"])
    except ChangedMeanwhile:
        case.refresh_from_db()  # a caseworker did something else: that is no reason to refuse an appeal
        return _appeal(request, case, form)
    except TransitionRefused:
        return _page(request, case, status=409, kept=form.cleaned_data["text"])
    return redirect("services:my_decision", pk=case.pk)


def _choose(request, case, form):
    if not form.is_valid():
        return _page(request, case, status=400, provider_form=form)
    provider = form.providers[form.cleaned_data["provider"]]
    # Where the service ended, or a colleague changed the case, the page says how it stands.
    with contextlib.suppress(TransitionRefused, ChangedMeanwhile):
        decisions.choose_provider(case, by=request.user, provider=provider)
    return redirect("services:my_decision", pk=case.pk)


def _page(request, case, status=200, **extra):
    forms = {"appeal_form": AppealForm(auto_id="appeal_%s"), "provider_form": ProviderForm(**CHOOSING)}
    context = {"case": case} | forms
    return render(request, "services/decision.html", context | extra, status=status)
