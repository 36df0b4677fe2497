"""The second guardian: invited by the applicant, answers here, and sees the child and the services alone."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.citizens import citizen_required
from casework.encryption import CannotOpen, seal, unseal
from casework.fields import shown
from services import applying
from services.forms.signing import InvitationForm
from services.models import CareApplication, SecondGuardian
from services.models.guardian import CannotInvite

ANSWERS = {"sign": SecondGuardian.Answer.SIGNED, "decline": SecondGuardian.Answer.DECLINED}


@require_POST
@citizen_required(level="high")
def invite(request, pk):
    """Make a code for the applicant to hand over. It is on this page and nowhere later."""
    case = get_object_or_404(CareApplication, pk=pk, citizen=request.user)
    try:
        code = SecondGuardian.invite(case, by=request.user)
    except CannotInvite:
        return redirect("services:my_application", pk=pk)
    address = request.build_absolute_uri(reverse("services:sign_application"))
    context = {"case": case, "code": code, "invitation": case.second_guardian, "address": address}
    return render(request, "services/application/invited.html", context)


@method_decorator([citizen_required(level="high"), sensitive_post_parameters()], name="dispatch")
class SigningView(View):
    """One address for the code, the question and the thanks: nothing of it stands in the history."""

    def get(self, request):
        return self._ask(InvitationForm(user=request.user))

    def post(self, request):
        if (answer := ANSWERS.get(request.POST.get("go", ""))) and "state" in request.POST:
            return self._answer(answer)
        form = InvitationForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._ask(form, status=400)
        invitation = form.cleaned_data["invitation"]
        case = invitation.application
        context = {
            "child_name": applying.child_name(shown(case, "content") or {}),
            "services": case.applied.all(),
            "state": seal(str(invitation.pk), purpose=self._purpose()),
        }
        return render(request, "services/application/sign.html", context)

    def _answer(self, answer):
        try:
            pk = unseal(self.request.POST["state"], purpose=self._purpose())
        except CannotOpen:
            return redirect("services:sign_application")
        invitation = get_object_or_404(SecondGuardian.objects.select_related("application"), pk=pk)
        if not invitation.give_answer(answer, by=self.request.user):
            invitation.refresh_from_db()
            if invitation.user_id != self.request.user.pk:
                return redirect("services:sign_application")
        signed = (invitation.answer or answer) == SecondGuardian.Answer.SIGNED
        return render(self.request, "services/application/signed.html", {"signed": signed})

    def _purpose(self) -> str:
        return f"second guardian by {self.request.user.pk}"

    def _ask(self, form, status=200):
        return render(self.request, "services/application/code.html", {"form": form}, status=status)
