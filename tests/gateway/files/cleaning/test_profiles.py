"""A colour profile keeps its colours and tells of no display, no camera and nobody."""

from __future__ import annotations

import io
import struct
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from gateway.files.cleaning import icc
from gateway.files.cleaning.report import FieldClass
from gateway.files.kinds import GIF, HEIC, JPEG, PNG, WEBP
from tests.gateway.files.cleaning import stills
from tests.gateway.files.cleaning.copies import cleaned

FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
SERIAL = b"DEL C02XK1VAJG5J"


def profile(*tags: tuple[bytes, bytes]) -> bytes:
    """sRGB as a system writes it, with further tags."""
    given = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = struct.unpack_from(">I", given, 128)[0]
    shift, at = 12 * len(tags), len(given) + 12 * len(tags)
    old = [struct.unpack_from(">4sII", given, 132 + 12 * number) for number in range(count)]
    table = [struct.pack(">4sII", name, place + shift, size) for name, place, size in old]
    bodies = b""
    for name, data in tags:
        table.append(struct.pack(">4sII", name, at + len(bodies), len(data)))
        bodies += data
    whole = given[4:128] + struct.pack(">I", len(table)) + b"".join(table) + given[132 + 12 * count :] + bodies
    return struct.pack(">I", len(whole) + 4) + whole


def of_a_display() -> bytes:
    return profile((b"mmod", b"mmod" + bytes(4) + SERIAL), (b"lumi", b"text" + bytes(4) + SERIAL))


def in_lab(colours: bytes) -> bytes:
    """How a row of colours is meant by a profile."""
    lab = ImageCms.createProfile("LAB")
    row = Image.merge("RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.linear_gradient("L")])
    shown = ImageCms.profileToProfile(row, ImageCms.ImageCmsProfile(io.BytesIO(colours)), lab, outputMode="LAB")
    assert shown is not None
    return shown.tobytes()


def with_profile(media_type: str, colours: bytes) -> bytes:
    if media_type != GIF:
        return stills.saved(stills.scene(), FORMATS[media_type], icc_profile=colours)
    pieces = [colours[at : at + 255] for at in range(0, len(colours), 255)]
    block = b"\x21\xff\x0bICCRGBG1012" + b"".join(bytes((len(piece),)) + piece for piece in pieces) + b"\0"
    return stills.saved(stills.scene(), "GIF")[:-1] + block + b"\x3b"


def test_the_colours_stay_and_the_device_goes() -> None:
    found: Counter[FieldClass] = Counter()
    given = of_a_display()
    plain = icc.plain(given + b"words behind the end", found)
    assert in_lab(plain) == in_lab(given)
    assert not [told for told in (SERIAL, b"mmod", b"behind", b"sRGB") if told in plain]
    assert +found == {FieldClass.DEVICE: 1}
    again: Counter[FieldClass] = Counter()
    assert (icc.plain(plain, again), +again) == (plain, {})


@pytest.mark.parametrize("media_type", [*FORMATS, GIF])
def test_a_picture_keeps_the_colours_of_its_profile(tmp_path: Path, media_type: str) -> None:
    given = of_a_display()
    report, got = cleaned(tmp_path, with_profile(media_type, given), media_type)
    assert report.removed[FieldClass.DEVICE] == 1
    assert SERIAL not in got
    if media_type == GIF:
        assert b"ICCRGBG1012" in got
    else:
        with Image.open(io.BytesIO(got)) as image:
            assert in_lab(image.info["icc_profile"]) == in_lab(given)
    report, again = cleaned(tmp_path, got, media_type)
    assert (report.nothing_removed, again) == (True, got)


@pytest.mark.parametrize("media_type", [*FORMATS, GIF])
@pytest.mark.parametrize("colours", [b"Zhang Wei, no profile", bytes(36) + b"acsp" + bytes(100) + b"Zhang Wei"])
def test_what_is_no_profile_goes(tmp_path: Path, media_type: str, colours: bytes) -> None:
    _, got = cleaned(tmp_path, with_profile(media_type, colours), media_type)
    assert b"Zhang Wei" not in got
    with Image.open(io.BytesIO(got)) as image:
        image.load()
        assert not image.info.get("icc_profile")


def test_a_profile_of_many_segments_is_put_together(tmp_path: Path) -> None:
    given = profile((b"targ", b"text" + bytes(4) + SERIAL + bytes(150_000)))
    _, got = cleaned(tmp_path, with_profile(JPEG, given), JPEG)
    assert SERIAL not in got
    assert len(got) < 10_000
    with Image.open(io.BytesIO(got)) as image:
        assert in_lab(image.info["icc_profile"]) == in_lab(given)
