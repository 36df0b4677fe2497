"""A journey with a step for files, at addresses of the tests' own."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator

from asker_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from casework.attachments import FilesForm
from casework.sealed_journey import SealedJourneyView
from casework.steps import Journey, Step
from crispy_designsystemet.forms import StepForm

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class WordsForm(StepForm):
    words = forms.CharField(label="Ord")


@method_decorator(login_not_required, name="dispatch")
class JourneyView(SealedJourneyView):
    journey = Journey(
        Step("words", "Ord", WordsForm),
        Step("files", "Filer", FilesForm, lambda cleaned: cleaned.get("words") != {"words": "uten"}),
        Step("more", "Flere ord", WordsForm),
    )
    purpose = "tests"

    def send(self, walk, state):
        return JsonResponse({"content": walk.cleaned, "files": self.files(state)})


@login_not_required
def counts(request):
    """A view that asks for no files."""
    return HttpResponse(str(sum(file.size for file in request.FILES.values())))


urlpatterns = [*urlpatterns, path("journey/", JourneyView.as_view()), path("counts/", counts)]
