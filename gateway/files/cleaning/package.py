"""The zip that an office file is (ECMA-376, part 2): read within bounds, written anew without what a zip tells."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from gateway.files.cleaning.report import Unclean, broken

MIB: Final = 1024**2
MOST_PARTS: Final = 10_000
# What all parts together may be, unpacked; what is read whole.
MOST: Final = 2048 * MIB
MOST_WHOLE: Final = 64 * MIB
PIECE: Final = MIB
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@contextmanager
def opened(file: BinaryIO) -> Iterator[ZipFile]:
    """The package, its parts looked through. Raises: Unclean, also for what turns out broken while it is read."""
    if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unclean("file.encrypted")  # a protected document lies in a container of the old kind
    try:
        with ZipFile(file) as package:
            _looked_through(package.infolist())
            yield package
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise broken() from None


def whole(package: ZipFile, part: ZipInfo) -> bytes:
    """A part's bytes. Raises: Unclean for one too large to be read whole."""
    if part.file_size > MOST_WHOLE:
        raise Unclean("file.part_size", part=part.filename, max=MOST_WHOLE // MIB)
    return package.read(part)


def pieces(package: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """A part's bytes, a piece at a time."""
    with package.open(part) as file:
        while piece := file.read(PIECE):
            yield piece


def write(package: ZipFile, part: ZipInfo, content: Iterator[bytes] | bytes) -> None:
    """A part with its name and content alone: no time, no system, no remarks."""
    plain = ZipInfo(part.filename, EPOCH)
    plain.compress_type = ZIP_STORED if part.compress_type == ZIP_STORED else ZIP_DEFLATED
    plain.create_system = 0
    with package.open(plain, "w", force_zip64=part.file_size > 1024 * MIB) as file:
        for piece in (content,) if isinstance(content, bytes) else content:
            file.write(piece)


def _looked_through(parts: list[ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST:
        raise Unclean("file.cleaning_bounds")
    if len(names) < len(parts) or "[content_types].xml" not in names:
        raise Unclean("file.structure")
    for part in parts:
        if part.flag_bits & 1:
            raise Unclean("file.encrypted")
        if _strange(part.filename) or stat.S_ISLNK(part.external_attr >> 16):
            raise Unclean("file.part", part=part.filename[:200])


def _strange(name: str) -> bool:
    """Names that lead out of the package or that programs read differently."""
    return (
        name.startswith("/") or "\\" in name or "//" in name or not name.isprintable()
        or any(step in (".", "..") for step in name.split("/"))
    )  # fmt: skip
