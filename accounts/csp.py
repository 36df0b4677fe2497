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
    """Let the page's forms end at these addresses' origins: Chromium checks redirects after a post too."""
    origins = ["{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in addresses]
    policy = getattr(response, "_csp_config", settings.SECURE_CSP)
    response._csp_config = policy | {"form-action": [CSP.SELF, *origins]}
    return response


def leads_to_entra(view):
    """For the pages with the button that posts to us and is sent on to Entra ID."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        from accounts.entra import entra_for  # what speaks OpenID Connect is loaded by those who sign in

        response = view(request, *args, **kwargs)
        entra = entra_for(request)
        return forms_may_lead_to(response, entra.issuer) if entra else response

    return wrapped
