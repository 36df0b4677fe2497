"""In a real browser on a phone: writing both ways, and leaving so that nobody who comes after sees it."""

from contextlib import suppress

import pytest
from django.core.cache import cache
from playwright.sync_api import Error, expect

from asker_portal import municipality
from casework.outbox import deliver_waiting
from casework.uploads import stage_all
from concerns import dialogue, notices
from concerns.models import ConcernReport
from tests.accounts.sign_in import staff
from tests.casework.sample_files import jpeg, upload
from tests.concerns.reports import ANSWERS, child_welfare_worker
from tests.concerns.test_browser import PHONE, is_accessible, open_browser  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)

ANSWER, FORM = "/bekymringsmelding/svar/", "/bekymringsmelding/skjema/"
SECRET = "Kanarihemmelighet om kjøkkenet"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request, open_browser):  # noqa: F811
    cache.clear()
    return open_browser(viewport=PHONE, java_script_enabled=request.param)


@pytest.fixture
def scripted(request) -> bool:
    return request.node.callspec.params["page"]


@pytest.fixture
def code() -> str:
    return ConcernReport.receive(ANSWERS, "from the web")


def look_over(page, scripted) -> None:
    """axe is a script itself, and runs where scripts do."""
    if scripted:
        is_accessible(page)


def enter(page, code) -> None:
    page.goto(ANSWER)
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Sjekk koden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen din er mottatt")


def test_reporter_and_child_welfare_write_to_each_other(page, scripted, code, tmp_path):
    photo = tmp_path / "gutten.jpg"
    photo.write_bytes(jpeg())
    report = ConcernReport.behind(code)
    notices.remember(report, "fugl@example.no")
    page.goto(ANSWER)
    page.get_by_label("Kode").fill("0000")
    page.get_by_role("button", name="Sjekk koden").click()
    expect(page.get_by_text("Vi finner ingen melding med denne koden").first).to_be_visible()
    look_over(page, scripted)
    enter(page, code.lower())
    look_over(page, scripted)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Skriv noe, eller legg ved en fil").first).to_be_visible()
    look_over(page, scripted)
    page.get_by_label("Skriv til barneverntjenesten").fill("Han var alene i går også.")
    page.get_by_label("Legg ved bilder eller dokumenter").set_input_files(photo)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Det du skrev, er sendt")).to_be_visible()
    expect(page.get_by_text("Han var alene i går også.")).to_be_visible()
    expect(page.get_by_text("gutten.jpg – Venter på viruskontroll")).to_be_visible()

    worker = child_welfare_worker()
    dialogue.post_from_desk(report, "Takk.\nHvor ofte?", stage_all([upload(jpeg(), "skjema.jpg")])[0], worker)
    deliver_waiting()
    enter(page, code)
    expect(page.get_by_text("Hvor ofte?")).to_be_visible()
    expect(page.get_by_text(worker.username)).to_have_count(0)
    look_over(page, scripted)
    for _again in range(2):
        with page.expect_download() as fetched:
            page.get_by_role("button", name="Last ned skjema.jpg").click()
        assert fetched.value.suggested_filename == "skjema.jpg"
    page.get_by_role("button", name="Slett adressen min").click()
    expect(page.get_by_text("Du får ikke flere beskjeder")).to_be_visible()
    assert page.url.endswith(ANSWER)
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrf"}


def test_a_code_that_was_read_aloud_is_exchanged(page, scripted):
    citizen_service = staff("innbyggerservice-1", "Innbyggerservice")
    aloud = ConcernReport.receive(ANSWERS, "a caller's", by=citizen_service)
    page.goto(ANSWER)
    page.get_by_label("Kode").fill(aloud)
    page.get_by_role("button", name="Sjekk koden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skriv ned den nye koden din")
    look_over(page, scripted)
    code = page.locator(".code").inner_text()
    page.get_by_role("button", name="Jeg har skrevet ned koden").click()
    expect(page.get_by_text("Nå gjelder den nye koden")).to_be_visible()
    enter(page, code)


# --- leaving -----------------------------------------------------------------------------------------
@pytest.fixture
def away(live_server, monkeypatch) -> str:
    """Where the way out leads, on this machine."""
    address = live_server.url + "/tilgjengelighet/"
    there = municipality.current() | {"exit_url": address}
    monkeypatch.setattr(municipality, "current", lambda: there)
    return address


def half_a_report(page) -> None:
    """Two steps sent and a third begun: the browser keeps posts, and text in a box."""
    page.goto(FORM)
    page.get_by_label("Privatperson").check()
    page.get_by_role("button", name="Neste steg").click()
    page.get_by_label("Hva heter barnet?").fill(SECRET)
    page.get_by_role("radiogroup", name="Vet du hvor barnet bor?").get_by_label(
        "Nei, eller ikke sikkert"
    ).check()
    page.get_by_role("radiogroup", name="Er det flere barn?").get_by_label("Nei").check()
    page.get_by_role("button", name="Neste steg").click()
    page.get_by_label("Hva er du bekymret for?").fill(SECRET)


def check_page(page) -> None:
    half_a_report(page)
    page.get_by_role("radiogroup", name="Haster det?").get_by_label("Nei").check()
    page.get_by_role("button", name="Neste steg").click()
    page.get_by_role("button", name="Neste steg").click()
    page.get_by_label("Nei, jeg vil være anonym").check()
    page.get_by_role("button", name="Neste steg").click()
    page.get_by_label("Nei, jeg ser etter selv").check()
    page.get_by_role("button", name="Neste steg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se over svarene")


def in_a_dialogue(page) -> None:
    enter(page, ConcernReport.receive(ANSWERS, "from the web"))
    page.get_by_label("Skriv til barneverntjenesten").fill(SECRET)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(SECRET)).to_be_visible()


def shows_nothing(page) -> bool:
    """Neither the page as it is drawn nor what is written in its boxes holds a word of it."""
    boxes = page.locator("textarea, input:not([type=radio], [type=checkbox], [type=file], [type=hidden])")
    values = [box.input_value() for box in boxes.all()]
    return SECRET not in page.content() and SECRET not in " ".join(values)


def go_back(page) -> None:
    """Press «back», and let the browser send again what it asks about."""
    with suppress(Error):  # the browser shows a page of its own, and asks
        page.go_back(timeout=5000)
    assert shows_nothing(page)
    page.reload()
    assert shows_nothing(page)


@pytest.mark.parametrize("before", [half_a_report, check_page, in_a_dialogue])
def test_after_leaving_nobody_sees_it_by_going_back(page, away, before):
    before(page)
    page.get_by_role("link", name="Forlat siden").click()
    page.wait_for_url(away)
    for _page_before in range(4):
        go_back(page)
    reopened = page.context.new_page()
    for address in (FORM, ANSWER, "/bekymringsmelding/"):
        reopened.goto(address)
        assert shows_nothing(reopened)
    # Beginning anew makes a new form's cookie; what was posted with the old one stays gone.
    go_back(page)
    reopened.goto(FORM)
    reopened.get_by_label("Privatperson").check()
    reopened.get_by_role("button", name="Neste steg").click()
    expect(reopened.get_by_label("Hva heter barnet?")).to_be_visible()


def test_the_escape_that_needs_no_mouse(open_browser, away):  # noqa: F811
    page = open_browser(viewport=PHONE)
    half_a_report(page)
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(away)
    go_back(page)
