"""Settings come from the environment, and a missing one stops the start with its name."""

import re

import pytest

from tests.house.conftest import ROOT

REQUIRED = ["SECRET_KEY", "ENCRYPTION_KEYS", "INDEX_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL"]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_setting_stops_the_start_with_its_name(name, production, manage):
    del production[name]
    result = manage("check", production)
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("face", ["public", "staff", "worker"])
def test_check_deploy_is_clean(face, production, manage):
    result = manage("check --deploy --fail-level WARNING", production | {"PORTAL_FACE": face})
    assert result.returncode == 0, result.stderr


def test_check_deploy_refuses_a_process_with_all_faces(production, manage):
    result = manage("check --deploy --fail-level WARNING", production | {"PORTAL_FACE": "all"})
    assert result.returncode != 0
    assert "PORTAL_FACE" in result.stderr


def test_secrets_are_read_from_files(production, manage, tmp_path):
    secret = tmp_path / "secret-key"
    secret.write_text(production.pop("SECRET_KEY"))
    assert manage("check", production | {"SECRET_KEY_FILE": str(secret)}).returncode == 0


def test_sign_in_attempts_are_counted_by_the_address_that_the_proxy_tells(production, manage):
    """Counted by the proxy's own address, one stranger's ten guesses would lock everybody out."""
    trusted = "ALLAUTH_TRUSTED_PROXY_COUNT = 1"
    assert trusted in manage("diffsettings", production).stdout
    assert trusted not in manage("diffsettings", production | {"BEHIND_PROXY": "false"}).stdout


def test_migrations_say_what_the_models_say(production, manage):
    result = manage("makemigrations --check --dry-run", production)
    assert result.returncode == 0, result.stdout


def test_the_reference_lists_every_setting_that_the_code_reads():
    read = set()
    for path in (ROOT / "asker_portal").rglob("*.py"):
        read |= set(re.findall(r"""env(?:iron)?(?:\.\w+)?[\[(]\s*["']([A-Z][A-Z_]+)["']""", path.read_text()))
    reference = (ROOT / "docs/deploy/environment.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z][A-Z_]+)`", reference, re.M))
    assert listed == read - {"DJANGO_SETTINGS_MODULE"}
