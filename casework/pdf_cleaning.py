"""PDF files rebuilt from their pages: what can be seen stays, and what lies behind it goes.

Gone are the author and the program, XMP, scripts and actions, attached files, forms, links, notes in
the margin, thumbnails, page data of programs, earlier revisions, and what cameras wrote into pictures.
Text filled into a form and stamps are drawn into the page first, so that nobody loses their answers.
"""

import io
import logging
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pikepdf.settings import set_qpdf_limits

MOST_PAGES = 200
# Boxes, stamps and links in all. qpdf draws each of them by asking all the others: 8000 take 20 seconds.
MOST_ANNOTATIONS = 2000
_MEGABYTE = 2**20
MOST_MEMORY = 512 * _MEGABYTE
# What is wrong with a file is told to who sent it; a line in the log would tell everybody when.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)
# A few kilobytes can unpack to gigabytes; qpdf stops there. For the whole process, by its nature.
set_qpdf_limits(
    doc_max_warnings=1000,
    flate_max_memory=100 * _MEGABYTE,
    png_max_memory=100 * _MEGABYTE,
    tiff_max_memory=100 * _MEGABYTE,
    run_length_max_memory=100 * _MEGABYTE,
)


def _names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


_OF_A_PAGE = _names("Type MediaBox CropBox Rotate UserUnit Resources Contents Group")
# Layers and tagged content are left out: then every layer shows, and no file hangs on a word.
_OF_RESOURCES = _names("ExtGState ColorSpace Pattern Shading XObject Font ProcSet")
_OF_A_STREAM = _names("Type Subtype Length Filter DecodeParms Name")
_OF_A_DRAWING = _OF_A_STREAM | _names("FormType BBox Matrix Resources Group")
_OF_A_PHOTO = _OF_A_STREAM | _names(
    "Width Height ColorSpace BitsPerComponent Decode Interpolate Intent ImageMask Mask SMask SMaskInData "
    "Matte"
)
# In fonts, patterns and the rest, where too many names are good to list those.
_NEVER_SEEN = _names(
    "Metadata PieceInfo LastModified CreationDate ModDate Author Creator Producer EmbeddedFiles OpenAction "
    "LGIDict StructParent StructParents FFilter FDecodeParms"
)
_FILTERS = _names(
    "FlateDecode LZWDecode ASCII85Decode ASCIIHexDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode "
    "JPXDecode"
)


class TooManyPages(Exception):
    """More than MOST_PAGES pages."""


class TooManyAnnotations(Exception):
    """More than MOST_ANNOTATIONS things lie upon the pages."""


class Locked(Exception):
    """The file opens with a password alone."""


@contextmanager
def _little_memory() -> Iterator[None]:
    """Nobody gets more than MOST_MEMORY beyond what the process has: 10 kB of zeros can be 3 GB of numbers.

    qpdf has no limit for it. Where the system is not Linux, there is none.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)  # -1: none
    has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = has + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most if soft < 0 else min(soft, most), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def rebuilt(data: bytes) -> bytes:
    """A new file with the same pages.

    Raises Locked, TooManyPages, TooManyAnnotations, MemoryError, or what qpdf raises for a broken one.
    """
    with _little_memory():
        return _rebuilt(data)


def _rebuilt(data: bytes) -> bytes:
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Locked from error
    with source, pikepdf.new() as target:
        if len(source.pages) > MOST_PAGES:
            raise TooManyPages
        if sum(len(_listed(page.obj.get("/Annots"))) for page in source.pages) > MOST_ANNOTATIONS:
            raise TooManyAnnotations
        if "/AcroForm" in source.Root:
            source.generate_appearance_streams()
        source.flatten_annotations("all")
        for page in source.pages:
            _keep(page.obj, _OF_A_PAGE)
            target.pages.append(page)
        for thing in _everything(target):
            _strip(thing)
        made = _saved(target)
        # qpdf leaves out what it has no memory for, with a warning alone.
        if any("bad_alloc" in str(warning) for warning in source.get_warnings()):
            raise MemoryError
        return made


def _saved(target: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    # Streams are written as they are: unpacking them would cost memory that a stranger decides.
    target.save(
        file,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return file.getvalue()


def _everything(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream, also those that lie inside another."""
    waiting: list[Any] = list(pdf.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Dictionary | Stream):
            yield thing
            inner = [value for _key, value in thing.items()]
        elif isinstance(thing, Array):
            inner = list(thing)
        else:
            continue
        waiting += [one for one in inner if isinstance(one, Dictionary | Array) and not one.is_indirect]


def _strip(thing: Any) -> None:
    kind = thing.get("/Subtype") if isinstance(thing, Stream) else None
    if kind == Name.Image:
        _keep(thing, _OF_A_PHOTO)
        _strip_picture(thing)
    elif kind == Name.Form:
        _keep(thing, _OF_A_DRAWING)
    for key in _NEVER_SEEN & set(thing.keys()):
        del thing[key]
    if isinstance(resources := thing.get("/Resources"), Dictionary):
        _keep(resources, _OF_RESOURCES)


def _keep(thing: Any, names: frozenset[str]) -> None:
    for key in set(thing.keys()) - names:
        del thing[key]


def _strip_picture(stream: Stream) -> None:
    """Photos in a PDF are JPEG or JPEG 2000 files of their own, with all that a camera wrote."""
    filters, parameters = _listed(stream.get("/Filter")), _listed(stream.get("/DecodeParms"))
    if not _FILTERS.issuperset(map(str, filters)):
        raise ValueError("a photo that nobody can open")
    if not filters or filters[-1] not in _STRIPPERS:
        return
    with pikepdf.new() as scratch:
        packed = Stream(scratch, stream.read_raw_bytes())
        if before := filters[:-1]:  # the picture may lie packed once more
            packed.Filter = Array(before)
            if parameters:
                packed.DecodeParms = Array(parameters[: len(before)])
        stripped = _STRIPPERS[filters[-1]](packed.read_bytes())
    stream.write(stripped, filter=filters[-1], decode_parms=parameters[-1] if parameters else None)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def bare_jpeg(data: bytes) -> bytes:
    """The JPEG without comments and application data, but for Adobe's note on colours. Nothing redrawn.

    Raises ValueError for bytes that are no JPEG.
    """
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        if marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _bare_jpeg_2000(data: bytes) -> bytes:
    """The boxes that hold the picture. A bare code stream has no boxes and stays as it is."""
    if data[4:8] != b"jP  ":
        return data
    kept, at = [], 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16])
        end = at + length if length else len(data)
        if end <= at:
            raise ValueError("no box")
        if data[at + 4 : at + 8] in (b"jP  ", b"ftyp", b"jp2h", b"jp2c"):
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


_STRIPPERS = {Name.DCTDecode: bare_jpeg, Name.JPXDecode: _bare_jpeg_2000}
