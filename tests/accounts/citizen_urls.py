"""The demo's addresses, and a page of the highest level that says back what was posted to it."""

from django.http import HttpResponse
from django.urls import path

from accounts.citizens import citizen_required
from tests.accounts.demo_urls import urlpatterns as portal


@citizen_required(level="high")
def secure(request):
    return HttpResponse(request.POST.get("text", "nothing"))


urlpatterns = [path("sikker/", secure, name="secure"), *portal]
