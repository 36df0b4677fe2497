"""Which part of the portal a process serves: one code, started with one face for each kind of reader."""

import os

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from asker_portal.database_roles import sees_everything
from casework import envelope

FACES = ("public", "staff", "worker", "all")
DESKS_SECRETS = ("ENCRYPTION_KEYS", "INDEX_KEY", "SEALING_PRIVATE_KEYS")


@register(Tags.security)
def face_is_known(app_configs, **kwargs) -> list[Error]:
    """PORTAL_FACE is one of the faces there are."""
    if settings.FACE in FACES:
        return []
    return [Error(f"PORTAL_FACE is «{settings.FACE}»; known are {', '.join(FACES)}.", id="portal.E010")]


@register(Tags.security, deploy=True)
def faces_are_apart(app_configs, **kwargs) -> list[Warning]:
    """A process that serves citizens must not hold the desk as well."""
    if settings.FACE != "all":
        return []
    return [Warning("PORTAL_FACE is «all»: that is for the demo only.", id="portal.W010")]


@register(Tags.security)
def public_processes_hold_no_secret_of_the_desk(app_configs, **kwargs) -> list[Error]:
    """Settings would not read them there, but whoever breaks in would."""
    if settings.FACE != "public":
        return []
    given = [name for name in DESKS_SECRETS if name in os.environ or f"{name}_FILE" in os.environ]
    return [
        Error(f"A public process was given {name}, which opens cases.", id="portal.E011") for name in given
    ]


@register(Tags.security)
def sealing_keys_are_pairs(app_configs, **kwargs) -> list[Error]:
    """A private key and the public key of the same name belong together."""
    public, private = envelope.recipients(), envelope.private_keys()
    wrong = [
        name
        for name in public.keys() & private.keys()
        if envelope.public_key_of(private[name]) != public[name]
    ]
    return [Error(f"The sealing keys named «{name}» are no pair.", id="portal.E012") for name in wrong]


@register(Tags.security, deploy=True)
def sealed_reports_have_an_escrow(app_configs, **kwargs) -> list[Warning]:
    """With one key alone, its loss is the loss of every report."""
    if len(envelope.recipients()) > 1:
        return []
    return [
        Warning("SEALING_PUBLIC_KEYS has one key; add the escrow's (docs/deploy/keys.md).", id="portal.W013")
    ]


@register(Tags.database, deploy=True)
def public_processes_cannot_list_reports(app_configs, databases=None, **kwargs) -> list[Error]:
    """The public face's database role stands behind the row policies."""
    if settings.FACE != "public" or not databases or not sees_everything():
        return []
    hint = "Connect as the role that «manage.py database_roles» gave its rights."
    return [Error("The database role of this public process sees every report.", hint=hint, id="portal.E014")]
