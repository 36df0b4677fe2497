"""The portal's addresses as the demo has them."""

from django.urls import include, path

from asker_portal.urls import urlpatterns as portal

urlpatterns = [path("demo-idp/", include("accounts.demo_idp.urls")), *portal]
