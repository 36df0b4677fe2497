"""Which municipality this portal serves: one TOML file each, chosen by the setting MUNICIPALITY."""

import functools
import tomllib
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "municipalities"


@functools.cache
def load(slug: str) -> dict:
    """Read one municipality's file. Raises FileNotFoundError where there is none."""
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text())


def current() -> dict:
    """The municipality of this installation."""
    return load(settings.MUNICIPALITY)
