from django.urls import path

from services.views import pages

app_name = "services"
urlpatterns = [
    path("tjenester/", pages.index, name="index"),
    path("tjenester/finn/", pages.find, name="guide"),
    path("tjenester/<slug:slug>/", pages.service, name="service"),
]
