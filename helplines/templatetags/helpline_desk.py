"""What the helplines' admin pages ask of templates."""

from django import template

from helplines import phrases

register = template.Library()
register.filter("in_words", phrases.row)
