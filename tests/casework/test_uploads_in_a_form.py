"""Files in a form without login and without script: chosen, listed, taken away, refused, sent."""

import html
import re
import tracemalloc
from datetime import timedelta

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import resolve
from django.utils import timezone

from casework.storage import fetch
from casework.upload_handler import MOST_BYTES_A_REQUEST, InMemory
from casework.uploads import MOST_BYTES
from tests.casework.sample_files import jpeg, pdf, upload
from tests.concerns.filling_in import heading, hidden

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.casework.upload_journey"),
    pytest.mark.usefixtures("own_files"),
]
URL = "/journey/"


def press(client, page, go="next", **answers):
    return client.post(URL, hidden(page) | answers | {"go": go})


def at_the_files(client, words="med"):
    return press(client, client.get(URL), words=words)


def listed(page) -> list[str]:
    return [html.unescape(name) for name in re.findall(r"<li><span>(.*?) <span", page.content.decode())]


def remove_buttons(page) -> list[str]:
    return re.findall(r'value="(remove:\w+)"', page.content.decode())


def errors(page) -> str:
    found = re.search(r'id="id_attachments_error">(.*?)</p>', page.content.decode(), re.DOTALL)
    return html.unescape(found.group(1)) if found else ""


def test_the_step_asks_in_a_form_that_carries_files_and_says_what_fits(client, strict_templates):
    page = at_the_files(client).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'accept=".jpg,.jpeg,.png,.heic,.heif,.pdf"' in page
    assert " multiple" in page
    assert "10 MB" in page
    assert "ansikter" in page
    assert "når og hvor bildet er tatt" in page


def test_files_are_staged_listed_taken_away_and_sent(client, strict_templates):
    page = at_the_files(client)
    page = press(client, page, "add", attachments=[upload(jpeg(), "a.jpg"), upload(pdf(), "<b>.pdf")])
    assert listed(page) == ["a.jpg", "b.pdf"]
    page = press(client, page, "add", attachments=upload(jpeg(), "c.jpg"))
    assert listed(page) == ["a.jpg", "b.pdf", "c.jpg"]
    page = press(client, page, remove_buttons(page)[0])
    assert listed(page) == ["b.pdf", "c.jpg"]
    page = press(client, press(client, page), words="mer")
    assert heading(page) == "Se over svarene"
    assert "b.pdf" in page.content.decode()
    sent = press(client, page, "send").json()
    assert sent["content"] == {"words": {"words": "med"}, "more": {"words": "mer"}}
    assert [file["name"] for file in sent["files"]] == ["b.pdf", "c.jpg"]
    assert fetch(sent["files"][1]["stored"], sent["files"][1]["key"]).startswith(b"\xff\xd8")


def test_a_file_chosen_right_before_the_next_step_comes_along(client):
    page = press(client, at_the_files(client), attachments=upload(jpeg(), "a.jpg"))
    assert heading(page) == "Flere ord"
    page = press(client, press(client, page, words="mer"), "change:files")
    assert listed(page) == ["a.jpg"]
    page = press(client, page, attachments=upload(jpeg(), "b.jpg"))
    assert heading(page) == "Se over svarene"
    assert {"a.jpg", "b.jpg"} <= set(re.findall(r"\w\.jpg", page.content.decode()))


def test_nothing_has_to_be_attached(client):
    page = press(client, press(client, at_the_files(client)), words="mer")
    assert "Ingen filer" in page.content.decode()
    assert press(client, page, "send").json()["files"] == []


@pytest.mark.parametrize("go", ["next", "add", "back"])
def test_a_refused_file_says_why_beside_the_field_and_the_others_stay(client, go, strict_templates):
    chosen = [upload(jpeg(), "god.jpg"), upload(b"<html>", "side.jpg"), upload(b"", "tom.pdf")]
    page = press(client, at_the_files(client), go, attachments=chosen)
    assert page.status_code == 200
    assert heading(page) == "Filer"
    assert listed(page) == ["god.jpg"]
    assert "«side.jpg» er ikke en fil vi kan ta imot" in errors(page)
    assert "«tom.pdf» er tom" in errors(page)
    assert "Feil:" in page.content.decode()
    assert 'href="#id_attachments"' in page.content.decode()


