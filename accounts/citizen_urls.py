"""The citizens' door. Its page is in all languages; what ID-porten and buttons ask for has one address."""

from django.urls import path

from accounts import citizen_views as views

pages = [path("logg-inn/", views.sign_in, name="citizen_login")]
urlpatterns = [
    path("logg-inn/bankid/", views.start, name="idporten_login"),
    path("logg-inn/svar/", views.callback, name="idporten_callback"),
    path("logg-ut/", views.sign_out, name="citizen_logout"),
    path("logg-ut/id-porten/", views.front_channel_sign_out, name="citizen_front_channel"),
]
