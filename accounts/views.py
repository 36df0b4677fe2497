from functools import wraps

from allauth.account.views import LoginView, password_change
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from requests import RequestException

from accounts import mfa
from accounts.entra import EntraAdapter, entra_for
from accounts.models import User
from accounts.signins import SignIn


class SignInView(LoginView):
    """One page for both ways in; the password stands behind the button most people need."""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"entra": entra_for(self.request)}


def change_password(request: HttpRequest) -> HttpResponse:
    """allauth's page, for whoever has a password here. Most have theirs in Entra ID, and no such page."""
    if not request.user.has_usable_password():
        raise Http404
    return password_change(request)


def sign_ins(request: HttpRequest) -> HttpResponse:
    """Where this employee is signed in."""
    mine = SignIn.objects.lasting().filter(user=request.user)
    return render(request, "accounts/sign_ins.html", {"sign_ins": mine, "this": request.session.session_key})


@require_POST
def end_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of them; this one too, if that is what was pressed."""
    get_object_or_404(SignIn, pk=pk, user=request.user)
    SignIn.objects.filter(pk=pk).end()
    return redirect("sign_ins")


@require_POST
def end_other_sign_ins(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    SignIn.objects.filter(user=request.user).exclude(session_key=request.session.session_key).end()
    return redirect("sign_ins")


def for_employees(view):
    """No citizen gets a second factor or a password: they sign in with ID-porten alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and request.user.kind != User.Kind.STAFF:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_local(view):
    """For employees whose way in is kept here. Beside Entra ID it would be one that Entra ID cannot lock."""

    @for_employees
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and request.user.follows_entra:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_the_same(view):
    """For whoever has shown the factor that is to be changed. allauth would take the password alone, which
    somebody else may know: whoever made the account."""

    @for_local
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and mfa.is_unshown(request):
            return mfa.demand(request, request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


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
