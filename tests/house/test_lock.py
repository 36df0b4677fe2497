"""The requirements files say what pyproject.toml says, with a hash for each package."""

import re
import shutil

from tests import lock


def test_the_lock_is_as_new_as_pyproject():
    assert lock.stale() == [], "run ./portal lock"


def test_a_changed_dependency_makes_the_lock_stale(tmp_path):
    for name in ["pyproject.toml", *lock.LOCKS]:
        shutil.copy(lock.ROOT / name, tmp_path)
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace('"django>=6.1.3,<6.2"', '"django>=6.1.4,<6.2"'))
    assert lock.stale(tmp_path) == list(lock.LOCKS)


def test_another_comment_or_tool_setting_leaves_it_fresh(tmp_path):
    for name in ["pyproject.toml", *lock.LOCKS]:
        shutil.copy(lock.ROOT / name, tmp_path)
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace("line-length = 110", "line-length = 100  # narrower"))
    assert lock.stale(tmp_path) == []


def test_every_package_has_one_version_and_hashes():
    for name in lock.LOCKS:
        packages = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", (lock.ROOT / name).read_text(), re.M | re.S)
        assert packages, name
        for package in packages:
            assert "==" in package.split("\n")[0], package
            assert "--hash=sha256:" in package, package


def test_the_lock_names_no_index():
    for name in lock.LOCKS:
        assert "://" not in (lock.ROOT / name).read_text(), name
