"""The process that takes the text out of one file: `path media-type longest` → JSON with `text` and `unread`.

Only `gateway.files.texts` starts it. What goes wrong ends it with its traceback on standard error. `unread`: there is
more in the file than the text (pictures, scans, files inside, more than `longest` characters).
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
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
# In office files (ECMA-376): text, text that was struck out, instructions of fields, values of cells; where it breaks.
WRITTEN: Final = frozenset({"t", "delText", "instrText", "v"})
BREAKS: Final = frozenset({"p", "br", "cr", "tab", "si", "is", "row", "c", "pt", "comment"})
# What is no text and shows nothing.
SILENT: Final = (".rels", ".odttf", ".fntdata", ".ttf")


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
            break
    # Half a character is no text that can be sent on.
    return "".join(pieces).encode(errors="ignore").decode(), unread


def _of_pdf(path: Path) -> Iterator[str | None]:
    """The text of each page and what stands beside the pages; None for what is no text."""
    import pikepdf  # noqa: PLC0415 (a process reads one file: it loads what that one needs)
    import pypdfium2  # noqa: PLC0415
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            pictures = page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST)
            if not text.strip() or next(iter(pictures), None) is not None:
                yield None
            yield text.replace("\r\n", "\n") + "\n"
        if len(document) > MOST_PAGES:
            yield None
    with pikepdf.open(path) as opened:
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary):
                yield from (f"{each[key]}\n" for key in BESIDE if isinstance(each.get(key), pikepdf.String))


def _of_office(path: Path) -> Iterator[str | None]:
    """The text of each part; None for a part that is no text."""
    from gateway.files.cleaning import office_xml, package  # noqa: PLC0415

    with path.open("rb") as file, package.opened(file) as opened:
        for part in opened.infolist():
            name = part.filename.lower()
            if part.is_dir() or name.endswith(SILENT) or name == "[content_types].xml":
                continue
            if not name.endswith(".xml"):
                yield None
                continue
            lines = "".join(_written(office_xml.parse(package.whole(opened, part)))).splitlines()
            yield "".join(f"{line}\n" for line in lines if line.strip())


def _written(root: Any) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name in BREAKS:
            yield "\n"
        elif name in WRITTEN and element.text and not _is_index(element):
            yield element.text


def _is_index(element: Any) -> bool:
    """Whether a cell's value is the place of a text that is shared with other cells."""
    parent = element.getparent()
    return parent is not None and parent.get("t") == "s"


if __name__ == "__main__":
    main(*sys.argv[1:])
