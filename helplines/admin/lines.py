"""Helplines: change a number or an hour, see what it leads to, publish it, confirm it, restore it."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from casework.admin.fields import DeskFields
from casework.admin.preview import PreviewableForm, PreviewAdmin
from helplines import snapshots, wording
from helplines.admin.filters import AudienceFilter, ShownFilter, StaleFilter
from helplines.admin.history import HistoryPages
from helplines.admin.inlines import ExceptionInline, HoursInline, NumberInline
from helplines.admin.outlook import outlook
from helplines.admin.upcoming import upcoming
from helplines.directory import preview as as_published
from helplines.line import STALE_AFTER
from helplines.models import Helpline


class HelplineForm(PreviewableForm):
    """A line with what is said about the change, and the revision it was made from."""

    comment = forms.CharField(
        label=_("Hva endret du?"),
        required=False,
        max_length=200,
        help_text=_("En kort setning til kollegene. Den står i historikken."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    whole_line_is_right = forms.BooleanField(
        label=_("Jeg har sett over hele linja, og alt stemmer"),
        help_text=_("Da regnes linja som kontrollert i dag, også det du ikke endret."),
        required=False,
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["based_on"].initial = self.instance.published_id
        self.fields["whole_line_is_right"].initial = self.instance.pk is None

    def clean(self):
        """Refuse to write over what a colleague has published since this form was opened."""
        cleaned = super().clean()
        if self.instance.pk and self.cleaned_data.get("based_on") != self.instance.published_id:
            self.add_error(
                None,
                _(
                    "En kollega har publisert en endring mens du skrev. "
                    "Åpne linja på nytt i et annet vindu, og gjør endringen din der."
                ),
            )
        return cleaned


@admin.register(Helpline)
class HelplineAdmin(DeskFields, PreviewAdmin, HistoryPages, TranslationAdmin):
    form = HelplineForm
    inlines = [NumberInline, HoursInline, ExceptionInline]
    help_texts = {
        "slug": _("Siste del av nettadressen. Den kan ikke endres siden."),
        "kind": _("Styrer hvor i listen linja står."),
        "zone": _("Hvor i kommunen tilbudet er. Tomt: overalt."),
        "always": _("Da trenger du ikke fylle ut åpningstider."),
        "hours_known": _("Uten kryss sier siden at vi ikke vet når det er åpent."),
        "on_holidays": _("Bevegelige helligdager regnes ut, du trenger ikke legge dem inn."),
        "summary": _("En eller to korte setninger. Den som er redd, skal forstå dem."),
        "who_answers": _("Yrket til dem som svarer, for eksempel helsesykepleier. Ikke navn."),
        "languages": _("Språkene noen svarer på."),
        "cost": _("For eksempel: gratis, eller som en vanlig samtale."),
        "address": _("For den som vil møte opp."),
        "shown_from": _("Tomt: vises fra den er publisert."),
        "shown_to": _("Etter den dagen er linja borte fra nettsidene. Historikken blir igjen."),
        "national": _("Den er ikke kommunens egen, og noen andre holder den riktig."),
        "contact_number": _("Vises på siden sammen med rollen."),
    }
    fieldsets = [
        (_("Navn og hvem linja er for"), {"classes": ["collapse"], "fields": [
            "name", "slug", "kind", "for_children", "for_guardians", "for_everyone", "zone",
        ]}),
        (_("Når det er åpent"), {"classes": ["collapse"], "fields": [
            "always", "hours_known", "on_holidays", "on_half_days", "closed_months",
        ]}),
        (_("Tekster"), {"classes": ["collapse"], "fields": [
            "summary", "who_answers", "privacy", "languages", "cost", "address",
        ]}),
        (_("Hvor og hvor lenge linja vises"), {"classes": ["collapse"], "fields": [
            "shown_from", "shown_to", "acute_order", "national", "order", "supplements",
        ]}),
        (_("Hvem som passer på linja"), {"classes": ["collapse"], "fields": [
            "owner_email", "contact_role", "contact_number", "source", "source_note",
        ]}),
        (_("Før du publiserer"), {"fields": ["comment", "whole_line_is_right", "based_on"]}),
    ]  # fmt: skip
    list_display = ["name", "now", "confirmed", "coming"]
    list_filter = [StaleFilter, AudienceFilter, ShownFilter]
    list_per_page = 50
    search_fields = ["name_nb", "slug", "numbers__digits"]
    sortable_by = ["name"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ["confirm_lines"]
    change_form_template = "admin/helplines/helpline/change_form.html"
    preview_template = "admin/helplines/line_preview.html"
    preview_label = _("Vis 14 dager fram")
    save_label = _("Lagre og publiser")

    class Media:
        css = {"all": ["css/desk/helplines.css"]}

    # --- who may do what ----------------------------------------------------------------------------
    def has_delete_permission(self, request, obj=None) -> bool:
        """A line ends by its date. Deleted, its history would be gone too."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """The address of a page that people have kept does not change."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name_nb"]}

    def view_on_site(self, line: Helpline) -> str | None:
        return reverse("helplines:line", args=[line.slug]) if line.published_id else None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("published")

    # --- the list -----------------------------------------------------------------------------------
    @admin.display(description=_("nå"))
    def now(self, line: Helpline) -> str:
        if not line.published:
            return _("Ikke publisert")
        today = timezone.localdate()
        published = as_published(line.published.content)
        if not published.shown_on(today):
            return _("Vises ikke")
        return str(wording.of(published.status(timezone.now()), timezone.now()))

    @admin.display(description=_("bekreftet"), ordering="confirmed_at")
    def confirmed(self, line: Helpline) -> str:
        """Stale or not in words; emergency and national lines are nobody's here to confirm."""
        if line.acute_order is not None or line.national:
            return _("Trenger ingen bekreftelse")
        if line.confirmed_at is None:
            return _("Aldri bekreftet. Se over den.")
        age = timezone.now() - line.confirmed_at
        if age > STALE_AFTER:
            return _("Ikke bekreftet på %(days)d dager. Se over den.") % {"days": age.days}
        return _("Bekreftet %(date)s") % {"date": wording.full_date(timezone.localdate(line.confirmed_at))}

    @admin.display(description=_("kommende endringer"))
    def coming(self, line: Helpline) -> str:
        changes = upcoming(line.published.content, timezone.localdate()) if line.published else []
        if len(changes) > 1:
            return _("%(first)s (og %(more)d til)") % {"first": changes[0], "more": len(changes) - 1}
        return str(changes[0]) if changes else "–"

    @admin.action(description=_("Alt stemmer fortsatt"), permissions=["change"])
    def confirm_lines(self, request, lines) -> None:
        count = lines.confirm(by=request.user)
        message = ngettext("%(count)d linje er bekreftet.", "%(count)d linjer er bekreftet.", count)
        messages.success(request, message % {"count": count})

    def worklists(self, request) -> list[tuple]:
        """For the start page: label, lines, and the query string of the list."""
        stale = self.get_queryset(request).unconfirmed_since(timezone.now() - STALE_AFTER)
        return [(_("Hjelpetelefoner å se over"), stale.shown_on(timezone.localdate()), "stale=yes")]

    # --- the form -----------------------------------------------------------------------------------
    def preview(self, form, formsets) -> dict:
        line, now = form.instance, timezone.now()
        after = as_published(_snapshot(form, formsets))
        before = as_published(line.published.content) if line.published else None
        return {"line": after, "channels": outlook(after, before, now)}

    def render_change_form(self, request, context, **kwargs):
        line = context["original"]
        if line and line.published:
            context["upcoming"] = upcoming(line.published.content, timezone.localdate())
            context["confirmed"] = self.confirmed(line)
        return super().render_change_form(request, context, **kwargs)

    def save_related(self, request, form, formsets, change) -> None:
        """Rows of a number that goes are saved before it, and go with it. Then all of it is published."""
        super().save_related(request, form, formsets[::-1], change)
        line, before = form.instance, form.instance.published_id
        line.publish(by=request.user, comment=form.cleaned_data["comment"])
        if form.cleaned_data["whole_line_is_right"]:
            line.confirm(by=request.user)
        self._tell(request, line, published=line.published_id != before)

    def _tell(self, request, line: Helpline, *, published: bool) -> None:
        said = _("«{}» er publisert.") if published else _("Ingenting er endret i «{}».")
        link = format_html(
            ' <a href="{}">{}</a>', self.view_on_site(line), _("Se siden slik innbyggerne ser den")
        )
        messages.success(request, format_html(said, line.name) + link)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_post_save_add(request, obj)

    def response_change(self, request, obj):
        """The message is given when the line is published."""
        return self.response_post_save_change(request, obj)

    # --- the button on the page ---------------------------------------------------------------------
    def get_urls(self):
        view = self.admin_site.admin_view
        confirm = path("<int:pk>/confirm/", view(self.confirm_view), name="helplines_helpline_confirm")
        return [confirm, *super().get_urls()]

    def confirm_view(self, request, pk: int):
        line = self.line_to_change(request, pk)
        line.confirm(by=request.user)
        messages.success(request, format_html(_("«{}» er bekreftet."), line.name))
        return redirect("admin:helplines_helpline_change", pk)


def _snapshot(form, formsets) -> dict:
    """The posted form as a snapshot: rows of a number that is to be deleted go with it."""
    numbers, hours, exceptions = formsets
    gone = {row.instance.pk for row in numbers.deleted_forms}
    rows = [[row.instance for row in formset.kept()] for formset in (numbers, hours, exceptions)]
    rows[1:] = [[row for row in kept if row.number_id not in gone] for kept in rows[1:]]
    supplements = sorted(line.slug for line in form.cleaned_data.get("supplements", ()))
    return snapshots.compose(form.instance, *rows, supplements)
