"""Sign-in for employees. Only these of allauth's pages exist: no sign-up, no e-mail, no connections."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.urls import include, path
from django.views.decorators.cache import never_cache

from accounts import views
from accounts.csp import leads_to_entra


def page(route: str, view, name: str):
    """One page for employees. No browser keeps it: secrets and codes are shown here."""
    return path(route, never_cache(view), name=name)


def own(route: str, view, name: str):
    """A page about an employee's own sign-ins."""
    return page(route, views.for_employees(view), name)


def local(route: str, view, name: str):
    """A page about a password or a factor that is kept here."""
    return page(route, views.for_local(view), name)


def factor(route: str, view, name: str):
    """A page that shows or changes second factors."""
    return page(route, views.for_the_same(view), name)


staff = [
    page("", leads_to_entra(views.SignInView.as_view()), "account_login"),
    page("logg-ut/", account.logout, "account_logout"),
    page("stengt/", account.account_inactive, "account_inactive"),
    local("bekreft/", account.reauthenticate, "account_reauthenticate"),
    local("passord/", views.change_password, "account_change_password"),
    page("entra/", leads_to_entra(views.entra_login), "entra_login"),
    page("entra/svar/", views.entra_callback, "entra_callback"),
    own("innlogginger/", views.sign_ins, "sign_ins"),
    own("innlogginger/andre/avslutt/", views.end_other_sign_ins, "end_other_sign_ins"),
    own("innlogginger/<int:pk>/avslutt/", views.end_sign_in, "end_sign_in"),
    factor("to-trinn/", mfa.index, "mfa_index"),
    page("to-trinn/kode/", mfa.authenticate, "mfa_authenticate"),
    local("to-trinn/bekreft/", mfa.reauthenticate, "mfa_reauthenticate"),
    factor("to-trinn/app/", app.activate_totp, "mfa_activate_totp"),
    factor("to-trinn/app/fjern/", app.deactivate_totp, "mfa_deactivate_totp"),
    factor("to-trinn/reservekoder/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    factor("to-trinn/reservekoder/nye/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("to-trinn/nokkel/", keys.login_webauthn, "mfa_login_webauthn"),
    factor("to-trinn/nokler/", keys.list_webauthn, "mfa_list_webauthn"),
    factor("to-trinn/nokler/ny/", keys.add_webauthn, "mfa_add_webauthn"),
    local("to-trinn/nokler/bekreft/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    factor("to-trinn/nokler/<int:pk>/", keys.edit_webauthn, "mfa_edit_webauthn"),
    factor("to-trinn/nokler/<int:pk>/fjern/", keys.remove_webauthn, "mfa_remove_webauthn"),
]

urlpatterns = [path("ansatt/", include(staff))]
if settings.DEMO:
    urlpatterns.append(path("demo-idp/", include("accounts.demo_idp.urls")))
