"""What citizens read about the services: all of them, one of them, and the way to the right one."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from casework import markdown
from casework.kept import kept
from crispy_designsystemet.forms import DesignForm
from services import guide, wording
from services.models import CareContact, Provider, ServiceType


@login_not_required
@require_safe
@kept()
def index(request: HttpRequest) -> HttpResponse:
    """All services with a sentence each, and whom to call."""
    context = {"services": ServiceType.objects.published(), "contacts": _contacts()}
    return render(request, "services/index.html", context)


@login_not_required
@require_safe
@kept()
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: what it is, for whom, and everything one may ask before applying."""
    found = get_object_or_404(ServiceType.objects.published().with_facts(), slug=slug)
    today = timezone.localdate()
    context = {
        "service": found,
        "about": markdown.html(found.about),
        "place": markdown.html(found.place or ""),
        "ages": [rule for rule in found.age_rules.all() if rule.in_force(today)],
        "law": found.law_on(today),
        "appeal": found.appeal(today),
        "contacts": _contacts(found),
        "providers": _providers(found, today),
    }
    return render(request, "services/service.html", context)


class NeedsForm(DesignForm):
    """What the family needs. It is read from the address, and nothing of it is kept."""

    primary = _("Vis hva som kan passe")

    behov = forms.MultipleChoiceField(
        label=_("Hva trenger dere hjelp til?"),
        help_text=_("Kryss av for alt som passer. Vi lagrer ikke det du svarer."),
        choices=[(need.key, need.label) for need in guide.NEEDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @cached_property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The guide: boxes to tick, and then the services that may help with why, and a person to call."""
    needs = guide.chosen(request.GET.getlist("behov"))
    services = list(ServiceType.objects.published())
    context = {
        "answered": "svar" in request.GET or bool(needs),
        "needs": needs,
        "services": services,
        "proposals": guide.proposals(needs, services),
        "contacts": _contacts(),
        "form": NeedsForm(initial={"behov": [need.key for need in needs]}, carried={"svar": "1"}),
    }
    return render(request, "services/find.html", context)


def _contacts(found: ServiceType | None = None) -> list[CareContact]:
    """Whom to call: those who know this service best first, then those who answer about all of them."""
    own = [] if found is None else [each for each in found.contacts.all() if each.published]
    return own + [each for each in CareContact.objects.of_all_services() if each not in own]


def _providers(found: ServiceType, today: date) -> list[wording.ProviderWords]:
    if found.key != ServiceType.Key.BPA:
        return []
    return wording.providers(Provider.objects.in_force(today))
