"""The citizens' door. Its pages are in all languages; what is registered with ID-porten has one address."""

from django.urls import path

from accounts import citizen_views as views

pages = [
    path("logg-inn/", views.sign_in, name="citizen_login"),
    path("logg-inn/bankid/", views.start, name="idporten_login"),
    path("logg-ut/", views.sign_out, name="citizen_logout"),
]
urlpatterns = [
    path("logg-inn/svar/", views.callback, name="idporten_callback"),
    path("logg-ut/ferdig/", views.signed_out, name="citizen_signed_out"),
    path("logg-ut/id-porten/", views.front_channel_sign_out, name="citizen_front_channel"),
]
