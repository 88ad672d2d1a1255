"""A large file over a bad network: sent in parts, resumed, refused."""

from __future__ import annotations

import base64
import hashlib
import io
import random
from pathlib import Path

import pytest
from PIL import Image

from jingmei_client import Invalid, Progress
from tests.e2e.people import People
from tests.jingmei_client.conftest import ClientOf
from tests.jingmei_client.faulty import DROPPED, LOST, PASS, FaultyProxy, Refusal

PART = 256 * 1024
KIND = f"kind {base64.b64encode(b'attachment').decode()}"


def content() -> bytes:
    """A picture of which nothing has to be taken out."""
    out = io.BytesIO()
    Image.frombytes("RGB", (700, 500), random.Random(7).randbytes(700 * 500 * 3)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "夜巡.png"
    path.write_bytes(content())
    return path


def test_a_file_comes_whole_whatever_the_network_does(
    people: People, client_of: ClientOf, proxy: FaultyProxy, file: Path
) -> None:
    client, told, size = client_of(people.new(), proxy.url), list[Progress](), file.stat().st_size
    proxy.expect(PASS, DROPPED, PASS, PASS, LOST, PASS, Refusal(503), DROPPED)
    view = client.send_file(file, kind="attachment", part=PART, progress=told.append)
    assert (view["name"], view["size"]) == ("夜巡.png", size)
    assert view["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [each.sent for each in told] == [*range(0, size, PART), size]
    assert {each.total for each in told} == {size}


def test_what_another_process_began_is_resumed_by_its_id(people: People, client_of: ClientOf, file: Path) -> None:
    client, told, whole = client_of(people.new()), list[Progress](), file.read_bytes()
    begun = client.uploads.begin(upload_length=len(whole), upload_metadata=KIND)
    client.uploads.append(begun["id"], whole[:PART], upload_offset=0)
    view = client.send_file(file, kind="attachment", upload=begun["id"], progress=told.append)
    assert (view["sha256"], told[0].sent) == (hashlib.sha256(whole).hexdigest(), PART)


def test_what_is_not_taken_is_told_as_any_refusal(people: People, client_of: ClientOf, file: Path) -> None:
    file.write_bytes(b"<!doctype html><html></html>")
    with pytest.raises(Invalid) as refused:
        client_of(people.new()).send_file(file, kind="attachment")
    assert [(each.pointer, each.rule) for each in refused.value.errors] == [("/file", "file.type")]
    assert "pictures: JPEG" in refused.value.errors[0].message
