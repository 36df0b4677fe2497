from allauth.account.views import LoginView
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from requests import RequestException

from accounts.entra import EntraAdapter, entra_for


class SignInView(LoginView):
    """One page for both ways in; the password stands behind the button most people need."""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"entra": entra_for(self.request)}


def _entra(view_class):
    """allauth's view for one provider; no such page where Entra ID is not set up.

    allauth itself lets a provider that is down end in a 500, before and after the sign-in.
    """

    @login_not_required
    def view(request):
        try:
            return view_class.adapter_view(EntraAdapter(request, EntraAdapter.provider_id))(request)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        except (OAuth2Error, RequestException) as error:
            return render_authentication_error(request, entra_for(request), exception=error)

    return view


entra_login = _entra(OAuth2LoginView)
entra_callback = _entra(OAuth2CallbackView)
