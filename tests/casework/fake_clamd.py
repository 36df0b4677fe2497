"""A ClamAV of the tests' own: speaks INSTREAM on loopback, finds EICAR, and fails when told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# In two parts, so that no scanner stops the tests' own source.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        received = b""
        while length := int.from_bytes(self.rfile.read(4)):
            received += self.rfile.read(length)
            if self.server.mood == "dies half way":
                return
        self.server.scanned.append(received)
        self.wfile.write(self._verdict(received))

    def _verdict(self, received: bytes) -> bytes:
        match self.server.mood:
            case "says nothing":
                return b""
            case "is too small":
                return b"INSTREAM size limit exceeded. ERROR\n"
            case "talks nonsense":
                return b"\xffhello\n"
        return b"stream: Eicar-Signature FOUND\n" if EICAR in received else b"stream: OK\n"


class FakeClamd(socketserver.ThreadingTCPServer):
    """`mood` says how it behaves; `scanned` holds what it was shown whole."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mood, self.scanned = "", []

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address) -> None:
        """The tests look at what the portal makes of it."""


@contextmanager
def running() -> Iterator[FakeClamd]:
    with FakeClamd() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
