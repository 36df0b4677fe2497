"""The questions: what the national forms need (privat and offentlig bekymringsmelding v2), nothing more."""

from concerns.forms.code import CodeForm

__all__ = ["CodeForm"]
