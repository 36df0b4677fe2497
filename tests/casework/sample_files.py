"""Files as people send them, with words hidden wherever a file can hide them."""

import base64
import io
import zlib

import pikepdf
import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, PngImagePlugin

pillow_heif.register_heif_opener()
SECRET = "CANARY-Granskog"
SEEN = "Svaret som skal synes"
SIDEWAYS = 6  # EXIF orientation: to be turned a quarter clockwise
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()


def picture(size=(80, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """A camera's notes: maker, place, a comment and a thumbnail, each with the secret."""
    notes = Image.Exif()
    notes[0x010F], notes[0x0112], notes[0x010E] = SECRET, orientation, SECRET
    notes.get_ifd(0x8825)[0x1D] = SECRET  # GPS date
    notes.get_ifd(0x8769)[0x9286] = SECRET.encode()  # the user's comment
    return notes


def jpeg(image: Image.Image | None = None, orientation: int = 1) -> bytes:
    file = io.BytesIO()
    icc = b"\0" * 128 + SECRET.encode()
    (image or picture()).save(
        file, "JPEG", exif=exif(orientation), comment=SECRET, icc_profile=icc, xmp=XMP, quality=95
    )
    return file.getvalue() + f"{SECRET} after the end".encode()


def png(mode: str = "RGB") -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    file = io.BytesIO()
    picture().convert(mode).save(file, "PNG", pnginfo=text, exif=exif(), icc_profile=SECRET.encode())
    return file.getvalue()


def heic() -> bytes:
    file = io.BytesIO()
    picture((128, 64)).save(file, "HEIF", exif=exif().tobytes(), xmp=XMP, quality=90)
    return file.getvalue()


def pdf(pages: int = 1, **save) -> bytes:
    """A form with an answer, photos packed in four ways, and the secret behind everything."""
    made = pikepdf.new()
    made.docinfo["/Author"] = SECRET
    for _page in range(pages):
        made.add_blank_page(page_size=(300, 300))
    page = made.pages[0].obj
    photo = jpeg()
    page.Resources = Dictionary(
        XObject=Dictionary(
            A=_photo(made, photo, Name.DCTDecode),
            B=_photo(made, base64.a85encode(photo) + b"~>", Array([Name.ASCII85Decode, Name.DCTDecode])),
            C=_photo(made, zlib.compress(photo), Array([Name.FlateDecode, Name.DCTDecode])),
            D=_photo(made, _jpeg_2000(), Name.JPXDecode),
        )
    )
    page.Resources.Properties = Dictionary(MC0=Dictionary(Title=SECRET, AF=SECRET))
    page.Contents = Stream(made, b"q 90 0 0 90 0 0 cm /A Do /B Do /C Do /D Do Q")
    script = Dictionary(S=Name.JavaScript, JS=SECRET)
    page.AA, page.PieceInfo = Dictionary(O=script), Dictionary(X=Dictionary(Private=SECRET))
    page.Metadata = Stream(made, XMP)
    made.Root.OpenAction = script
    made.Root.Metadata = Stream(made, XMP)
    made.attachments[f"{SECRET}.txt"] = SECRET.encode()
    page.AF = Array([made.attachments[f"{SECRET}.txt"].obj])
    _fill_in_a_form(made, page, script)
    file = io.BytesIO()
    made.save(file, **save)
    return file.getvalue()


def _photo(made, raw, packed) -> Stream:
    stream = Stream(made, raw, Type=Name.XObject, Subtype=Name.Image, Width=80, Height=40)
    stream.ColorSpace, stream.BitsPerComponent, stream.Filter = Name.DeviceRGB, 8, packed
    stream.Metadata, stream.Note = Stream(made, XMP), SECRET
    return made.make_indirect(stream)


def _jpeg_2000() -> bytes:
    file = io.BytesIO()
    picture().save(file, "JPEG2000")
    note = SECRET.encode()
    return file.getvalue() + (8 + len(note)).to_bytes(4) + b"xml " + note


def _fill_in_a_form(made, page, script) -> None:
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    look = "/Helv 12 Tf 0 g"
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=SECRET, V=SEEN, DA=look, F=4, P=page)
    box.Rect, box.AA = Array([10, 200, 250, 220]), Dictionary(F=script)
    box = made.make_indirect(box)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI=f"https://{SECRET}.example/")
    page.Annots = Array([box, made.make_indirect(link)])
    fonts = Dictionary(Font=Dictionary(Helv=helvetica))
    made.Root.AcroForm = Dictionary(Fields=Array([box]), DA=look, DR=fonts, NeedAppearances=True)


def unpacked(data: bytes) -> bytes:
    """A PDF as it is, and again with every stream and every object opened."""
    with pikepdf.open(io.BytesIO(data)) as made:
        parts = [data]
        for thing in made.objects:
            parts.append(repr(thing).encode())
            if isinstance(thing, Stream):
                parts.append(thing.read_raw_bytes())
                if thing.get("/Filter") in (None, Name.FlateDecode):
                    parts.append(thing.read_bytes())
        return b"\n".join(parts)


def upload(data: bytes, name: str = "bilde.jpg") -> SimpleUploadedFile:
    """As a request's file. The declared type is a lie, and must not matter."""
    return SimpleUploadedFile(name, data, content_type="text/plain")
