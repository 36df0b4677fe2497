"""Applying for care services: the first page, the drafts there are, the steps, and sending."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods, require_safe

from accounts import kept_posts
from accounts.citizens import citizen_required
from casework.draft_journey import CHECK, DraftJourneyView
from casework.drafts import Draft
from casework.fields import shown
from casework.steps import Journey
from services import applying
from services.forms import people
from services.journeys import KIND, Ages, care_journey
from services.models import CareApplication, CareContact

MOST_DRAFTS = 20  # one person may apply for several children; nobody needs more at once


@require_safe
@login_not_required
def start(request):
    """What one needs, how long it takes, and what happens then."""
    contacts = CareContact.objects.published().filter(for_all=True)
    return render(request, "services/application/start.html", {"contacts": contacts})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required(level="high")
def begin(request):
    """The drafts there are, each to go on with or throw away, and the button that begins one."""
    drafts = Draft.objects.of(request.user, KIND)
    if request.method != "POST":
        return render(request, "services/application/begin.html", {"drafts": drafts})
    if draft_id := request.POST.get("delete"):
        for draft in drafts:
            if str(draft.pk) == draft_id:
                draft.throw_away()
        return redirect("services:begin_application")
    if drafts.count() >= MOST_DRAFTS:
        return redirect("services:begin_application")
    draft = Draft.objects.create(user=request.user, kind=KIND)
    return redirect("services:application_draft", pk=draft.pk)


@method_decorator(citizen_required(level="high"), name="dispatch")
class ApplicationView(DraftJourneyView):
    """The steps of the application, for today's age rules."""

    kind = KIND
    check_template = "services/application/check.html"
    step_template = "services/application/step.html"

    @cached_property
    def journey(self) -> Journey:
        return care_journey(timezone.localdate())

    def address(self, slug=""):
        if slug:
            return reverse("services:application_step", args=[self.draft.pk, slug])
        return reverse("services:application_draft", args=[self.draft.pk])

    def prepare(self, form, stop, walk):
        for_oneself = walk.cleaned.get("who", {}).get("who") == people.SELF
        known = {"contact": "name"} | ({"child": "child_name"} if for_oneself else {})
        if stop.step.slug in known and not form.is_bound:
            form.initial = {known[stop.step.slug]: shown(self.request.user.citizen, "name")}

    def _step(self, walk, stop, form, status=200, **context):
        if stop.step.slug == "age":
            context["misfits"] = Ages(timezone.localdate()).explained(walk.cleaned)
            context["contacts"] = CareContact.objects.published().filter(for_all=True)
        return super()._step(walk, stop, form, status, **context)

    def send(self, walk):
        content = applying.content_of(walk.cleaned)
        if content["who"]["who"] == people.SELF:
            content["child"]["pid"] = shown(self.request.user.citizen, "pid")
        with transaction.atomic():
            draft = Draft.objects.select_for_update().filter(pk=self.draft.pk).first()
            if draft is None:  # the other press of a double click was first
                return redirect("services:my_application", pk=self.kwargs["pk"])
            case = CareApplication.receive(
                content,
                str(draft.pk),
                citizen=self.request.user,
                contact=applying.contact_of(walk.cleaned),
                files=draft.staged(),
                address_is_protected=content["contact"]["protected"],
                id=draft.pk,
            )
            draft.hand_over()
        return redirect("services:my_application", pk=case.pk)

    def gone(self, pk):
        """A draft that was sent is the case of the same number. What another tab wrote is shown again."""
        sent = CareApplication.objects.filter(pk=pk, citizen=self.request.user).first()
        written = kept_posts.texts(self.request)
        if self.request.method == "POST" and written and self.kwargs.get("slug") != CHECK:
            context, status = {"case": sent, "texts": written}, 409 if sent else 404
            return render(self.request, "services/application/already_sent.html", context, status=status)
        return redirect("services:my_application", pk=pk) if sent else None
