"""The providers, where allauth looks for them when it starts.

A public process gets ID-porten at its first sign-in (`idporten_for`), not before: what speaks OpenID Connect
takes memory that most of its pages never need.
"""

from django.conf import settings

provider_classes = []
if settings.HAS_DESK:
    from accounts.entra import EntraProvider
    from accounts.idporten import IdPortenProvider

    provider_classes = [EntraProvider, IdPortenProvider]
