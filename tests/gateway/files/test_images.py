"""What a camera writes into a picture is not kept: where it was taken, by which device, and what was cut away."""

from __future__ import annotations

import hashlib
import io
import random
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageStat, PngImagePlugin

from gateway.files.cleaning import pictures
from gateway.files.cleaning.report import Unclean
from shared.errors import NotFound
from tests.gateway.accounts.desk import Bureau, Desk, rules
from tests.gateway.files.test_files import PICTURES, send

SECRETS = (b"ACME", b"1234567", b"Exif", b"xmpmeta", b"Zhang", b"GPS")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">GPS Zhang</x:xmpmeta>'


def scene() -> Image.Image:
    """Dark above, light below, so that a turn shows."""
    image = Image.new("RGB", (48, 32), (20, 40, 90))
    image.paste((230, 220, 200), (0, 16, 48, 32))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Make] = "ACME"
    made[ExifTags.Base.Artist] = "Zhang"
    made.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (35.0, 1.0, 12.34567)})
    return made


def taken(format_: str, orientation: int = 1) -> bytes:
    out = io.BytesIO()
    options: dict[str, Any] = {"exif": exif(orientation)}
    if format_ == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "Zhang")
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    else:
        options["xmp"] = XMP
    if format_ == "JPEG":
        options["comment"] = b"Zhang"
    scene().save(out, format_, **options)
    return out.getvalue()


def kept(bureau: Bureau, content: bytes, kind: str = "attachment") -> bytes:
    """What others get of it, which is what its size and its SHA-256 are of."""
    person = bureau.outsider()
    answer = send(person, content, "现场.jpg", kind)
    assert answer.status_code == 201, answer.text
    view = answer.get_json()
    got: bytes = person("GET", f"/files/{view['id']}").data
    assert (view["size"], view["sha256"]) == (len(got), hashlib.sha256(got).hexdigest())
    return got


def test_the_original_is_kept_apart_and_found_by_nobody(desk: Desk, bureau: Bureau) -> None:
    person, content = bureau.outsider(), taken("JPEG")
    view = send(person, content, "现场.jpg").get_json()
    original = desk.runtime.files.original(view["id"], bureau.code)
    assert (original.name, original.size, original.sha256) == (
        "现场.jpg",
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert b"".join(desk.runtime.files.pieces(original, 0, original.size)) == content
    assert person("GET", f"/files/{original.id}").status_code == 404
    plain = send(person, PICTURES["JPEG"]).get_json()
    with pytest.raises(NotFound):
        desk.runtime.files.original(plain["id"], bureau.code)


@pytest.mark.parametrize("format_", ["GIF", "HEIF"])
def test_what_other_formats_tell_is_taken_out(bureau: Bureau, format_: str) -> None:
    out = io.BytesIO()
    told: dict[str, Any] = {"comment": b"Zhang"} if format_ == "GIF" else {"exif": exif(6), "xmp": XMP}
    scene().save(out, format_, **told)
    assert b"Zhang" in out.getvalue()
    got = kept(bureau, out.getvalue())
    assert not [secret for secret in SECRETS if secret in got and secret != b"Exif"]
    image = Image.open(io.BytesIO(got))
    assert (image.format, dict(image.getexif())) == (format_, {})
    assert difference(image, Image.open(io.BytesIO(out.getvalue()))) < 5


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of the pixels, of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("kind", ["attachment", "evidence"])
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_place_device_and_author_are_taken_out(bureau: Bureau, format_: str, kind: str) -> None:
    content = taken(format_)
    assert b"ACME" in content
    got = kept(bureau, content, kind)
    assert not [secret for secret in SECRETS if secret in got]
    image = Image.open(io.BytesIO(got))
    image.load()
    assert image.format == format_
    assert not image.getexif()
    assert difference(image, Image.open(io.BytesIO(content))) < 5


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_sideways_stands_upright(bureau: Bureau, format_: str) -> None:
    got = Image.open(io.BytesIO(kept(bureau, taken(format_, orientation=6))))
    assert difference(got, scene().transpose(Image.Transpose.ROTATE_270)) < 5


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_nothing_in_it_is_kept_byte_for_byte(bureau: Bureau, format_: str) -> None:
    assert kept(bureau, PICTURES[format_]) == PICTURES[format_]


def test_the_colour_profile_stays(bureau: Bureau) -> None:
    out = io.BytesIO()
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    scene().save(out, "JPEG", icc_profile=colours, exif=exif())
    shown = Image.open(io.BytesIO(kept(bureau, out.getvalue()))).info["icc_profile"]
    assert ImageCms.ImageCmsProfile(io.BytesIO(shown)).profile.xcolor_space == "RGB "


def test_a_moving_picture_goes_on_moving(bureau: Bureau) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=[90, 90, 90], exif=exif())
    got = kept(bureau, out.getvalue())
    assert b"ACME" not in got
    assert getattr(Image.open(io.BytesIO(got)), "n_frames", 1) == 3


def test_a_phones_picture_of_several_parts_keeps_the_first_alone(bureau: Bureau) -> None:
    out = io.BytesIO()
    scene().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (48, 32), "red")], exif=exif())
    got = Image.open(io.BytesIO(kept(bureau, out.getvalue())))
    assert (got.format, getattr(got, "n_frames", 1)) == ("JPEG", 1)
    assert difference(got, scene()) < 5


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_refused(bureau: Bureau, format_: str) -> None:
    assert rules(send(bureau.outsider(), taken(format_)[:-60])) == {"/file": "file.broken"}


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_crafted_bytes_are_kept_clean_or_refused(bureau: Bureau, format_: str) -> None:
    person, good, chance = bureau.outsider(), taken(format_), random.Random(7)
    told = set()
    for _ in range(6):
        content = bytearray(good)
        for _ in range(9):
            content[chance.randrange(len(content))] = chance.randrange(256)
        answer = send(person, bytes(content))
        told.add(answer.status_code)
        if answer.status_code == 422:
            assert set(rules(answer).values()) <= {"file.broken", "file.type", "file.pixels", "file.unclean"}
    assert 422 in told
    assert told <= {201, 422}


def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked(bureau: Bureau) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    answer = send(bureau.outsider(), out.getvalue())
    assert rules(answer) == {"/file": "file.pixels"}
    assert "120" in answer.text


def test_too_many_frames_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_FRAMES", 2)
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(Unclean) as refused:
        pictures.check(out.getvalue(), out.getvalue(), "image/png")
    assert refused.value.rule == "file.pixels"
