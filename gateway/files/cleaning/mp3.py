"""MP3: the sound's frames (ISO/IEC 11172-3, 13818-3) are copied; tags before, behind and between them are not."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from gateway.files.cleaning.report import Found, broken
from gateway.files.cleaning.words import tell

# kbit/s by the index in the heading; layer III of MPEG 1, and of MPEG 2 and 2.5; layers I and II are not MP3.
RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
FREQUENCIES: Final = (44100, 48000, 32000)
# How much of what lies between frames is looked at to tell what it was.
LOOKED_AT: Final = 4 * 1024**2
ID3_NAMES: Final = {
    b"TPE": b"artist", b"TCOM": b"composer", b"TEXT": b"author", b"TENC": b"encoder", b"TSSE": b"encoder",
    b"TCOP": b"rights", b"TOWN": b"owner", b"COMM": b"comment", b"TIT": b"title", b"TDR": b"date", b"TYER": b"date",
}  # fmt: skip
Span = tuple[int, int]


def clean(path_in: Path, _media_type: str, path_out: Path, found: Found) -> int:
    """Copy the frames. The number of signatures taken out: none. Raises: Unclean when there is no frame."""
    written = 0
    with path_in.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data, path_out.open("wb") as out:
        at = 0
        for start, end in frames(data):
            _tell(found, data, at, start)
            written += out.write(data[start:end])
            at = end
        _tell(found, data, at, len(data))
    if not written:
        raise broken()
    return 0


def frames(data: mmap) -> Iterator[Span]:
    """Runs of whole frames that follow one another. A frame counts when another, or the end, is behind it."""
    at = _after_tag(data, 0)
    while at >= 0:
        start, at = at, _run_end(data, at)
        if at > start:
            yield start, at
        at = _next(data, _after_tag(data, at) if at > start else at + 1)


def _run_end(data: mmap, at: int) -> int:
    while (length := frame_length(data[at : at + 4])) and at + length <= len(data):
        at += length
    return at


def _next(data: mmap, at: int) -> int:
    """Where the next frame begins that is followed by another of its kind; -1: nowhere."""
    while (at := data.find(b"\xff", at)) >= 0:
        length = frame_length(data[at : at + 4])
        if length and frame_length(data[at + length : at + length + 4]):
            return at
        at += 1
    return -1


def frame_length(heading: bytes) -> int:
    """The length of the frame with this heading of four bytes, in bytes; 0 for what is no heading of an MP3 frame."""
    if len(heading) < 4 or heading[0] != 0xFF or heading[1] & 0xE6 != 0xE2:
        return 0
    version, rate, frequency = heading[1] >> 3 & 3, heading[2] >> 4, heading[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or frequency == 3:
        return 0
    padding = heading[2] >> 1 & 1
    if version == 3:
        return 144_000 * RATES_1[rate] // FREQUENCIES[frequency] + padding
    return 72_000 * RATES_2[rate] // (FREQUENCIES[frequency] >> (1 if version == 2 else 2)) + padding


def _after_tag(data: mmap, at: int) -> int:
    """Behind an ID3v2 tag, whose pictures may have bytes that look like frames."""
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        heading = data[at : at + 10]
        size = heading[6] << 21 | heading[7] << 14 | heading[8] << 7 | heading[9]
        at += 10 + size + (10 if heading[5] & 0x10 else 0)
    return at


def _tell(found: Found, data: mmap, start: int, end: int) -> None:
    content = data[start : min(end, start + LOOKED_AT)]
    if not content.strip(b"\0"):
        return
    names = [name for frame, name in ID3_NAMES.items() if frame in content]
    tell(found, b" ".join([*names, content]))
