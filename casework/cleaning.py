"""Files made anew from what can be seen in them, so that nothing hidden comes along.

A photo tells where and when it was taken, and with which telephone; a PDF who wrote it. Both may carry
scripts and other files. Everything happens in memory: no byte of what was sent touches a disk.
"""

import contextlib
import io
import logging
import warnings
from dataclasses import dataclass

import pillow_heif
import puremagic
from PIL import Image, ImageOps

from casework.pdf_cleaning import Locked, TooManyPages, bare_jpeg, rebuilt

MOST_PIXELS = 40_000_000
# Cameras write one scan, careful programs some twenty. Each goes over the whole picture, whatever its length.
MOST_SCANS = 100
# Fixed, and not what the photo had: the tables behind a camera's own quality tell which camera it was.
JPEG_QUALITY = 85
# Four times as fast as Pillow's own choice, and 7 % larger: a large PNG must not outlast its request.
PNG_LEVEL = 3
JPEG, PNG, HEIC, PDF = "image/jpeg", "image/png", "image/heif", "application/pdf"

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
logging.getLogger("PIL").setLevel(logging.CRITICAL + 1)  # see casework.pdf_cleaning
# Pillow only warns between once and twice its limit.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class NotCleaned(Exception):
    """The bytes are no file that we take in. The message is one of the reasons below."""

    EMPTY, TYPE, PIXELS = "empty", "type", "pixels"
    PAGES, LOCKED, UNREADABLE = "pages", "locked", "unreadable"


@dataclass(frozen=True)
class Clean:
    """A file made anew, and what it is now."""

    data: bytes
    type: str


def clean(data: bytes) -> Clean:
    """The same picture or pages, without anything else. Raises NotCleaned, whatever the bytes are.

    JPEG and HEIC become JPEG, PNG stays PNG, PDF stays PDF. What a file is, its bytes say.
    """
    if not data:
        raise NotCleaned(NotCleaned.EMPTY)
    kind = _kind(data)
    try:
        return Clean(rebuilt(data), PDF) if kind == PDF else _redrawn(data, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotCleaned(NotCleaned.PIXELS) from error
    except TooManyPages as error:
        raise NotCleaned(NotCleaned.PAGES) from error
    except Locked as error:
        raise NotCleaned(NotCleaned.LOCKED) from error
    except Exception as error:  # decoders fail in as many ways as bytes can be wrong
        raise NotCleaned(NotCleaned.UNREADABLE) from error


def _kind(data: bytes) -> str:
    """Which of our four kinds the bytes begin like; the decoder has the last word."""
    try:
        seen = {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError) as error:
        raise NotCleaned(NotCleaned.TYPE) from error
    for kind in (JPEG, PNG, HEIC, PDF):
        if kind in seen:
            return kind
    raise NotCleaned(NotCleaned.TYPE)


def _redrawn(data: bytes, kind: str) -> Clean:
    opener = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF"}[kind]
    if kind == JPEG and _scans(data) > MOST_SCANS:
        raise NotCleaned(NotCleaned.UNREADABLE)
    with Image.open(io.BytesIO(data), formats=[opener]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        transparency = image.info.get("transparency")
        image.info = {}  # EXIF, XMP, comments, colour profile: whatever Pillow would write again
        if kind == PNG:
            return Clean(_saved(image, "PNG", transparency=transparency, compress_level=PNG_LEVEL), PNG)
        plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
        return Clean(_saved(plain, "JPEG", quality=JPEG_QUALITY), JPEG)


def _scans(data: bytes) -> int:
    """How often a JPEG goes over its picture. Of one that is damaged, every mark counts."""
    with contextlib.suppress(ValueError):
        data = bare_jpeg(data)
    return data.count(b"\xff\xda")


def _saved(image: Image.Image, encoder: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, encoder, **{name: value for name, value in options.items() if value is not None})
    return file.getvalue()
