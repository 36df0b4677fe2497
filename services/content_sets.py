"""The municipality's services as shipped: one TOML file each. A municipality may have none."""

import functools
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
EMPTY = {"acts": {}, "appeal": None, "contacts": [], "services": [], "providers": []}


@functools.cache
def read(name: str) -> dict:
    """One content set, as in the file; an empty one for a municipality whose services nobody has written."""
    path = FOLDER / f"{name}.toml"
    return EMPTY | (tomllib.loads(path.read_text()) if path.exists() else {})


def law(name: str, entry: dict) -> list[dict]:
    """The paragraphs of one service in order, acts by their full names, and last the one on appeals."""
    content = read(name)
    rows = [*entry["law"], content["appeal"] | {"kind": "appeal"}]
    return [row | {"act": content["acts"][row["act"]]} for row in rows]
