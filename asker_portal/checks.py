from django.core.checks import Error, register

from asker_portal import assets


@register
def assets_are_made(app_configs, **kwargs) -> list[Error]:
    """The stylesheet and the icons exist and answer to their sources."""
    if assets.is_fresh():
        return []
    hint = "Run «npm ci --ignore-scripts» once, then «manage.py assets»."
    return [Error("static/generated/ is missing or older than its sources.", hint=hint, id="portal.E001")]
