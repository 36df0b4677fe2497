"""What comes out of cleaning is what could be seen, and whatever goes in, nothing breaks."""

import io
import random
import resource
import warnings
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casework import pdf_cleaning
from casework.cleaning import JPEG, MOST_PIXELS, PDF, PNG, NotCleaned, clean
from tests.casework.sample_files import SEEN, SIDEWAYS, heic, jpeg, pdf, picture, png, unpacked
from tests.leaks import found_in

HIDDEN = ["CANARY-Granskog", "Granskog"]


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def reason(data: bytes) -> str:
    with pytest.raises(NotCleaned) as refusal:
        clean(data)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("data", "kind", "format"),
    [(jpeg(), JPEG, "JPEG"), (png(), PNG, "PNG"), (heic(), JPEG, "JPEG")],
    ids=["jpeg", "png", "heic"],
)
def test_a_picture_keeps_what_it_shows_and_nothing_else(data, kind, format):
    assert found_in(data, HIDDEN) == set(HIDDEN)  # else this test would see nothing
    made = clean(data)
    assert made.type == kind
    assert found_in(made.data, HIDDEN) == set()
    image = opened(made.data)
    assert image.format == format
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    red, _green, blue = image.convert("RGB").getpixel((4, 4))
    assert red > 200 > 60 > blue


def test_a_photo_taken_sideways_is_turned_before_the_note_that_says_so_goes():
    assert opened(clean(jpeg(orientation=SIDEWAYS)).data).size == (40, 80)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_each_kind_of_png_stays_png(mode):
    source = picture().convert("L" if mode == "I;16" else mode)
    file = io.BytesIO()
    (source.convert("I;16") if mode == "I;16" else source).save(file, "PNG")
    made = opened(clean(file.getvalue()).data)
    assert (made.format, made.size, made.mode) == ("PNG", (80, 40), mode)


def test_a_transparent_colour_stays_transparent():
    file = io.BytesIO()
    picture().convert("P").save(file, "PNG", transparency=0)
    assert opened(clean(file.getvalue()).data).info == {"transparency": 0}


def test_every_quality_becomes_the_same_so_that_no_camera_is_known_by_its_tables():
    tables = set()
    for quality in (30, 75, 98):
        file = io.BytesIO()
        picture().save(file, "JPEG", quality=quality)
        tables.add(str(opened(clean(file.getvalue()).data).quantization))
    assert len(tables) == 1


@pytest.mark.parametrize("size", [(8000, 7000), (10_000, 12_000)], ids=["56 MP", "120 MP"])
def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(size):
    file = io.BytesIO()
    Image.new("1", size).save(file, "PNG")
    assert len(file.getvalue()) < 50_000
    assert size[0] * size[1] > MOST_PIXELS
    assert reason(file.getvalue()) == NotCleaned.PIXELS
    with warnings.catch_warnings(action="ignore"):  # whatever Pillow's warning is made into
        assert reason(file.getvalue()) == NotCleaned.PIXELS


def test_a_pdf_keeps_its_pages_and_what_was_filled_in():
    source = pdf(pages=3)
    assert found_in(unpacked(source), HIDDEN) == set(HIDDEN)
    made = clean(source)
    assert made.type == PDF
    everything = unpacked(made.data)
    assert found_in(everything, HIDDEN) == set()
    assert SEEN.encode() in everything
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert len(document.pages) == 3
        assert set(document.Root.keys()) == {"/Pages", "/Type"}
        assert "/Info" not in document.trailer
        photos = document.pages[0].obj.Resources.XObject
        for name in "ABC":
            shown = opened(photos[f"/{name}"].read_raw_bytes())
            assert shown.getpixel((4, 4))[0] > 200
        assert opened(photos["/D"].read_raw_bytes()).size == (80, 40)
    assert b"JavaScript" not in everything


def test_a_pdf_that_only_forbids_printing_is_taken_in_and_one_with_a_password_is_not():
    free = pikepdf.Encryption(owner="owner", user="")
    assert clean(pdf(encryption=free)).type == PDF
    locked = pikepdf.Encryption(owner="owner", user="secret")
    assert reason(pdf(encryption=locked)) == NotCleaned.LOCKED


def test_a_pdf_of_too_many_pages_is_refused():
    assert clean(pdf(pages=200)).type == PDF
    assert reason(pdf(pages=201)) == NotCleaned.PAGES


def packed_pdf(more: bytes) -> bytes:
    """One page, whose document lies packed in an object stream with `more` in its list of pages."""
    inner = b"1 0 2 30 ".ljust(20) + b"<</Type/Catalog/Pages 2 0 R>>".ljust(30)
    inner = zlib.compress(inner + b"<</Type/Pages/Kids[5 0 R]/Count 1" + more + b">>", 9)
    things = {
        3: b"<</Type/ObjStm/N 2/First 20/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(inner), inner),
        5: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }
    body, rows = b"%PDF-1.5\n", {0: (0, 0, 0), 1: (2, 3, 0), 2: (2, 3, 1)}
    for number, thing in things.items():
        rows[number] = (1, len(body), 0)
        body += b"%d 0 obj %s endobj\n" % (number, thing)
    start = rows[4] = (1, len(body), 0)
    table = b"".join(bytes([rows[n][0]]) + rows[n][1].to_bytes(4) + bytes([rows[n][2]]) for n in range(6))
    body += b"4 0 obj <</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return body + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start[1]


def test_a_pdf_that_unpacks_to_too_much_is_refused():
    assert clean(packed_pdf(b" " * 1000)).type == PDF
    assert reason(packed_pdf(b" " * 150_000_000)) == NotCleaned.UNREADABLE


