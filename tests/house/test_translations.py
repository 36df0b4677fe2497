"""Every text in nynorsk and English, and none of the libraries' English in a Norwegian page."""

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import allauth
import django
import pytest
from django.utils import translation
from django.utils.translation import trans_real
from django.views.i18n import JavaScriptCatalog

from tests.house.conftest import ROOT

OURS = ["nn", "en"]  # bokmål is what the code itself says
LIBRARIES = ["nb", "nn"]  # in English they speak for themselves
CATALOGUES = sorted((ROOT / "locale").rglob("*.po"))
DJANGO = Path(django.__file__).parent
ALLAUTH = Path(allauth.__file__).parent

ENTRY = re.compile(r'^(msg\w+)(?:\[\d\])? ((?:".*"\n?)+)', re.MULTILINE)
FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")
# What allauth can say on the pages in accounts/urls.py; the rest has words of our own there.
FROM_ALLAUTH = {
    "This account is currently inactive.",
    "Incorrect code.",
    "Invalid login.",
    "You must type the same password each time.",
    "You cannot deactivate two-factor authentication.",
    "You cannot generate recovery codes without having two-factor authentication enabled.",
    "Master key",
    "Backup key",
    "Key nr. {number}",
}

needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext (msgfmt) is not installed")


def by_folder(path: Path) -> str:
    return path.relative_to(ROOT / "locale").as_posix()


def read(path: Path) -> dict[tuple[str, str], tuple[list[str], list[str], bool]]:
    """What a .po file holds: (context, msgid) → forms asked for, forms given, and whether they are fuzzy."""
    entries = {}
    for block in re.split(r"\n{2,}", path.read_text()):
        words = {"msgctxt": [""], "msgid": [], "msgid_plural": [], "msgstr": []}
        for name, quoted in ENTRY.findall(block):
            words[name].append("".join(ast.literal_eval(line) for line in quoted.splitlines()))
        if words["msgid"] and words["msgid"] != [""]:
            asked = words["msgid"] + words["msgid_plural"]
            entries[words["msgctxt"][-1], words["msgid"][0]] = (
                asked,
                words["msgstr"],
                bool(FUZZY.search(block)),
            )
    return entries


def compiled_keys(entries: dict) -> set:
    """The keys these entries have in a compiled catalogue."""
    keys = set()
    for (context, msgid), (asked, _, _) in entries.items():
        key = f"{context}\x04{msgid}" if context else msgid
        keys.add((key, 0) if len(asked) > 1 else key)
    return keys


@pytest.fixture(scope="module")
def texts_in_code(tracked, tmp_path_factory) -> set[tuple[str, str]]:
    """What makemessages finds in a copy of the code, so that the tree itself stays as it was."""
    copy = tmp_path_factory.mktemp("code")
    for path in tracked:
        inside = path.relative_to(ROOT)
        if inside.parts[0] not in {"tests", "docs", "locale"} and path.suffix in {".py", ".html", ".txt"}:
            (copy / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy / inside)
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "nn", "--no-location"]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=plain, capture_output=True, check=True, timeout=60)
    return set(read(copy / "locale/nn/LC_MESSAGES/django.po"))


@needs_gettext
@pytest.mark.parametrize("language", OURS)
def test_the_catalogue_holds_the_texts_in_the_code_and_no_others(texts_in_code, language):
    assert len(texts_in_code) > 700
    assert set(read(ROOT / f"locale/{language}/LC_MESSAGES/django.po")) == texts_in_code


@pytest.mark.parametrize("path", CATALOGUES, ids=by_folder)
def test_every_text_is_translated_and_looked_over(path):
    entries = read(path)
    assert entries
    assert [key for key, (_, given, fuzzy) in entries.items() if fuzzy or not all(given)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=by_folder)
def test_a_translation_keeps_the_placeholders(path):
    """«1 day» may leave out the number; all others take in what the text in the code takes in."""
    wrong = []
    for asked, given, _ in read(path).values():
        wanted, *others = (sorted(PLACEHOLDER.findall(text)) for text in [asked[-1], *given])
        if others[-1] != wanted or any(set(found) - set(wanted) for found in others):
            wrong.append(asked[0])
    assert wrong == []


@needs_gettext
@pytest.mark.parametrize("path", CATALOGUES, ids=by_folder)
def test_what_is_compiled_is_what_is_written(path, tmp_path):
    fresh = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", fresh, path], check=True, capture_output=True)
    with fresh.open("rb") as written, path.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(written)._catalog == gettext.GNUTranslations(compiled)._catalog


@pytest.mark.parametrize("app", ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes"])
@pytest.mark.parametrize("language", LIBRARIES)
def test_nothing_of_django_is_left_in_english(language, app):
    asked = compiled_keys(read(DJANGO / app / "locale/en/LC_MESSAGES/django.po"))
    assert asked
    assert asked - set(trans_real.translation(language)._catalog.keys()) == set()


@pytest.mark.parametrize("language", LIBRARIES)
def test_no_script_of_the_admin_is_left_in_english(language, rf):
    asked = compiled_keys(read(DJANGO / "contrib/admin/locale/en/LC_MESSAGES/djangojs.po"))
    with translation.override(language):
        served = JavaScriptCatalog(packages=["django.contrib.admin"])
        served.get(rf.get("/"))
    assert asked - set(served.translation._catalog.keys()) == set()


@pytest.mark.parametrize("language", LIBRARIES)
def test_nothing_of_allauth_on_our_pages_is_left_in_english(language):
    assert {key for _, key in read(ALLAUTH / "locale/en/LC_MESSAGES/django.po")} >= FROM_ALLAUTH
    assert FROM_ALLAUTH - set(trans_real.translation(language)._catalog.keys()) == set()


@pytest.mark.parametrize(
    ("language", "skip", "helplines"),
    [
        ("nb", "Hopp til hovedinnhold", "Hjelpetelefoner"),
        ("nn", "Hopp til hovudinnhaldet", "Hjelpetelefonar"),
        ("en", "Skip to main content", "Helplines"),
    ],
)
def test_pages_speak_the_language_asked_for(language, skip, helplines):
    with translation.override(language):
        assert translation.gettext("Skip to main content") == skip
        assert translation.gettext("Hjelpetelefoner") == helplines
