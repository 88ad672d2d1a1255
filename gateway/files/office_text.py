"""What is written in an office file (ECMA-376): its text, and what stands in attributes and is shown as well.

A line for each paragraph; cells of a row are parted by tabs, so that what stands in the boxes of a form is one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from gateway.files.cleaning import office_xml, package

# Text, text that was struck out, instructions of fields, values of cells, comments of slides; where lines break.
WRITTEN: Final = frozenset({"t", "delText", "instrText", "v", "text"})
BREAKS: Final = frozenset({"p", "br", "cr", "tab", "si", "is", "pt", "comment", "cm"})
ROWS: Final = frozenset({"row", "tr", "tbl"})
CELLS: Final = frozenset({"c", "tc"})
LINE, ROW, CELL = "\n", "\x1e", "\x1f"
GAP: Final = re.compile(f"[{LINE}{ROW}{CELL}]+")
# What is no text and shows nothing.
SILENT: Final = (".odttf", ".fntdata", ".ttf")
SHARED: Final = "xl/sharedstrings.xml"
# Attributes that are shown whatever they say: of word art and watermarks, alternative texts, choices, prompts.
SHOWN: Final = frozenset({
    "string", "descr", "title", "alt", "displayText", "value", "prompt", "promptTitle", "error", "errorTitle",
    "tooltip", "formatCode",
})  # fmt: skip
# Those that are shown of some elements: names of slides, sheets and shapes, titles of fields and their choices.
SHOWN_OF: Final = frozenset({
    ("cSld", "name"), ("sheet", "name"), ("docPr", "name"), ("cNvPr", "name"), ("definedName", "name"),
    ("alias", "val"), ("tag", "val"), ("listEntry", "val"), ("default", "val"), ("helpText", "val"),
    ("statusText", "val"),
})  # fmt: skip
# Any other is read where it holds as many digits as a number has that is looked for, but for the outlines of shapes.
DIGITS: Final = re.compile(r"\d(?:\D{0,2}\d){10}")
# What is no text in elements, and formulas, which are mostly names of cells.
MEANT_FOR_PROGRAMS: Final = frozenset({"fldData", "align", "posOffset"})
FORMULA: Final = "f"
OUTLINES: Final = frozenset({"path", "formulas", "adj", "style", "points", "textboxrect", "gfxdata", "panose"})
TYPEFACE: Final = "panose1"
# What a link calls, which is shown in its place and nowhere else.
CALLS: Final = ("tel:", "sms:", "mailto:")


class Shared:
    """The texts of a workbook that its cells name by number; `told`: those that a cell names."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.texts = texts
        self.told = set[int]()

    def at(self, number: str) -> str:
        """The text of a number. Raises: ValueError, IndexError for what is none."""
        place = int(number)
        self.told.add(place)
        return self.texts[place]


def pieces(path: Path) -> Iterator[str | None]:
    """The text of each part; None for what is no text. Raises: what the parsers do."""
    with path.open("rb") as file, package.opened(file) as opened:
        parts = {part.filename.lower(): part for part in opened.infolist() if not part.is_dir()}
        shared = Shared()
        if SHARED in parts:
            root = office_xml.parse(package.whole(opened, parts[SHARED]))
            shared = Shared([_lines(_written(each, Shared())).rstrip() for each in root])
        for name, part in parts.items():
            if name.endswith(".rels"):
                yield from (f"[{each}]\n" for each in _called(office_xml.parse(package.whole(opened, part))))
                continue
            if name.endswith(SILENT) or name in ("[content_types].xml", SHARED):
                continue
            if not name.endswith(".xml"):
                yield None
                continue
            root = office_xml.parse(package.whole(opened, part))
            yield _lines(_written(root, shared))
            yield "".join(f"[{each}]\n" for each in _aside(root))
            if _is_reckoned(root):
                yield None
        yield "".join(f"[{each}]\n" for number, each in enumerate(shared.texts) if number not in shared.told)


def _lines(written: Iterator[str]) -> str:
    """The pieces of a part as lines, none of them empty."""
    text = GAP.sub(lambda gap: LINE if ROW in gap[0] or CELL not in gap[0] else "\t", "".join(written))
    return "".join(f"{line}\n" for line in text.splitlines() if line.strip())


def _written(root: Any, shared: Shared) -> Iterator[str]:
    for element in root.iter():
        name = _name(element)
        if name in BREAKS:
            yield LINE
        elif name in ROWS:
            yield ROW
        elif name in CELLS:
            yield CELL
        elif name in WRITTEN and element.text:
            parent = element.getparent()
            yield shared.at(element.text) if parent is not None and parent.get("t") == "s" else element.text


def _aside(root: Any) -> Iterator[str]:
    """What stands elsewhere than in the text, each by itself: digits beside each other there are no number."""
    for element in root.iter():
        name, text = _name(element), (element.text or "").strip()
        if text and name not in WRITTEN and name not in MEANT_FOR_PROGRAMS and (name != FORMULA or _tells(text)):
            yield text
        for attribute, value in element.attrib.items():
            own = attribute.rpartition("}")[2]
            shown = own in SHOWN or (name, own) in SHOWN_OF
            technical = own in OUTLINES or name == TYPEFACE
            if value.strip() and (shown or (not technical and DIGITS.search(value))):
                yield value


def _called(relations: Any) -> Iterator[str]:
    """The numbers and addresses of people that links of a part lead to."""
    targets = (each.get("Target") or "" for each in relations)
    yield from (target for target in targets if target.lower().startswith(CALLS))


def _tells(text: str) -> bool:
    return not text.isascii() or DIGITS.search(text) is not None


def _is_reckoned(root: Any) -> bool:
    """Whether a program shows what is not written: the value of a formula that was never worked out."""
    return any(each.find("{*}f") is not None and not _has_value(each) for each in root.iter("{*}c"))


def _has_value(cell: Any) -> bool:
    return any(_name(each) == "v" and each.text for each in cell)


def _name(element: Any) -> str:
    name: str = element.tag.rpartition("}")[2]
    return name
