"""The municipality's content as shipped: one TOML file each, its entries turned into snapshots."""

import functools
import tomllib
from pathlib import Path

from helplines.snapshots import LANGUAGES, TEXTS

FOLDER = Path(__file__).parent / "content"
NOTHING = dict.fromkeys(LANGUAGES, "")
LINE = {
    "kind": "phone",
    "address": "",
    "zone": "",
    "acute_order": None,
    "national": False,
    "contact_number": "",
    "shown_from": None,
    "shown_to": None,
    "always": False,
    "hours_known": True,
    "on_holidays": "closed",
    "on_half_days": "unknown",
    "closed_months": [],
    "supplements": [],
    "source_note": "",
}
NUMBER = {"kind": "phone", "digits": "", "valid_from": None, "valid_to": None, "own_hours": False}
HOURS = {"number": None, "opens": None, "valid_from": None, "valid_to": None}


@functools.cache
def read(name: str) -> dict:
    """One content set: {"lines": […], "pages": […]}. Raises FileNotFoundError for an unknown name."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def names() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def lines(name: str) -> list[dict]:
    """The set's lines as snapshots, in the file's order."""
    return [_line(entry, place) for place, entry in enumerate(read(name)["lines"])]


def pages(name: str) -> list[dict]:
    return read(name)["pages"]


def _line(entry: dict, place: int) -> dict:
    audiences = entry["audiences"]
    return {
        "slug": entry["slug"],
        "order": (place + 1) * 10,
        "source": entry["source"],
        **{key: entry.get(key, default) for key, default in LINE.items()},
        "supplements": sorted(entry.get("supplements", [])),
        **{key: NOTHING | entry.get(key, {}) for key in TEXTS},
        **{f"for_{each}": each in audiences for each in ("children", "guardians", "everyone")},
        "numbers": [_number(each, order) for order, each in enumerate(entry.get("numbers", []))],
        "hours": [HOURS | each for each in entry.get("hours", [])],
        "exceptions": [],
    }


def _number(entry: dict, order: int) -> dict:
    texts = {key: NOTHING | entry.get(key, {}) for key in ("label", "note")}
    return NUMBER | entry | texts | {"order": order}
