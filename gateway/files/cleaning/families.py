"""Which module cleans which media type, and which looks at the outcome."""

from __future__ import annotations

import posixpath
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gateway.files.cleaning import movie, mp3, office_check, pdf, pdf_check, pictures, wav
from gateway.files.cleaning.office import Office
from gateway.files.cleaning.report import Found, Report, Unclean
from gateway.files.cleaning.scan import pieces, search
from gateway.files.cleaning.sniff import sniffed
from gateway.files.kinds import DOCX, M4A, MOV, MP3, MP4, PDF, PPTX, WAV, XLSX

Cleaner = Callable[[Path, str, Path, Found], int]
Check = Callable[[Path, str, Path], None]
# A picture is worked on in memory.
MOST_OF_A_PICTURE: Final = 128 * 1024**2


def cleaned(path_in: Path, media_type: str, path_out: Path) -> Report:
    """Write a copy without what tells of place, device and author, and look whether it is so. Raises: Unclean."""
    cleaner, check = FAMILIES.get(media_type, (None, None))
    if cleaner is None or check is None:
        raise Unclean("file.no_cleaning", found=media_type)
    found: Found = Counter()
    signatures = cleaner(path_in, media_type, path_out, found)
    check(path_in, media_type, path_out)
    return Report(removed=dict(+found), signatures=signatures)


def _picture(path_in: Path, media_type: str, path_out: Path, found: Found) -> int:
    if path_in.stat().st_size > MOST_OF_A_PICTURE:
        raise Unclean("file.cleaning_bounds")
    path_out.write_bytes(pictures.clean(path_in.read_bytes(), media_type, found))
    return 0


def _check_picture(path_in: Path, media_type: str, path_out: Path) -> None:
    pictures.check(path_in.read_bytes(), path_out.read_bytes(), media_type)
    _search(path_in, media_type, path_out)


def _search(_path_in: Path, _media_type: str, path_out: Path) -> None:
    with path_out.open("rb") as file:
        search(pieces(file))


def _inside(content: bytes, name: str, found: Found) -> bytes:
    """A picture, film or sound that lies in a document, by its content. Raises: Unclean that names the part."""
    media_type = sniffed(content)
    try:
        if media_type in pictures.FAMILIES:
            return pictures.clean(content, media_type, found, upright=False)
        if media_type in SOUNDS_AND_FILMS:
            return _by_paths(content, media_type, found)
    except Unclean as error:
        raise Unclean("file.part", part=posixpath.basename(name)) from error
    raise Unclean("file.part", part=posixpath.basename(name))


def _by_paths(content: bytes, media_type: str, found: Found) -> bytes:
    cleaner, check = SOUNDS_AND_FILMS[media_type]
    with tempfile.TemporaryDirectory() as folder:
        path_in, path_out = Path(folder) / "in", Path(folder) / "out"
        path_in.write_bytes(content)
        cleaner(path_in, media_type, path_out, found)
        check(path_in, media_type, path_out)
        return path_out.read_bytes()


SOUNDS_AND_FILMS: Final[dict[str, tuple[Cleaner, Check]]] = {
    MP4: (movie.clean, movie.check),
    MOV: (movie.clean, movie.check),
    M4A: (movie.clean, movie.check),
    MP3: (mp3.clean, _search),
    WAV: (wav.clean, _search),
}
OFFICE: Final = Office(_inside)
FAMILIES: Final[dict[str, tuple[Cleaner, Check]]] = {
    **dict.fromkeys(pictures.FAMILIES, (_picture, _check_picture)),
    **SOUNDS_AND_FILMS,
    PDF: (pdf.clean, pdf_check.check),
    **dict.fromkeys((DOCX, XLSX, PPTX), (OFFICE.clean, office_check.check)),
}
