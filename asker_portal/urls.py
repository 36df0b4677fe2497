from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from accounts import citizen_urls
from asker_portal import health, my_page, views
from helplines import urls as helplines_urls


def desk():
    """The admin and the way in. A public process has none of it, nor the apps it needs."""
    if not settings.HAS_DESK:
        return []
    # Staff sign-in, and in the demo the identity providers.
    return [path("admin/", admin.site.urls), path("", include("accounts.urls"))]


urlpatterns = [
    *desk(),
    path("", include("accounts.citizen_urls")),
    path("ut/", views.quick_exit, name="quick-exit"),
    path("robots.txt", views.robots, name="robots"),
    # Browsers ask for this on pages that name no icon, such as the admin's. Lazily: commands run before
    # the static files are gathered.
    path("favicon.ico", login_not_required(RedirectView.as_view(url=lazy(static, str)("icon.svg")))),
    path("helse/live", health.live, name="live"),
    path("helse/ready", health.ready, name="ready"),
    path("", include(helplines_urls.open_data)),
]
urlpatterns += i18n_patterns(
    path("", views.front, name="front"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("personvern/", views.privacy, name="privacy"),
    path("", include(helplines_urls)),
    path("", include(citizen_urls.pages)),
    path("minside/", my_page.my_page, name="my_page"),
    path("", include("concerns.urls")),
    path("", include("invoices.urls")),
    path("", include("services.urls")),
    path("", include("volunteers.urls")),
    prefix_default_language=False,
)

handler400 = "asker_portal.errors.bad_request"
handler403 = "asker_portal.errors.permission_denied"
handler404 = "asker_portal.errors.not_found"
handler500 = "asker_portal.errors.server_error"
