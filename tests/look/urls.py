"""The portal's addresses, and pages that only tests need: the sample form, and things that go wrong."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from asker_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.look.sample import SampleForm

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def sample(request):
    form = SampleForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return HttpResponse("sent")
    return render(request, "sample.html", {"form": form})


def raising(error):
    @login_not_required
    def view(request):
        raise error

    return view


urlpatterns = [
    path("prove/", sample, name="sample"),
    path("prove/400/", raising(SuspiciousOperation())),
    path("prove/403/", raising(PermissionDenied())),
    path("prove/500/", raising(ValueError("a secret thing"))),
    path("prove/503/", raising(OperationalError("down"))),
    *urlpatterns,
]
