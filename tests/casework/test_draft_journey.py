"""The step of files in a draft: each is kept, or refused with a sentence whichever way one goes."""

import re

import pytest
from django.urls import reverse

from casework.drafts import Draft, DraftFile
from casework.uploads import MOST_BYTES
from services.journeys import KIND
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.casework.sample_files import jpeg, pdf, upload
from tests.services.filling_in import ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = signed_in_citizen(citizen())
    client.user = client.session["_auth_user_id"]
    return client


@pytest.fixture
def address(client):
    """The step of files in a draft whose other steps are answered."""
    answers = {
        slug: {name: value if isinstance(value, list) else [value] for name, value in step.items()}
        for slug, step in ANSWERS.items()
        if slug not in ("files", "consent")
    }
    draft = Draft.objects.create(user_id=client.user, kind=KIND, answers=answers)
    return reverse("services:application_step", args=[draft.pk, "files"])


def names() -> list[str]:
    return [file.detail["name"] for file in DraftFile.objects.order_by("pk")]


def test_files_are_added_taken_away_and_outlive_the_page(client, address):
    files = [upload(jpeg(), "a.jpg"), upload(pdf(), "b.pdf")]
    assert client.post(address, {"go": "add", "attachments": files}).url == address
    page = client.get(address)
    assert {"a.jpg", "b.pdf"} <= set(re.findall(r"\b[ab]\.(?:jpg|pdf)", page.text))
    client.post(address, {"go": re.findall(r'value="(remove:[^"]+)"', page.text)[0]})
    assert len(names()) == 1
    onward = client.post(address, {"go": "next", "attachments": upload(jpeg(), "c.jpg")})
    assert onward.url.endswith("/consent/")
    assert len(names()) == 2


@pytest.mark.parametrize("go", ["add", "next", "back", "later"])
def test_a_file_that_lies_or_is_too_big_is_named_and_the_others_stay(client, address, go):
    big = upload(b"x" * (MOST_BYTES + 1), "stor.jpg")
    files = [upload(jpeg(), "god.jpg"), upload(b"MZ", "bilde.jpg"), big]
    page = client.post(address, {"go": go, "attachments": files})
    assert page.status_code == 400
    assert "«bilde.jpg» er ikke en fil vi kan ta imot" in page.text
    assert "«stor.jpg» er større enn 10 MB" in page.text
    assert names() == ["god.jpg"]


def test_the_sixth_file_is_named_and_five_stay(client, address):
    client.post(address, {"go": "add", "attachments": [upload(jpeg(), f"{n}.jpg") for n in range(4)]})
    page = client.post(address, {"attachments": [upload(jpeg(), "5.jpg"), upload(jpeg(), "6.jpg")]})
    assert "«6.jpg» er ikke lagt ved" in page.text
    assert len(names()) == 5


def test_the_files_go_with_the_draft(client, address):
    client.post(address, {"go": "add", "attachments": upload(jpeg(), "a.jpg")})
    Draft.objects.get().throw_away()
    assert not DraftFile.objects.exists()
