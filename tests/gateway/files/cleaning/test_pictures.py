"""Pictures lose place, device and author, and not one pixel."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from gateway.files.cleaning.report import FieldClass, Unclean
from gateway.files.kinds import GIF, HEIC, JPEG, PNG, WEBP
from tests.gateway.files.cleaning import stills
from tests.gateway.files.cleaning.copies import cleaned, secrets

MADE = {JPEG: stills.jpeg, PNG: stills.png, WEBP: stills.webp, HEIC: stills.heic}
MOVING = {GIF: "GIF", PNG: "PNG", WEBP: "WEBP"}
PDA = {FieldClass.PLACE, FieldClass.DEVICE, FieldClass.AUTHOR}


def pixels(content: bytes) -> list[bytes]:
    """Every frame, unpacked."""
    with Image.open(io.BytesIO(content)) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append(image.convert("RGBA").tobytes())
        return found


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of the pixels, of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("media_type", MADE)
def test_nothing_is_told_and_no_pixel_changes(tmp_path: Path, media_type: str) -> None:
    given = MADE[media_type]()
    assert len(secrets(given)) > 3
    report, got = cleaned(tmp_path, given, media_type)
    assert report.clean
    assert set(report.removed) >= PDA
    assert secrets(got) == []
    assert not [mark for mark in (b"Exif\0\0", b"xmpmeta", b"Photoshop") if mark in got]
    assert pixels(got) == pixels(given)


@pytest.mark.parametrize("media_type", [JPEG, PNG, WEBP])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_taken_sideways_stands_upright(tmp_path: Path, media_type: str, orientation: int) -> None:
    given = MADE[media_type](orientation)
    _, got = cleaned(tmp_path, given, media_type)
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }  # fmt: skip
    with Image.open(io.BytesIO(got)) as image:
        assert not image.getexif()
        assert difference(image, stills.scene().transpose(turns[orientation])) < 5
    assert secrets(got) == []


def test_a_heic_keeps_its_own_turn(tmp_path: Path) -> None:
    given = stills.heic(6)
    _, got = cleaned(tmp_path, given, HEIC)
    assert Image.open(io.BytesIO(got)).size == Image.open(io.BytesIO(given)).size == (64, 96)
    assert pixels(got) == pixels(given)


@pytest.mark.parametrize("media_type", MOVING)
def test_a_moving_picture_goes_on_moving(tmp_path: Path, media_type: str) -> None:
    given = stills.moving(MOVING[media_type])
    _, got = cleaned(tmp_path, given, media_type)
    assert secrets(got) == []
    assert pixels(got) == pixels(given)
    assert len(pixels(got)) == 3
    assert Image.open(io.BytesIO(got)).info["loop"] == 0


@pytest.mark.parametrize("media_type", [*MADE, GIF])
def test_a_clean_picture_stays_as_it_is(tmp_path: Path, media_type: str) -> None:
    given = MADE[media_type]() if media_type in MADE else stills.moving("GIF")
    _, once = cleaned(tmp_path, given, media_type)
    report, twice = cleaned(tmp_path, once, media_type)
    assert twice == once
    assert report.nothing_removed


def test_the_film_of_a_live_photo_does_not_come_along(tmp_path: Path) -> None:
    _, got = cleaned(tmp_path, stills.jpeg(trailer=b"\0\0\0\x18ftypmp42 \xa9xyz+30.2741+120.1551/"), JPEG)
    assert secrets(got) == []
    assert got.endswith(b"\xff\xd9")


def test_a_progressive_picture_with_a_colour_profile_is_kept_with_it(tmp_path: Path) -> None:
    given = stills.jpeg(
        progressive=True, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    _, got = cleaned(tmp_path, given, JPEG)
    with Image.open(io.BytesIO(got)) as image:
        assert ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])).profile.xcolor_space == "RGB "
        assert image.info["progressive"]
    assert pixels(got) == pixels(given)


@pytest.mark.parametrize("media_type", [*MADE, GIF])
def test_a_picture_cut_short_is_refused(tmp_path: Path, media_type: str) -> None:
    given = MADE[media_type]() if media_type in MADE else stills.moving("GIF")
    _, whole = cleaned(tmp_path, given, media_type)
    for length in (12, len(whole) // 2, len(whole) - 3):
        with pytest.raises((Unclean, OSError, SyntaxError, ValueError)):
            cleaned(tmp_path, whole[:length], media_type)


def test_a_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    bomb = stills.saved(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, bomb, PNG)
    assert (refused.value.rule, refused.value.params["max"]) == ("file.pixels", 120)
