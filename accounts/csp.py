"""Where the portal's policy for browsers must give way a little, and only there."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.csp import CSP


def without_trusted_types(view):
    """For pages whose scripts are Django's own admin: they write HTML the old way."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        kept = settings.SECURE_CSP.items()
        response._csp_config = {name: value for name, value in kept if name != "require-trusted-types-for"}
        return response

    return wrapped


def forms_may_lead_to(response, *addresses: str):
    """Let the page's forms end at these addresses' hosts: Chromium checks redirects after a post too."""
    return _widened(response, "form-action", addresses)


def may_be_framed_by(response, *addresses: str):
    """Let these addresses' hosts show the answer in a frame, and nobody else's."""
    response.xframe_options_exempt = True
    return _widened(response, "frame-ancestors", addresses)


def _widened(response, directive: str, addresses: tuple[str, ...]):
    policy = getattr(response, "_csp_config", settings.SECURE_CSP)
    hosts = [host for address in addresses for host in _hosts(address)]
    response._csp_config = policy | {directive: [CSP.SELF, *hosts]}
    return response


def _hosts(address: str) -> list[str]:
    """An issuer's own origin, and what lies below it: people sign in at login.idporten.no."""
    if not address:  # not set up
        return []
    parts = urlsplit(address)
    below = [f"https://*.{parts.netloc}"] if parts.scheme == "https" else []
    return [f"{parts.scheme}://{parts.netloc}", *below]


def leads_to_entra(view):
    """For the pages with the button that posts to us and is sent on to Entra ID."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        from accounts.entra import entra_for  # what speaks OpenID Connect is loaded by those who sign in

        response = view(request, *args, **kwargs)
        entra = entra_for(request)
        return forms_may_lead_to(response, entra.issuer) if entra else response

    return wrapped
