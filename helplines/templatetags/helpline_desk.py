"""What the helplines' admin pages ask of templates."""

import json

from django import template
from django.utils.translation import gettext as _

from helplines import wording

register = template.Library()
register.filter("in_words", wording.row_heading)


@register.filter
def script_options(inline) -> str:
    """What Django's script for rows is told, with words that suit any kind of row."""
    told = json.loads(inline.inline_formset_data())
    told["options"]["addText"] = _("Legg til en rad til")
    return json.dumps(told)
