"""Templates hold what is used, and nothing that the security policy would block."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Found by Django, allauth or crispy under these names.
BY_NAME = re.compile(r"^((admin|account|socialaccount|mfa|allauth)/|\d{3}\.html$)")


def name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.fixture(scope="module")
def everything() -> str:
    """All code and templates of the portal, in one text."""
    areas = {path.parent for path in ROOT.glob("*/apps.py")} | {ROOT / "templates"}
    files = [file for area in areas for kind in ("*.py", "*.html") for file in area.rglob(kind)]
    return "\n".join(file.read_text() for file in files)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_is_used(path, everything):
    assert BY_NAME.match(name(path)) or re.search(rf"""["']{name(path)}["']""", everything)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_has_no_inline_style_or_handler(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son(click|load|submit|change|input|key\w+)=", text)
    assert not re.search(r"<script(?![^>]*(src=|json))", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_marks_its_words_for_translation(path):
    """Letters between tags outside a translate tag are a text that only one language has."""
    text = path.read_text()
    for told in (r"{% blocktranslate.*?{% endblocktranslate %}", r"{#.*?#}", r"{%.*?%}|{{.*?}}"):
        text = re.sub(told, "", text, flags=re.DOTALL)
    text = re.sub(r"<script.*?</script>|<[^>]*>", "", text, flags=re.DOTALL)
    if name(path).startswith("admin/"):
        return
    assert not re.search(r"[a-zæøå]{3,} [a-zæøå]{2,}", text), text.strip()
