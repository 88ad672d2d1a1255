"""The process that takes the text out of one file: `path media-type longest` → JSON with `text` and `unread`.

Only `gateway.files.texts` starts it. What goes wrong ends it with its traceback on standard error. `unread`: there is
more in the file than the text (pictures, scans, files inside, more than `longest` characters).
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from ctypes import c_float
from pathlib import Path
from typing import Any, Final

CPU_SECONDS: Final = 8
MEMORY: Final = 1024**3
PDF: Final = "application/pdf"
MOST_PAGES: Final = 300
# How deep forms (XObjects) of a page are looked into for pictures.
DEEPEST: Final = 8
# What is written in a PDF beside its pages: in annotations, fields of forms, bookmarks.
BESIDE: Final = ("/Contents", "/V", "/Title")
# Flags of annotations that are not shown (hidden, no view), and those that are drawn by hand.
UNSHOWN: Final = 2 | 32
BY_HAND: Final = "/Ink"
# Strokes of a page that are neither level nor upright: more of them than a table or a frame has may be letters.
MOST_STROKES: Final = 60
LEVEL: Final = 0.01


def main(path: str, media_type: str, longest: str) -> None:
    """Write what was read to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    text, unread = read(Path(path), media_type, int(longest))
    sys.stdout.write(json.dumps({"text": text, "unread": unread}))


def read(path: Path, media_type: str, longest: int) -> tuple[str, bool]:
    """The text of a file, and whether there is more in it. Raises: whatever the parsers do."""
    pieces, length, unread = list[str](), 0, False
    for piece in _of_pdf(path) if media_type == PDF else _of_office(path):
        unread = unread or piece is None or length + len(piece) > longest
        if piece is not None:
            pieces.append(piece[: longest - length])
            length += len(pieces[-1])
        if length >= longest:
            unread = True  # what may come after it was not looked at
            break
    # Half a character is no text that can be sent on.
    return "".join(pieces).encode(errors="ignore").decode(), unread


def _of_pdf(path: Path) -> Iterator[str | None]:
    """The text of each page and what stands beside the pages; None for what is no text."""
    import pikepdf  # noqa: PLC0415 (a process reads one file: it loads what that one needs)
    import pypdfium2  # noqa: PLC0415
    from pypdfium2 import raw  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), MOST_PAGES)):
            # Stamps and the like become part of the page, as they are when it is shown.
            raw.FPDFPage_Flatten(document[number], raw.FLAT_NORMALDISPLAY)
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            if not text.strip() or _drawn(page):
                yield None
            yield text.replace("\r\n", "\n") + "\n"
        if len(document) > MOST_PAGES:
            yield None
    with pikepdf.open(path) as opened:
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary):
                yield from (f"{each[key]}\n" for key in BESIDE if isinstance(each.get(key), pikepdf.String))
                if _is_unseen(each):
                    yield None


def _of_office(path: Path) -> Iterator[str | None]:
    from gateway.files import office_text  # noqa: PLC0415

    return office_text.pieces(path)


def _is_unseen(annotation: Any) -> bool:
    """Whether an annotation has a look of its own that is no part of the page now."""
    looks, flags = "/AP" in annotation, annotation.get("/F", 0)
    return (looks and "/Rect" in annotation and bool(int(flags) & UNSHOWN)) or (
        annotation.get("/Subtype") == BY_HAND and not looks
    )


def _drawn(page: Any) -> bool:
    """Whether a page shows pictures, or strokes that may be letters."""
    from pypdfium2 import raw  # noqa: PLC0415

    strokes = 0
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=DEEPEST):
        if each.type == raw.FPDF_PAGEOBJ_IMAGE:
            return True
        strokes += _slanted(each.raw)
        if strokes > MOST_STROKES:
            return True
    return False


def _slanted(path: Any) -> int:
    """How many strokes of a path are bent, or neither level nor upright."""
    from pypdfium2 import raw  # noqa: PLC0415

    count, before, x, y = 0, (0.0, 0.0), c_float(), c_float()
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here, kind = (x.value, y.value), raw.FPDFPathSegment_GetType(segment)
        level = abs(here[0] - before[0]) < LEVEL or abs(here[1] - before[1]) < LEVEL
        count += kind == raw.FPDF_SEGMENT_BEZIERTO or (kind == raw.FPDF_SEGMENT_LINETO and not level)
        if count > MOST_STROKES:
            break
        before = here
    return count


if __name__ == "__main__":
    main(*sys.argv[1:])
