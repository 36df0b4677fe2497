"""Settings come from the environment, and a missing one stops the start with its name."""

import re

import pytest

from tests.house.conftest import DESKS_SECRETS, KEY, ROOT, TOLD

REQUIRED = [
    "ALLOWED_HOSTS",
    "CITIZEN_KEYS",
    "DATABASE_URL",
    "ENCRYPTION_KEYS",
    "FORM_KEYS",
    "INDEX_KEY",
    "LOOKUP_KEY",
    "SEALING_PRIVATE_KEYS",
    "SEALING_PUBLIC_KEYS",
    "SECRET_KEY",
    "SITE_URL",
]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_setting_stops_the_start_with_its_name(name, desk, manage):
    del desk[name]
    result = manage("check", desk)
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


def test_check_deploy_is_clean_for_a_public_process(production, manage):
    result = manage("check --deploy --fail-level WARNING", production)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("face", ["staff", "worker"])
def test_check_deploy_is_clean_at_the_desk(face, desk, manage):
    result = manage("check --deploy --fail-level WARNING", desk | {"PORTAL_FACE": face})
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", sorted(DESKS_SECRETS))
def test_a_public_process_that_was_given_a_key_of_the_desk_does_not_pass(name, production, manage):
    result = manage("check", production | {name: DESKS_SECRETS[name]})
    assert name in result.stderr


def test_sealing_keys_that_are_no_pair_do_not_pass(desk, manage):
    result = manage("check", desk | {"SEALING_PRIVATE_KEYS": f"group:{KEY}"})
    assert "no pair" in result.stderr


def test_reports_without_an_escrow_are_warned_of(production, manage):
    result = manage("check --deploy", production | {"SEALING_PUBLIC_KEYS": f"group:{KEY}"})
    assert "escrow" in result.stderr


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_worker_that_cannot_tell_those_on_duty_is_warned_of(name, desk, manage):
    result = manage("check --deploy", desk | {"PORTAL_FACE": "worker", name: ""})
    assert name in result.stderr


def test_check_deploy_refuses_a_process_with_all_faces(desk, manage):
    result = manage("check --deploy --fail-level WARNING", desk | {"PORTAL_FACE": "all"})
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


def test_migrations_say_what_the_models_say(desk, manage):
    result = manage("makemigrations --check --dry-run", desk)
    assert result.returncode == 0, result.stdout


def test_the_reference_lists_every_setting_that_the_code_reads():
    asked = re.compile(r"""env(?:iron)?(?:\.\w+)?[\[(]\s*["']([A-Z][A-Z0-9_]+)["']""")
    read = set()
    for path in (ROOT / "asker_portal").rglob("*.py"):
        read |= set(asked.findall(path.read_text()))
    reference = (ROOT / "docs/deploy/environment.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", reference, re.M))
    assert listed == read - {"DJANGO_SETTINGS_MODULE"}
