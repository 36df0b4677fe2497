"""A person with a browser that knows no script: takes cookies, reads the form on each page, fills it in.

Plain sockets, so that the load costs little beside what it measures, and so that a cut answer is seen.
"""

import html
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
# What this person answers, by the name of the field; a page is given those it asks for.
ANSWERS = {
    "who": "private",
    "child_name": "Ola Granskog",
    "age": "8",
    "address_known": "no",
    "place": "Blåbærveien 3",
    "relation": "nabo",
    "more": "False",
    "text": "Han er ofte alene om kvelden.",
    "acute": "False",
    "identity": "anonymous",
    "notice": "no",
}

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
FIELD = re.compile(r"<(input|textarea|select|button)\b([^>]*)")
FILES = re.compile(r'<input\b[^>]*type="file"')
URLENCODED, BOUNDARY = "application/x-www-form-urlencoded", "between-the-parts-of-a-form"
ATTRIBUTE = re.compile(r'\b(name|type|value)="([^"]*)"')
COOKIE = re.compile(rb"\r\nSet-Cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nLocation: ([^\r]+)", re.IGNORECASE)
CODE = re.compile(r'class="code">\s*([0-9A-Z-]{29})\s*<')


class Cut(Exception):
    """No whole answer came: refused, reset, or ended before its length."""


class Stuck(Exception):
    """The form asks for something this person has no answer to."""


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    location: str = ""

    @property
    def form(self) -> str:
        """The page's last form: those before it belong to the frame around it."""
        return (FORM.findall(self.text) or [""])[-1]

    @property
    def code(self) -> str:
        """The receipt code, when this is the receipt."""
        found = CODE.search(self.text)
        return found[1] if found else ""


@dataclass
class Citizen:
    """One person with an empty cookie jar, looking at `page`. `asked` counts requests.

    `attachment` is a file's name and bytes, given where a page asks for files.
    """

    port: int
    answers: dict[str, str] = field(default_factory=lambda: dict(ANSWERS))
    cookies: dict[str, str] = field(default_factory=dict)
    attachment: tuple[str, bytes] | None = None
    asked: int = 0
    timeout: float = 10

    def get(self, path: str) -> Page:
        return self._follow(path, self._request("GET", path))

    def post(self, path: str, data: dict[str, str]) -> Page:
        if self.attachment and FILES.search(self.page.form):
            return self._follow(path, self._request("POST", path, *self._in_parts(data)))
        return self._follow(path, self._request("POST", path, urlencode(data).encode()))

    def walk(self, path: str) -> Page:
        """From the form's first page to the page after the last one, the receipt. Raises Stuck and Cut."""
        for _ in self.presses(path):
            pass
        return self.page

    def presses(self, path: str) -> Iterator[dict[str, str]]:
        """What each press of a button is about to post, from the form's first page on."""
        self.get(path)
        before = None
        while fields := self.filled_in(self.page):
            place = (self.path, fields.get("step"), fields["go"])
            if place == before or self.page.status != 200:
                raise Stuck(f"{self.page.status} at {place}: {self.page.text}")
            before = place
            yield fields
            self.post(self.path, fields)

    def filled_in(self, page: Page) -> dict[str, str]:
        """What a press on the form's main button posts; nothing where the page is the receipt."""
        if page.code:
            return {}
        posted, go = {}, "next"
        for tag, attributes in FIELD.findall(page.form):
            named = dict(ATTRIBUTE.findall(attributes))
            name, value = named.get("name", ""), html.unescape(named.get("value", ""))
            if tag == "button":
                go = "send" if (name, value) == ("go", "send") else go
            elif named.get("type") == "hidden":
                posted[name] = value
            elif name in self.answers:
                posted[name] = self.answers[name]
        return posted and posted | {"go": go}

    def _follow(self, path: str, page: Page) -> Page:
        self.path, self.page = path, page
        return self.get(page.location) if page.location else page

    def _in_parts(self, data: dict[str, str]) -> tuple[bytes, str]:
        """The form with the attachment, and its content type (RFC 7578)."""
        name, content = self.attachment
        lines = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in data.items()
        ]
        file = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"\r\n\r\n'
        )
        body = "".join([*lines, file]).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return body, f"multipart/form-data; boundary={BOUNDARY}"

    def _request(self, method: str, path: str, body: bytes = b"", kind: str = URLENCODED) -> Page:
        self.asked += 1
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}",
            f"Origin: https://{HOST}",
            "X-Forwarded-Proto: https",
            "Connection: close",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
            f"Content-Type: {kind}",
            f"Content-Length: {len(body)}",
        ]
        answer = self._exchange("\r\n".join([*head, "", ""]).encode() + body)
        head, _, body = answer.partition(b"\r\n\r\n")
        length, location = LENGTH.search(head), LOCATION.search(head)
        if not head.startswith(b"HTTP/1.1 ") or not length or len(body) != int(length[1]):
            raise Cut(len(answer))
        for name, value in COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        return Page(int(head[9:12]), body.decode(), location[1].decode() if location else "")

    def _exchange(self, request: bytes) -> bytes:
        try:
            with socket.create_connection((HOST, self.port), timeout=self.timeout) as connection:
                connection.sendall(request)
                parts = []
                while part := connection.recv(65536):
                    parts.append(part)
                return b"".join(parts)
        except OSError as error:
            raise Cut(type(error).__name__) from error
