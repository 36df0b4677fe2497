import pytest


@pytest.fixture
def own_files(settings, tmp_path):
    """A folder for sealed files that holds no other test's."""
    settings.FILES_DIR = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)  # so that Django makes the storage anew
    return settings.FILES_DIR
