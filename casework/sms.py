"""Text messages: the second channel, for when mail is not enough. They never say what a case is about.

SMS_URL says how they leave: `file:///a/folder` keeps each as a file (the demo), `https://…` posts JSON to a
gateway. Gateways differ; `_post` is the one place to fit to yours.
"""

import re
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.core.checks import Tags, Warning, register

LONGEST = 160
GATEWAY_SECONDS = 10


class NotSent(Exception):
    """No channel is set, the number is none, or the gateway did not take the message."""


def send(number: str, text: str) -> None:
    """Hand over one message of at most 160 signs to a Norwegian number or one with +. Raises NotSent."""
    to = normalised(number)
    if len(text) > LONGEST:
        raise ValueError("a text message of more than 160 signs")
    match urlsplit(settings.SMS_URL).scheme:
        case "file":
            _keep(to, text)
        case "https":
            _post(to, text)
        case _:
            raise NotSent("SMS_URL")


def normalised(number: str) -> str:
    """The number as +47…. Raises NotSent for what is no telephone number; short numbers are none."""
    try:
        parsed = phonenumbers.parse(number, "NO")
    except phonenumbers.NumberParseException as error:
        raise NotSent("number") from error
    if not phonenumbers.is_possible_number(parsed) or re.fullmatch(r"\d{3,6}", number.strip()):
        raise NotSent("number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _keep(to: str, text: str) -> None:
    folder = Path(urlsplit(settings.SMS_URL).path)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uuid.uuid4()}.txt").write_text(f"{to}\n{text}\n")


def _post(to: str, text: str) -> None:
    import requests  # only who sends needs it

    head = {"Authorization": f"Bearer {settings.SMS_TOKEN}"}
    try:
        answer = requests.post(
            settings.SMS_URL, json={"to": to, "text": text}, headers=head, timeout=GATEWAY_SECONDS
        )
        answer.raise_for_status()
    except requests.RequestException as error:
        raise NotSent(type(error).__name__) from error


@register(Tags.security, deploy=True)
def there_is_a_second_channel(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """The worker is the one that sends."""
    if settings.SMS_URL or settings.FACE not in ("worker", "all"):
        return []
    hint = "Set SMS_URL, and the numbers of those on duty."
    return [Warning("Nobody is told by SMS when mail fails.", hint=hint, id="casework.W002")]
