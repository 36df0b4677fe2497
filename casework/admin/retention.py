"""Retention for those who approve it: what is past its time, lists to delete, cases that are held back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from casework import references
from casework.counting import MOST
from casework.disposal import Disposal, Hold, NotYours, model_of, report
from casework.read_only import ReadOnlyAdmin
from casework.retention import Rule, rules

OUTCOMES = {
    "deleted": gettext_lazy("slettet"),
    "held": gettext_lazy("holdt tilbake"),
    "not archived": gettext_lazy("venter på kvittering fra arkivet"),
    "no longer due": gettext_lazy("det har skjedd noe nytt"),
    "gone before": gettext_lazy("var borte fra før"),
}


class HoldForm(forms.Form):
    """Which case is held back, and why."""

    use_required_attribute = False
    reference = forms.CharField(label=gettext_lazy("Sakens referanse"), max_length=20)
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor den ikke skal slettes"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


@admin.register(Disposal)
class DisposalAdmin(ReadOnlyAdmin):
    """One page of rules and lists, and one for each list. Nothing is deleted here: the command does that."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = {
            "prepare/": ("prepare", self.prepare_view),
            "hold/": ("hold", self.hold_view),
            "hold/<uuid:pk>/lift/": ("lift", self.lift_view),
            "<uuid:pk>/approve/": ("approve", self.approve_view),
        }
        named = [path(at, view(do), name=f"casework_disposal_{name}") for at, (name, do) in own.items()]
        return [*named, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Disposal | None = None) -> bool:
        """Whoever may approve by one of the rules; a list itself only by its own."""
        mine = _rules_of(request)
        return bool(mine) and (obj is None or obj.rule in {rule.name for rule in mine})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(rule__in=[rule.name for rule in _rules_of(request)])

    # --- pages --------------------------------------------------------------------------------------
    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return self._overview(request, HoldForm())

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self._members_only(request)
        disposal = self.get_object(request, object_id)
        if disposal is None:
            return redirect("admin:casework_disposal_changelist")
        context = self._context(request) | {
            "title": _("Sletteliste"),
            "disposal": disposal,
            "rule": rules[disposal.rule],
            "items": [(item, OUTCOMES.get(item.outcome, "")) for item in disposal.items.all()],
            "may_approve": disposal.may_be_approved_by(request.user),
        }
        return TemplateResponse(request, "admin/casework/disposal.html", context)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list itself says who approved it, and when."""
        self._members_only(request)
        return redirect("admin:casework_disposal_changelist")

    # --- deeds --------------------------------------------------------------------------------------
    def prepare_view(self, request: HttpRequest) -> HttpResponse:
        """Make a list of what may go by one rule now."""
        return self._do(request, self._prepare)

    def approve_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The first or the second approval."""
        return self._do(request, self._approve, pk)

    def hold_view(self, request: HttpRequest) -> HttpResponse:
        return self._do(request, self._hold)

    def lift_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        return self._do(request, self._lift, pk)

    def _do(self, request: HttpRequest, deed: Any, *args: Any) -> HttpResponse:
        self._members_only(request)
        return require_POST(deed)(request, *args)

    def _prepare(self, request: HttpRequest) -> HttpResponse:
        rule = _rule(request, request.POST.get("rule", ""))
        if disposal := Disposal.prepare(rule, by=request.user):
            return redirect("admin:casework_disposal_change", disposal.pk)
        messages.info(request, _("Det er ikke noe å slette nå, eller det står på en liste fra før."))
        return redirect("admin:casework_disposal_changelist")

    def _approve(self, request: HttpRequest, pk: Any) -> HttpResponse:
        disposal = get_object_or_404(self.get_queryset(request), pk=pk)
        page = reverse("admin:casework_disposal_change", args=[pk])
        if again := self.admin_site.ask_again(request, page):  # type: ignore[attr-defined]
            return again
        try:
            disposal.approve(by=request.user)
        except NotYours:
            messages.error(request, _("Du har godkjent listen før, eller den er godkjent av to."))
            return redirect(page)
        if disposal.is_approved:
            text = _("Listen er godkjent av to. Det som står på den, slettes i natt.")
        else:
            text = _("Du har godkjent listen. En til må godkjenne den før noe slettes.")
        messages.success(request, text)
        return redirect(page)

    def _hold(self, request: HttpRequest) -> HttpResponse:
        form = HoldForm(request.POST)
        found = _find(request, form.cleaned_data["reference"]) if form.is_valid() else None
        if found is None:
            if form.is_valid():
                form.add_error("reference", _("Ingen av dine saker har denne referansen."))
            return self._overview(request, form, status=400)
        rule, case = found
        Hold.objects.create(
            thing=str(case.pk),
            reference=case.reference,
            rule=rule.name,
            reason=form.cleaned_data["reason"],
            by=request.user.get_username(),
        )
        messages.success(request, _("Saken holdes tilbake. Den slettes ikke før det er opphevet."))
        return redirect("admin:casework_disposal_changelist")

    def _lift(self, request: HttpRequest, pk: Any) -> HttpResponse:
        holds = Hold.objects.filter(rule__in=[rule.name for rule in _rules_of(request)])
        get_object_or_404(holds, pk=pk).lift(by=request.user)
        messages.success(request, _("Saken kan slettes igjen når tiden er ute."))
        return redirect("admin:casework_disposal_changelist")

    # --- parts --------------------------------------------------------------------------------------
    def _overview(self, request: HttpRequest, form: HoldForm, status: int = 200) -> HttpResponse:
        self._members_only(request)
        mine = {rule.name for rule in _rules_of(request)}
        context = self._context(request) | {
            "title": _("Sletting"),
            "found": [(rule, _in_words(counts), counts["due"]) for rule, counts in report(mine, most=MOST)],
            "disposals": [(one, rules[one.rule]) for one in self.get_queryset(request)[:50]],
            "holds": Hold.objects.filter(rule__in=mine, lifted_at=None).order_by("at"),
            "form": form,
        }
        return TemplateResponse(request, "admin/casework/retention.html", context, status=status)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        list_url = reverse("admin:casework_disposal_changelist")
        return {**self.admin_site.each_context(request), "opts": self.opts, "list_url": list_url}

    def _members_only(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def _rules_of(request: HttpRequest) -> list[Rule]:
    return [rule for rule in rules.values() if rule.may_be_approved_by(request.user)]


def _rule(request: HttpRequest, name: str) -> Rule:
    """One of the person's own rules. Raises PermissionDenied for another's, and for none."""
    if name not in {rule.name for rule in _rules_of(request)}:
        raise PermissionDenied
    return rules[name]


def _find(request: HttpRequest, written: str) -> tuple[Rule, Any] | None:
    """A case by its reference, of an area whose deletions the person approves."""
    reference = references.normalise(written)
    for rule in _rules_of(request) if reference else []:
        model = model_of(rule)
        if model and (case := model._base_manager.filter(reference=reference).first()):
            return rule, case
    return None


def _in_words(counts: Any) -> str:
    parts = [ngettext("%d kan slettes", "%d kan slettes", counts["due"]) % counts["due"]]
    if held := counts["held"]:
        parts.append(ngettext("%d holdes tilbake", "%d holdes tilbake", held) % held)
    if waiting := counts["not archived"]:
        parts.append(
            ngettext("%d venter på kvittering fra arkivet", "%d venter på kvittering fra arkivet", waiting)
            % waiting
        )
    return ", ".join(parts)
