import pytest

from helplines.models import Helpline, Hours, Number


@pytest.fixture(autouse=True)
def own_var_dir(settings, tmp_path):
    """The copy of the numbers that pages leave on disk stays with the test."""
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def strict(strict_templates):
    pass


@pytest.fixture
def lines(db):
    """Two lines in the acute strip, one that is always open, and one that never is."""
    return [
        make_line("alarm", "Alarm for barn", "116111", acute_order=1, national=True, always=True),
        make_line("vakt", "Vakttelefonen", "67000001", acute_order=2, always=True),
        make_line("alltid", "Den åpne linja", "67000002", always=True),
        make_line("stengt", "Den stengte linja", "67000003", closed_months="1,2,3,4,5,6,7,8,9,10,11,12"),
    ]


def make_line(slug, name, digits, **fields):
    line = Helpline.objects.create(slug=slug, name=name, name_nb=name, for_everyone=True, **fields)
    Number.objects.create(helpline=line, digits=digits)
    if not line.always:
        Hours.objects.create(helpline=line, weekdays="0123456", opens="00:00", closes="23:59")
    line.publish()
    return line
