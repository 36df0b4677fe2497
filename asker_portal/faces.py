"""Which part of the portal a process serves: one code, started with one face for each kind of reader."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

FACES = ("public", "staff", "worker", "all")


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
