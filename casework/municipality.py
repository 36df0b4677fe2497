"""Which municipality a case belongs to. `settings.MUNICIPALITY_FACTS` names the function that knows."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def facts() -> Mapping[str, Any]:
    """At least `name` (Asker kommune), `place` (Asker), `number` (four digits) and `switchboard`."""
    return import_string(settings.MUNICIPALITY_FACTS)()
