"""Sign-in for employees. Only these of allauth's pages exist: no sign-up, no e-mail, no connections."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.urls import include, path

from accounts import views
from accounts.csp import asks_the_portal, leads_to_entra

staff = [
    path("", leads_to_entra(asks_the_portal(views.SignInView.as_view())), name="account_login"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("stengt/", account.account_inactive, name="account_inactive"),
    path("bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("passord/", account.password_change, name="account_change_password"),
    path("entra/", leads_to_entra(views.entra_login), name="entra_login"),
    path("entra/svar/", views.entra_callback, name="entra_callback"),
    path("to-trinn/", mfa.index, name="mfa_index"),
    path("to-trinn/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("to-trinn/bekreft/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("to-trinn/app/", app.activate_totp, name="mfa_activate_totp"),
    path("to-trinn/app/fjern/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("to-trinn/reservekoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("to-trinn/reservekoder/nye/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("to-trinn/reservekoder/fil/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("to-trinn/nokkel/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("to-trinn/nokler/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("to-trinn/nokler/ny/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("to-trinn/nokler/bekreft/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("to-trinn/nokler/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("to-trinn/nokler/<int:pk>/fjern/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [path("ansatt/", include(staff))]
if settings.DEMO:
    urlpatterns.append(path("demo-idp/", include("accounts.demo_idp.urls")))
