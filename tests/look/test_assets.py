"""One stylesheet and the icons that templates name; a missing or old one is said, not guessed around."""

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Template

from asker_portal import assets, checks

needs_packages = pytest.mark.skipif(not assets.NODE_MODULES.is_dir(), reason="npm packages not installed")


@pytest.fixture
def made(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "MADE", tmp_path)
    assets.icons.cache_clear()
    yield tmp_path
    assets.icons.cache_clear()


@needs_packages
def test_assets_are_made_and_fresh(made, capsys):
    assert checks.assets_are_made(None)
    call_command("assets")
    assert "portal.css" in capsys.readouterr().out
    assert not checks.assets_are_made(None)


@needs_packages
def test_a_changed_source_makes_them_old(made, monkeypatch, tmp_path):
    assets.build()
    changed = tmp_path / "base.css"
    changed.write_text("p{color:red}")
    monkeypatch.setattr(assets, "own_css", lambda: [changed])
    (error,) = checks.assets_are_made(None)
    assert error.id == "portal.E001"


def test_missing_packages_are_said_in_a_sentence(made, monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "COMPONENTS", tmp_path / "nowhere")
    with pytest.raises(CommandError, match="npm ci --ignore-scripts"):
        call_command("assets")


@needs_packages
def test_an_icon_that_is_not_in_the_set_stops_the_build(made, monkeypatch):
    monkeypatch.setattr(assets, "icons_in_use", lambda: ["NoSuchIcon"])
    with pytest.raises(assets.AssetsMissing, match="NoSuchIcon"):
        assets.build()


def test_an_icon_that_was_not_made_fails_the_page():
    with pytest.raises(assets.AssetsMissing, match="NoSuchIcon"):
        Template("{% load portal %}{% icon name %}").render(Context({"name": "NoSuchIcon"}))


@needs_packages
def test_layers_come_in_the_design_systems_order():
    css = assets.stylesheet()
    assert css.startswith(assets.LAYERS)
    places = [css.index(needle) for needle in (".ds-heading", ".ds-button", ".ds-error-summary", ".wrap{")]
    assert places == sorted(places)
    assert "/*" not in css
