"""Text messages leave by the channel that is set, to a number that is one."""

import pytest
import requests

from casework import sms


@pytest.fixture
def kept(settings, tmp_path):
    settings.SMS_URL = f"file://{tmp_path}/sms"
    return lambda: [path.read_text() for path in (tmp_path / "sms").glob("*.txt")]


@pytest.mark.parametrize("number", ["400 00 001", "40000001", "+47 400 00 001", "0047 40000001"])
def test_a_message_is_kept_as_a_file_in_the_demo(kept, number):
    sms.send(number, "Du har en ny beskjed")
    assert kept() == ["+4740000001\nDu har en ny beskjed\n"]


@pytest.mark.parametrize("number", ["", "112", "116 111", "ring meg", "12345", "+"])
def test_what_is_no_number_is_refused(kept, number):
    with pytest.raises(sms.NotSent):
        sms.send(number, "x")


def test_without_a_channel_nothing_is_pretended(settings):
    settings.SMS_URL = ""
    with pytest.raises(sms.NotSent):
        sms.send("400 00 001", "x")


def test_a_long_text_is_a_mistake_of_ours(kept):
    with pytest.raises(ValueError, match="160"):
        sms.send("400 00 001", "x" * 161)


@pytest.fixture
def gateway(settings, monkeypatch):
    settings.SMS_URL, settings.SMS_TOKEN = "https://gateway.example/send", "a token"
    asked = []

    def post(url, **what):
        asked.append((url, what))
        response = requests.Response()
        response.status_code = 500 if "fail" in what["json"]["text"] else 202
        return response

    monkeypatch.setattr(requests, "post", post)
    return asked


def test_a_gateway_gets_json_a_token_and_little_time(gateway):
    sms.send("400 00 001", "x")
    url, what = gateway[0]
    assert url == "https://gateway.example/send"
    assert what["json"] == {"to": "+4740000001", "text": "x"}
    assert what["headers"] == {"Authorization": "Bearer a token"}
    assert what["timeout"] <= 10


def test_a_gateway_that_fails_is_told_of(gateway):
    with pytest.raises(sms.NotSent):
        sms.send("400 00 001", "fail")
