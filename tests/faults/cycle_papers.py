"""What the documents of a quarter say, with what belongs to one run masked: ids, dates, codes, numbers of works."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf

MASKS = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"(?<![0-9a-z])[0-9a-f]{16,}(?![0-9a-z])"), "<digest>"),
    (re.compile(r"(?<!\d)20\d\d-\d{6}(?!\d)"), "<number>"),
    (re.compile(r"/verify/[-0-9A-Z]+"), "/verify/<code>"),
    (re.compile(r"(?<![0-9A-Z])[0-9A-Z]{4}(-[0-9A-Z]{4}){2}(?![0-9A-Z])"), "<code>"),
    (re.compile(r"(?<!\d)3301\d\d(?=-)"), "<bureau>"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "<gateway>"),
    (re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+]\d\d:\d\d)?)?"), "<date>"),
    (re.compile(r"\d{4}年\d{1,2}月\d{1,2}日"), "<date>"),
    (re.compile(r"[〇一二三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日"), "<date>"),
)
ENTRIES, POINTS, OWN = "明细", "积分", {"记入时间", "流水号", "积分", "备注", "计算过程"}


def masked(text: str) -> str:
    """The text without what belongs to one run alone."""
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    return text


def lines(files: list[Path]) -> Counter[tuple[str, ...]]:
    """Every line of every document, with the document's masked name."""
    found: Counter[tuple[str, ...]] = Counter()
    for path in files:
        read = {".docx": _letter, ".xlsx": _workbook, ".pdf": _page}[path.suffix]
        for line in read(path):
            found[masked(path.name), masked(line)] += 1
    return found


def _letter(path: Path) -> Iterator[str]:
    letter = docx.Document(str(path))
    yield from (paragraph.text for paragraph in letter.paragraphs if paragraph.text.strip())
    for table in letter.tables:
        for row in table.rows:
            yield " | ".join(cell.text for cell in row.cells)


def _page(path: Path) -> Iterator[str]:
    for page in pypdf.PdfReader(path).pages:
        # Lines break where the page is full: what is between the characters says nothing.
        yield "".join(page.extract_text().split())


def _workbook(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        rows = [row for row in sheet.iter_rows(values_only=True) if any(cell not in (None, "") for cell in row)]
        yield from _entries(rows) if sheet.title == ENTRIES else (f"{sheet.title}: {_line(row)}" for row in rows)


def _entries(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """The ledger's sheet: facts come in any order, so what was entered, taken back and entered again is summed up."""
    place = next(number for number, row in enumerate(rows) if POINTS in row)
    heading = [str(cell) for cell in rows[place]]
    yield from (f"{ENTRIES}: {_line(row)}" for row in rows[: place + 1])
    sums: Counter[str] = Counter()
    for row in rows[place + 1 :]:
        same = [cell for name, cell in zip(heading, row, strict=True) if name not in OWN]
        points = row[heading.index(POINTS)]
        sums[_line(tuple(same))] += int(Decimal(str(points)) * 100) if isinstance(points, int | float) else 0
    yield from (f"{ENTRIES}: {line}: {cents}" for line, cents in sums.items() if cents)


def _line(row: tuple[Any, ...]) -> str:
    return " | ".join("" if cell is None else str(cell) for cell in row)
