"""Pictures as phones and editors write them, with place, device and author in every corner of the file."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, PngImagePlugin

from tests.gateway.files.cleaning.films import AUTHOR, DEVICE, PLACE

XMP = (
    '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="{PLACE}" photoshop="{DEVICE}" '
    f'dc="{AUTHOR}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()
IPTC = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x50\0\x09Zhang Wei"
SIZE = (48, 32)


def scene() -> Image.Image:
    """Dark above, light below, so that a turn shows."""
    image = Image.new("RGB", SIZE, (20, 40, 90))
    image.paste((230, 220, 200), (0, 16, 48, 32))
    return image


def exif(orientation: int = 1) -> bytes:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Make] = "ACME"
    made[ExifTags.Base.Model] = DEVICE
    made[ExifTags.Base.Artist] = "Zhang Wei"
    made[ExifTags.Base.DateTime] = "2026:10:01 08:30:00"
    made[ExifTags.Base.ImageDescription] = PLACE
    made.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (30.0, 16.0, 26.76), 3: "E", 4: (120.0, 9.0, 18.36)})
    return made.tobytes()


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def jpeg(orientation: int = 1, *, trailer: bytes = b"", **options: Any) -> bytes:
    plain = saved(scene(), "JPEG", exif=exif(orientation), xmp=XMP, comment=AUTHOR.encode(), **options)
    extra = b"\xff\xed" + struct.pack(">H", len(IPTC) + 2) + IPTC
    return plain[:20] + extra + plain[20:] + trailer  # behind JFIF, which comes first


def png(orientation: int = 1) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Zhang Wei")
    text.add_text("Comment", PLACE, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    made = saved(scene(), "PNG", exif=exif(orientation), pnginfo=text)
    private = b"acMe" + DEVICE.encode()
    chunk = struct.pack(">I", len(private) - 4) + private + struct.pack(">I", zlib.crc32(private))
    return made[:-12] + chunk + made[-12:] + b"ACME behind the end"


def webp(orientation: int = 1) -> bytes:
    return saved(scene(), "WEBP", exif=exif(orientation), xmp=XMP)


def frames(number: int = 3) -> list[Image.Image]:
    return [Image.new("RGB", (9, 9), (40 * n, 90, 200 - 40 * n)) for n in range(number)]


def moving(format_: str) -> bytes:
    first, *others = frames()
    options: dict[str, Any] = {"save_all": True, "append_images": others, "duration": 90, "loop": 0}
    if format_ == "GIF":
        made = saved(first, format_, comment=b"Zhang Wei", **options)
        block = b"\x21\xff\x0bXMP DataXMP" + XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
        return made[:-1] + block + b"\x3b" + b"ACME"
    return saved(first, format_, exif=exif(), **options)


def heic(orientation: int = 1) -> bytes:
    heif = pillow_heif.from_pillow(scene().resize((96, 64)))
    out = io.BytesIO()
    heif.save(out, exif=exif(orientation), xmp=XMP, quality=90)
    return out.getvalue()
