"""A video of a gibibyte goes in and out, and the gateway's memory hardly notices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.files.test_thumbnails import film
from tests.gateway.serving import Caller, Served
from tests.gateway.uploads import test_served
from tests.gateway.uploads.test_served import MIB, callers, db, finished, pair, token

__all__ = ["callers", "db", "pair", "token"]
SIZE = 1024 * MIB
MOST = 64 * MIB


@pytest.fixture
def video(tmp_path: Path) -> Iterator[Path]:
    """A film that a player plays, with a gibibyte behind it that players pass over (ISO/IEC 14496-12, `free`)."""
    path, begun = tmp_path / "long.mp4", film()
    with path.open("wb") as out:
        out.write(begun + b"\0\0\0\1free" + (SIZE - len(begun)).to_bytes(8))
        out.truncate(SIZE)
    yield path
    path.unlink()


def resident(gateway: Served, name: str) -> int:
    """Bytes of memory of a gateway's one worker: `VmRSS` now, `VmHWM` the most since it was set back."""
    (worker,) = gateway.workers
    lines = Path(f"/proc/{worker}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def set_back(gateway: Served) -> None:
    (worker,) = gateway.workers
    Path(f"/proc/{worker}/clear_refs").write_text("5")


@pytest.mark.slow
def test_a_gibibyte_goes_in_and_out_in_little_memory(
    pair: list[Served], callers: list[Caller], video: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = test_served.begun(callers[0], SIZE)
    before = [resident(each, "VmRSS") for each in pair]
    for each in pair:
        set_back(each)
    with video.open("rb") as content:
        assert test_served.send(callers[0], path, 0, content).status_code == 204
    view = finished(callers[0], path)
    assert view["state"] == "done", view
    digest, size = hashlib.sha256(), 0
    with callers[1]("GET", f"/v1/files/{view['file']['id']}", stream=True) as answer:
        for piece in answer.iter_content(MIB):
            digest.update(piece)
            size += len(piece)
    assert (size, digest.hexdigest()) == (view["file"]["size"], view["file"]["sha256"])
    assert callers[0]("GET", f"/v1/files/{view['file']['id']}/thumbnail").status_code == 200
    grown = [resident(each, "VmHWM") - begun for each, begun in zip(pair, before, strict=True)]
    with capsys.disabled():
        print(f"\nMiB more than before, at most: {[round(each / MIB, 1) for each in grown]}")
    assert max(grown) <= MOST
