"""Whom the stand-in can sign in. A new realm is a new JSON file; the code knows no claims by name."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody invented. `claims` goes into the id_token as it stands."""

    key: str
    name: str
    role: str
    may: str
    claims: dict


@dataclass(frozen=True, slots=True)
class Realm:
    """A provider we stand in for, and the one client that may ask it."""

    name: str
    title: str
    client_id: str
    callback: str
    personas: tuple[Persona, ...]
    intro: str = ""
    private_key_jwt: bool = False
    front_channel: str = ""  # the route that is told when a session ends

    def persona(self, key: str) -> Persona | None:
        return next((persona for persona in self.personas if persona.key == key), None)


@functools.cache
def realm(name: str) -> Realm | None:
    """The realm of that name, or None."""
    if name not in {path.stem for path in FOLDER.glob("*.json")}:
        return None
    data = json.loads((FOLDER / f"{name}.json").read_text())
    personas = tuple(Persona(**persona) for persona in data.pop("personas"))
    return Realm(name=name, personas=personas, **data)
