"""A bad line between people and the portal: slow, sometimes dead, sometimes cut half way."""

import asyncio
import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LATENCY_SECONDS = 0.04
NEVER_ARRIVES, CUT = 0.1, 0.2  # of all requests
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)


class BadLine:
    """Passes what comes on `port` on to `target`, both on loopback. `faults` counts what it broke."""

    def __init__(self, target: int) -> None:
        self.target, self.port, self.faults = target, 0, 0

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            request += await reader.readexactly(int(LENGTH.search(request)[1]))
            await asyncio.sleep(LATENCY_SECONDS)
            await self._one(request, writer, luck=random.random())  # noqa: S311  chance, not a secret
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()

    async def _one(self, request: bytes, writer: asyncio.StreamWriter, luck: float) -> None:
        answer = b"" if luck < NEVER_ARRIVES else await self._answer_to(request)
        whole = luck >= NEVER_ARRIVES + CUT
        writer.write(answer if whole else answer[: len(answer) // 2])
        await writer.drain()
        if whole:
            writer.close()
        else:
            self.faults += 1
            writer.transport.abort()

    async def _answer_to(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer


@contextmanager
def bad_line(target: int) -> Iterator[BadLine]:
    """Run a bad line to this port, in a thread of its own, while the block runs."""
    line, loop = BadLine(target), asyncio.new_event_loop()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(line.pass_on, "127.0.0.1", 0)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
