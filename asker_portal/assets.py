"""The citizens' one stylesheet and the icons, made from npm packages that are never committed.

`manage.py assets` calls build(); a system check says when what it made is missing or old. Only the
components listed here and the icons that templates name are taken, so the first page stays light.
"""

import functools
import hashlib
import json
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NODE_MODULES = ROOT / "node_modules"
COMPONENTS = NODE_MODULES / "@digdir/designsystemet-css/dist"
ICONS = NODE_MODULES / "@navikt/aksel-icons/dist/svg"
OWN_CSS = ROOT / "static/css"
MADE = ROOT / "static/generated"

# Designsystemet's own order (its index.css); its component files carry no @layer themselves, and
# without the layers their rules would beat each other by accident.
BASE = ["base", "heading", "label", "paragraph", "validation-message"]
PARTS = [
    *("link", "data-size-workaround", "button", "input", "field", "fieldset", "alert"),
    *("skip-link", "list", "card", "tag", "error-summary"),
]
LAYERS = "@layer reset,ds.theme,ds.base,ds.components;"
OWN_FIRST = ["tokens", "base", "forms"]
NOT_FOR_CITIZENS = {"admin", "desk"}

ICON_IN_TEMPLATE = re.compile(r"""\{%\s*icon\s+["'](\w+)["']""")


class AssetsMissing(Exception):
    """The npm packages, or what is made of them, are not where they should be."""


def build() -> dict[str, int]:
    """Write the stylesheet and the icons; say what was made, as file name and bytes.

    Raises AssetsMissing when the npm packages are not installed or a template names an icon
    that does not exist.
    """
    if not COMPONENTS.is_dir() or not ICONS.is_dir():
        raise AssetsMissing("node_modules is missing: run «npm ci --ignore-scripts» first.")
    made = {
        "portal.css": stylesheet(),
        "icons.json": json.dumps({name: _svg(name) for name in icons_in_use()}, indent=0),
        "stamp": fingerprint(),
    }
    MADE.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (MADE / name).write_text(text)
    icons.cache_clear()
    return {name: len(text.encode()) for name, text in made.items() if name != "stamp"}


def is_fresh() -> bool:
    """Whether what is made answers to today's sources. Needs no node_modules: images have none."""
    stamp = MADE / "stamp"
    return stamp.exists() and stamp.read_text() == fingerprint()


def fingerprint() -> str:
    """A digest of everything the made files depend on."""
    sources = [Path(__file__), ROOT / "package-lock.json", *own_css()]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    digest.update(" ".join(icons_in_use()).encode())
    return digest.hexdigest()


def stylesheet() -> str:
    """Designsystemet's components in their layers, then our tokens, layout and the areas' own rules."""
    source = COMPONENTS / "src"
    layered = [
        f"@layer {layer}{{{(source / f'{name}.css').read_text()}}}"
        for layer, names in (("ds.base", BASE), ("ds.components", PARTS))
        for name in names
    ]
    theme = (COMPONENTS / "theme/designsystemet.css").read_text()
    own = [path.read_text() for path in own_css()]
    return "\n".join([LAYERS, *map(_squeezed, [theme, *layered, *own])])


def own_css() -> list[Path]:
    """Our stylesheets in the order they apply: what all pages use first, then the areas by name."""
    names = sorted({path.stem for path in OWN_CSS.glob("*.css")} - NOT_FOR_CITIZENS - set(OWN_FIRST))
    return [OWN_CSS / f"{name}.css" for name in OWN_FIRST + names]


def icons_in_use() -> list[str]:
    """Names of the icons that a template asks for, sorted."""
    templates = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")]
    return sorted({name for path in templates for name in ICON_IN_TEMPLATE.findall(path.read_text())})


@functools.cache
def icons() -> dict[str, str]:
    """The made icons, ready to print. Raises AssetsMissing before the first `manage.py assets`."""
    path = MADE / "icons.json"
    if not path.exists():
        raise AssetsMissing("The icons are not made yet: run «manage.py assets».")
    return json.loads(path.read_text())


def _svg(name: str) -> str:
    path = ICONS / f"{name}.svg"
    if not path.exists():
        raise AssetsMissing(f"No icon is called {name}: see the names in {ICONS.relative_to(ROOT)}.")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)[1].strip()
    return f'<svg class="ds-icon" viewBox="0 0 24 24" fill="none" aria-hidden="true">{inside}</svg>'


def _squeezed(css: str) -> str:
    """The same rules without comments and indentation."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).strip()
