"""Looks for words in whatever is kept, through the disguises that software puts on text."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from django.conf import settings as portal
from django.core import mail
from django.core.cache import caches
from django.db import connection

BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
JSON_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")
DEPTH = 4


def found_in(haystack: bytes, words: list[str], depth: int = DEPTH) -> set[str]:
    """Those of the words that stand in the bytes, as they are or encoded up to four times over."""
    hits = {word for word in words if word.encode() in haystack or word.encode("utf-16-le") in haystack}
    if depth:
        for inner in _undisguised(haystack):
            hits |= found_in(inner, words, depth - 1)
    return hits


def _undisguised(data: bytes) -> Iterator[bytes]:
    if b"\\u" in data:
        yield JSON_ESCAPE.sub(lambda m: chr(int(m[1], 16)).encode("utf-8", "ignore"), data)
    if b"%" in data and (plain := unquote_to_bytes(data)) != data:
        yield plain
    for run in BASE64.findall(data):
        yield from _from_base64(run)
    for run in HEX.findall(data):
        yield binascii.unhexlify(run)
    for start in _zlib_starts(data):
        yield from _inflated(data[start:])


def _from_base64(run: bytes) -> Iterator[bytes]:
    run = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    for offset in range(4):  # a run may begin in the middle of a group of four
        piece = run[offset:]
        piece = piece[: len(piece) // 4 * 4] if len(piece) % 4 == 1 else piece + b"=" * (-len(piece) % 4)
        yield base64.b64decode(piece)


def _zlib_starts(data: bytes) -> Iterator[int]:
    for magic in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b"):
        yield from (match.start() for match in re.finditer(re.escape(magic), data))


def _inflated(data: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, 10_000_000)
    except zlib.error:
        return


def everything_kept(log, var_dir: Path) -> bytes:
    """Database, sessions and outbox in it, logs, caches, files and mail, as bytes."""
    parts = [log.getvalue().encode(), *map(_bytes, mail.outbox)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
            parts += [_bytes(value) for row in cursor.fetchall() for value in row]
    for alias in portal.CACHES:
        parts += map(_bytes, getattr(caches[alias], "_cache", {}).items())
    parts += [path.read_bytes() for path in var_dir.rglob("*") if path.is_file()]
    return b"\n".join(parts)


def _bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode()
