from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from asker_portal import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("ut/", views.quick_exit, name="quick-exit"),
    # health: asker_portal.health
    # staff sign-in and the demo's identity provider: accounts.urls
    # open data: helplines.urls.api
]
urlpatterns += i18n_patterns(
    path("", views.front, name="front"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("personvern/", views.privacy, name="privacy"),
    prefix_default_language=False,
)
