"""Small pictures: of what, how large, for whom, made once; and decoders that meet what they should not."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pikepdf
import pytest
from PIL import Image
from werkzeug.test import TestResponse

from gateway import shrinking
from tests.gateway.accounts.desk import Bureau, Desk, Person, code
from tests.gateway.files.cleaning import films
from tests.gateway.files.test_files import DOCX, MP3, send, sent_with
from tests.gateway.files.test_images import exif

RED, BLUE = (220, 30, 30), (30, 30, 220)


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


def picture(format_: str, size: tuple[int, int] = (1200, 800), **options: Any) -> bytes:
    """Red above, blue below."""
    image, out = Image.new("RGB", size, RED), io.BytesIO()
    image.paste(BLUE, (0, size[1] // 2, *size))
    image.save(out, format_, **options)
    return out.getvalue()


def film(container: str = "mp4") -> bytes:
    """Two seconds of it."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as made:
        stream = made.add_stream("mpeg4", rate=10, options={"qscale": "1"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        stream.time_base = Fraction(1, 10)
        image = Image.open(io.BytesIO(picture("PNG", (320, 240))))
        for _ in range(20):
            made.mux(stream.encode(av.VideoFrame.from_image(image)))
        made.mux(stream.encode())
    return out.getvalue()


def page() -> bytes:
    """A PDF whose one page is the picture."""
    return picture("PDF")


def small(answer: TestResponse) -> Image.Image:
    assert (answer.status_code, answer.content_type) == (200, "image/webp"), answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    image = Image.open(io.BytesIO(answer.data))
    assert image.format == "WEBP" and not image.getexif()
    return image.convert("RGB")


def is_close(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("content", [
    picture("JPEG"), picture("PNG"), picture("WEBP"), picture("GIF"), picture("HEIF"), film(), film("mov"), page(),
], ids=["JPEG", "PNG", "WebP", "GIF", "HEIC", "MP4", "MOV", "PDF"])  # fmt: skip
def test_a_file_is_seen_small(person: Person, content: bytes) -> None:
    path = f"/files/{send(person, content, kind='attachment').get_json()['id']}/thumbnail"
    for size in (256, 512):
        image = small(person("GET", f"{path}?size={size}"))
        assert max(image.size) in (size, 320)
        assert is_close(image.getpixel((5, 5)), RED)
        assert is_close(image.getpixel((image.width - 5, image.height - 5)), BLUE)
    assert max(small(person("GET", path)).size) == 256
    assert person("GET", f"{path}?size=5000").status_code == 422


def test_a_picture_taken_sideways_is_seen_upright(person: Person) -> None:
    view = send(person, picture("JPEG", exif=exif(6)), kind="attachment").get_json()
    assert small(person("GET", f"/files/{view['id']}/thumbnail")).size == (170, 256)


def dark(folder: Path) -> bytes:
    """A film that has sound alone."""
    return films.recording(folder / "made", "mp4", "aac").read_bytes()


def empty(_folder: Path) -> bytes:
    """A PDF without pages."""
    out = io.BytesIO()
    pikepdf.new().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "made", [lambda _: DOCX, lambda _: MP3, dark, empty], ids=["no picture", "sound", "no frame", "no page"]
)
def test_where_there_is_nothing_to_see_it_is_said_and_not_tried_again(
    person: Person, made: Callable[[Path], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    content = made(tmp_path)
    path = f"/files/{send(person, content, kind='attachment').get_json()['id']}/thumbnail"
    refused = person("GET", path)
    assert (refused.status_code, code(refused)) == (404, "file.no_thumbnail")
    monkeypatch.setattr(type(desk.runtime.thumbnails), "_made", None)
    assert person("GET", path).status_code == 404


def test_it_is_for_whom_the_file_is_and_on_the_audit_trail(person: Person, bureau: Bureau, desk: Desk) -> None:
    uploaded = send(person, picture("PNG"))
    path = f"/files/{(file := uploaded.get_json()['id'])}/thumbnail"
    assert [each("GET", path).status_code for each in (bureau.outsider("stranger"), bureau.officer())] == [404, 404]
    assert small(person("GET", path))
    sent_with(bureau, uploaded)
    assert person("GET", path).status_code == 404
    assert desk.db["audit"].count_documents({"operation": "files.thumbnail", "object": file}) == 4


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", shrinking.MOST_PIXELS)
    with pytest.raises((Image.DecompressionBombWarning, Image.DecompressionBombError)):
        shrinking.seen(file, "PNG", 512)