def test_the_sixth_and_the_one_that_is_too_big_are_named_and_the_rest_stays(client):
    chosen = [upload(jpeg(), f"{number}.jpg") for number in range(1, 5)]
    page = press(
        client,
        at_the_files(client),
        "add",
        attachments=[*chosen, upload(b"x" * (MOST_BYTES + 1), "stor.jpg")],
    )
    assert len(listed(page)) == 4
    assert errors(page).endswith("«stor.jpg» er større enn 10 MB. Velg en mindre fil.")
    page = press(client, page, "add", attachments=[upload(jpeg(), "5.jpg"), upload(jpeg(), "6.jpg")])
    assert listed(page) == [f"{number}.jpg" for number in range(1, 6)]
    assert "«6.jpg» er ikke lagt ved" in errors(page)


def test_what_lay_too_long_is_asked_for_again_before_anything_is_sent(client, time_machine):
    begun = timezone.now().replace(minute=0)
    time_machine.move_to(begun, tick=False)
    page = press(client, at_the_files(client), attachments=upload(jpeg(), "gammel.jpg"))
    time_machine.move_to(begun + timedelta(minutes=90), tick=False)
    page = press(client, press(client, page, words="mer"), "change:files")
    page = press(client, page, attachments=upload(jpeg(), "ny.jpg"))
    time_machine.move_to(begun + timedelta(minutes=121), tick=False)
    page = press(client, page, "send")
    assert heading(page) == "Se over svarene"
    assert "«gammel.jpg». Legg dem ved på nytt" in page.content.decode()
    assert [file["name"] for file in press(client, page, "send").json()["files"]] == ["ny.jpg"]


def test_files_of_a_step_that_no_longer_applies_are_not_sent(client):
    page = press(client, at_the_files(client), attachments=upload(jpeg()))
    page = press(client, press(client, page, words="mer"), "change:words")
    page = press(client, page, words="uten")
    assert press(client, page, "send").json()["files"] == []


def test_a_file_posted_to_another_step_is_left_alone(client):
    page = client.post(URL, hidden(client.get(URL)) | {"words": "med", "attachments": upload(jpeg())})
    assert heading(page) == "Filer"
    assert listed(page) == []


def test_the_page_holds_no_key_and_no_place_in_clear(client):
    page = press(client, at_the_files(client), "add", attachments=upload(jpeg(), "a.jpg"))
    assert "staged/" not in page.content.decode()
    assert "image/jpeg" not in page.content.decode()


def test_a_view_that_asks_for_no_files_gets_none(client):
    assert client.post("/counts/", {"file": upload(jpeg())}).content == b"0"


def test_a_request_longer_than_any_view_can_want_is_refused_unread(client, monkeypatch):
    page = at_the_files(client)
    monkeypatch.setattr("casework.upload_handler.MOST_BYTES_A_REQUEST", 1000)
    monkeypatch.setattr(InMemory, "new_file", lambda *args, **kwargs: 1 / 0)
    answer = press(client, page, attachments=upload(jpeg() * 2))
    assert answer.status_code == 413
    assert "Filene er for store" in answer.content.decode()


class LongFile:
    """A request's body with one file in it that is made while it is read."""

    length = 60_000_000

    def __init__(self) -> None:
        self.parts = self._parts()

    def _parts(self):
        yield b'--b\r\nContent-Disposition: form-data; name="attachments"; filename="a.jpg"\r\n\r\n'
        for _part in range(0, self.length, 60_000):
            yield b"x" * 60_000
        yield b"\r\n--b--\r\n"

    def read(self, size: int = 0) -> bytes:
        return next(self.parts, b"")

    readline = read


@pytest.mark.parametrize(("wanted", "most"), [(True, 25), (False, 3)])
def test_memory_stays_flat_however_long_a_file_is(rf, wanted, most):
    """A file that is too big costs what a whole one may cost, and one that nobody wants nothing."""
    body = LongFile()
    request = rf.generic("POST", URL, b"-", content_type="multipart/form-data; boundary=b")
    request.META |= {"CONTENT_LENGTH": str(body.length)}
    request._stream, request.resolver_match = body, resolve(URL if wanted else "/counts/")
    tracemalloc.start()
    files = request.FILES.getlist("attachments")
    peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert body.read() == b""
    assert peak_mb < most
    assert [(file.size > MOST_BYTES, file.read()) for file in files] == ([(True, b"")] if wanted else [])


def test_five_whole_files_fit_and_one_more_is_still_read_past():
    assert MOST_BYTES * 6 <= MOST_BYTES_A_REQUEST <= 64 * 1024 * 1024  # docs/deploy/nginx.conf


def test_files_never_go_through_djangos_temporary_folder(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["casework.upload_handler.InMemory"]
    assert not issubclass(InMemory, TemporaryFileUploadHandler)
