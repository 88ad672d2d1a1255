"""Which module cleans which media type, and which looks at the outcome.

The modules are loaded when a file needs them: those of films and PDF would take a small picture's process twice as long
to begin.
"""

from __future__ import annotations

import posixpath
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gateway.files.cleaning.report import Found, Report, Unclean
from gateway.files.cleaning.scan import pieces, search
from gateway.files.cleaning.sniff import sniffed
from gateway.files.kinds import DOCX, GIF, HEIC, JPEG, M4A, MOV, MP3, MP4, PDF, PNG, PPTX, WAV, WEBP, XLSX

Cleaner = Callable[[Path, str, Path, Found], int]
Check = Callable[[Path, str, Path], None]
Pair = tuple[Cleaner, Check]
# A picture is worked on in memory.
MOST_OF_A_PICTURE: Final = 128 * 1024**2


def cleaned(path_in: Path, media_type: str, path_out: Path) -> Report:
    """Write a copy without what tells of place, device and author, and look whether it is so. Raises: Unclean."""
    if media_type not in FAMILIES:
        raise Unclean("file.no_cleaning", found=media_type)
    cleaner, check = FAMILIES[media_type]()
    found: Found = Counter()
    signatures = cleaner(path_in, media_type, path_out, found)
    check(path_in, media_type, path_out)
    return Report(removed=dict(+found), signatures=signatures)


def _picture() -> Pair:
    from gateway.files.cleaning import pictures  # noqa: PLC0415 (see above; so are the others)

    def clean(path_in: Path, media_type: str, path_out: Path, found: Found) -> int:
        if path_in.stat().st_size > MOST_OF_A_PICTURE:
            raise Unclean("file.cleaning_bounds")
        path_out.write_bytes(pictures.clean(path_in.read_bytes(), media_type, found))
        return 0

    def check(path_in: Path, media_type: str, path_out: Path) -> None:
        pictures.check(path_in.read_bytes(), path_out.read_bytes(), media_type)
        _search(path_in, media_type, path_out)

    return clean, check


def _movie() -> Pair:
    from gateway.files.cleaning import movie  # noqa: PLC0415

    return movie.clean, movie.check


def _mp3() -> Pair:
    from gateway.files.cleaning import mp3  # noqa: PLC0415

    return mp3.clean, _search


def _wav() -> Pair:
    from gateway.files.cleaning import wav  # noqa: PLC0415

    return wav.clean, _search


def _pdf() -> Pair:
    from gateway.files.cleaning import pdf, pdf_check  # noqa: PLC0415

    return pdf.clean, pdf_check.check


def _office() -> Pair:
    from gateway.files.cleaning import office, office_check  # noqa: PLC0415

    return office.Office(_inside).clean, office_check.check


def _search(_path_in: Path, _media_type: str, path_out: Path) -> None:
    with path_out.open("rb") as file:
        search(pieces(file))


def _inside(content: bytes, name: str, found: Found) -> bytes:
    """A picture, film or sound that lies in a document, by its content. Raises: Unclean that names the part."""
    media_type = sniffed(content)
    try:
        if media_type in PICTURES:
            from gateway.files.cleaning import pictures  # noqa: PLC0415

            return pictures.clean(content, media_type, found, upright=False)
        if media_type in SOUNDS_AND_FILMS:
            return _by_paths(content, media_type, found)
    except Unclean as error:
        raise Unclean("file.part", part=posixpath.basename(name)) from error
    raise Unclean("file.part", part=posixpath.basename(name))


def _by_paths(content: bytes, media_type: str, found: Found) -> bytes:
    cleaner, check = SOUNDS_AND_FILMS[media_type]()
    with tempfile.TemporaryDirectory() as folder:
        path_in, path_out = Path(folder) / "in", Path(folder) / "out"
        path_in.write_bytes(content)
        cleaner(path_in, media_type, path_out, found)
        check(path_in, media_type, path_out)
        return path_out.read_bytes()


PICTURES: Final = (JPEG, PNG, WEBP, GIF, HEIC)
SOUNDS_AND_FILMS: Final[dict[str, Callable[[], Pair]]] = {
    MP4: _movie, MOV: _movie, M4A: _movie, MP3: _mp3, WAV: _wav
}  # fmt: skip
FAMILIES: Final[dict[str, Callable[[], Pair]]] = {
    **dict.fromkeys(PICTURES, _picture),
    **SOUNDS_AND_FILMS,
    PDF: _pdf,
    **dict.fromkeys((DOCX, XLSX, PPTX), _office),
}
