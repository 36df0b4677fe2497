from django.urls import path

from accounts.demo_idp import views

app_name = "demo-idp"
urlpatterns = [
    path("<slug:realm>/.well-known/openid-configuration", views.configuration, name="configuration"),
    path("<slug:realm>/jwks", views.jwks, name="jwks"),
    path("<slug:realm>/authorize", views.authorize, name="authorize"),
    path("<slug:realm>/endsession", views.end_session, name="end-session"),
    path("<slug:realm>/token", views.token, name="token"),
]