@pytest.fixture
def little_memory(monkeypatch):
    """A tenth of what is allowed, so that a tenth of a bomb is enough."""
    monkeypatch.setattr(pdf_cleaning, "MOST_MEMORY", pdf_cleaning.MOST_MEMORY // 10)


def test_a_pdf_of_a_few_kilobytes_that_is_gigabytes_of_numbers_in_memory_is_refused(little_memory):
    assert clean(packed_pdf(b"/N[" + b"0 " * 10_000 + b"]")).type == PDF
    assert reason(packed_pdf(b"/N[" + b"0 " * 2_000_000 + b"]")) == NotCleaned.UNREADABLE
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def test_numbers_that_a_page_shows_are_not_left_out_in_silence(little_memory):
    """qpdf goes on without what it has no memory for."""
    with pikepdf.new() as made:
        made.add_blank_page().obj.Resources.ExtGState = pikepdf.Dictionary()
        file = io.BytesIO()
        made.save(file)
    bomb = file.getvalue().replace(b"/ExtGState <<", b"/ExtGState << /N [" + b"0 " * 300_000 + b"]")
    assert reason(bomb) == NotCleaned.UNREADABLE


def stamped(count: int) -> bytes:
    """One page with so many stamps upon it."""
    with pikepdf.new() as made:
        look = pikepdf.Stream(made, b"", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        shared = made.make_indirect(look)
        page = made.add_blank_page().obj
        page.Annots = pikepdf.Array(
            made.make_indirect(
                pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 9, 9], AP={"/N": shared})
            )
            for _stamp in range(count)
        )
        file = io.BytesIO()
        made.save(file)
    return file.getvalue()


def test_a_pdf_with_thousands_of_stamps_is_refused():
    assert clean(stamped(200)).type == PDF
    assert reason(stamped(2001)) == NotCleaned.UNREADABLE


def of_many_scans(count: int, before: bytes = b"") -> bytes:
    """A JPEG that goes over its picture again and again: 61 bytes each time, milliseconds on a large one."""
    file = io.BytesIO()
    Image.new("L", (64, 64), 128).save(file, "JPEG", progressive=True)
    start = file.getvalue().rindex(b"\xff\xda")
    scan = file.getvalue()[start:-2]
    return file.getvalue()[:-2] + (before + scan) * count + b"\xff\xd9"


def test_a_jpeg_that_goes_over_its_picture_a_thousand_times_is_refused():
    assert clean(of_many_scans(50)).type == JPEG
    for before in (b"", b"\0\0"):  # a decoder steps over noise between two scans
        assert reason(of_many_scans(1000, before)) == NotCleaned.UNREADABLE


def test_what_lies_behind_a_picture_is_no_part_of_it():
    """Telephones put a film there, in which any two bytes stand a hundred times."""
    assert clean(jpeg() + b"\xff\xda" * 1000).type == JPEG


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", NotCleaned.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", NotCleaned.TYPE),
        (b"<!doctype html><html><script>alert(1)</script>", NotCleaned.TYPE),
        (b"PK\x03\x04" + b"\0" * 60 + b"word/document.xml", NotCleaned.TYPE),
        (b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", NotCleaned.TYPE),
        (b"just words", NotCleaned.TYPE),
        (b"<script>alert(1)</script>" + pdf(), NotCleaned.TYPE),
        (jpeg()[:200], NotCleaned.UNREADABLE),
        (b"%PDF-1.7\nnothing", NotCleaned.UNREADABLE),
        (b"\x89PNG\r\n\x1a\n", NotCleaned.UNREADABLE),
    ],
    ids=[
        "empty",
        "svg",
        "html",
        "docx",
        "gif and script",
        "text",
        "pdf behind html",
        "cut",
        "no pdf",
        "no png",
    ],
)
def test_what_is_no_picture_or_pdf_is_refused_with_its_reason(data, why):
    assert reason(data) == why


def test_a_picture_that_is_a_page_as_well_comes_out_as_a_picture_alone():
    made = clean(jpeg() + b"<script>alert(1)</script>")
    assert b"script" not in made.data


SOUND = [jpeg(), png(), heic(), pdf()]


def never_breaks(data: bytes) -> None:
    try:
        made = clean(data)
    except NotCleaned:
        return
    assert made.type in (JPEG, PNG, PDF)
    # A PDF whose names are damaged may keep what no viewer finds: it is whole files that we clean.
    assert made.type == PDF or found_in(made.data, HIDDEN) == set()


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SOUND), st.integers(min_value=0), st.data())
def test_damaged_files_are_cleaned_or_refused(sound, cut, data):
    damaged = bytearray(sound[: cut % len(sound) + 1])
    for _ in range(data.draw(st.integers(0, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    never_breaks(bytes(damaged))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic", b"%PDF-1.7\n", b""]),
    st.binary(),
)
def test_any_bytes_are_cleaned_or_refused(beginning, rest):
    never_breaks(beginning + rest)


def test_noise_in_the_middle_of_each_kind_is_cleaned_or_refused():
    chance = random.Random(20261124)  # noqa: S311
    for sound in SOUND:
        for _ in range(40):
            at = chance.randrange(len(sound))
            never_breaks(sound[:at] + chance.randbytes(40) + sound[at + 40 :])


def test_a_bad_file_leaves_no_line_in_the_log(caplog):
    """The line would have a time, and that is when somebody sat down to report."""
    for damaged in (pdf()[:-400], pdf().replace(b"endobj", b"endob", 3), png()[:-9], jpeg()[:300]):
        never_breaks(damaged)
    assert caplog.records == []
