"""Merged cells: what stands in one that is merged over rows belongs to each of them.

A sheet's part names them behind its rows, so they are looked for before the rows are read. Merged over columns, a value
belongs to the first one, and whether it is meant for the others nobody can tell.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from openpyxl.utils.cell import column_index_from_string

from shared.errors import Invalid
from shared.sheets.cells import BLANK, MAX_COLUMNS, Cell, Cells

PIECE: Final = 256 * 1024
MAX_MERGED: Final = 200_000
LONGEST: Final = 200  # characters of the element
MERGED: Final = re.compile(
    r"""<(?:\w+:)?mergeCell\s[^<>]{0,80}?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Merged:
    """Cells that are one; columns and rows count from 1, the last ones belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def read_merged(part: Any) -> list[Merged]:
    """The merged cells that a sheet's part names, in the order of their first rows. Raises: Invalid when there are more
    of them than a sheet can need."""
    found: list[Merged] = []
    for ref in _references(part):
        found.append(_merged(*ref))
        if len(found) > MAX_MERGED:
            raise Invalid("sheet.too_many_merged", max=MAX_MERGED)
    return sorted(found, key=lambda each: (each.first_row, each.first_column))


def _references(part: Any) -> Iterator[tuple[str, ...]]:
    # In the text itself: within a text of a cell there is no "<", and a parser would take as long as reading the rows.
    head = part.read(PIECE)
    decoder = codecs.getincrementaldecoder("utf-16" if head.startswith(WIDE) else "utf-8")("replace")
    kept = ""
    while head:
        text, done = kept + decoder.decode(head), 0
        for found in MERGED.finditer(text):
            yield found.groups()
            done = found.end()
        kept = text[max(done, len(text) - LONGEST) :]
        head = part.read(PIECE)


def _merged(left: str, top: str, right: str, bottom: str) -> Merged:
    columns = sorted((column_index_from_string(left), column_index_from_string(right)))
    rows = sorted((int(top), int(bottom)))
    return Merged(rows[0], columns[0], rows[1], columns[1])


def spread(rows: Iterable[tuple[int, Cells]], merged: Iterable[Merged]) -> Iterator[tuple[int, Cells]]:
    """The rows with what merged cells give them. A row that has nothing of its own is left out as it was."""
    waiting = iter(merged)
    coming = next(waiting, None)
    lasting: dict[int, tuple[int, Cell]] = {}  # by column: until which row, and what each row is given
    for number, cells in rows:
        while coming is not None and coming.first_row <= number:
            begun = _begun(coming, cells if coming.first_row == number else {})
            lasting |= {column: (coming.last_row, cell) for column, cell in begun.items()}
            coming = next(waiting, None)
        lasting = {column: given for column, given in lasting.items() if given[0] >= number}
        yield number, {**{column: cell for column, (_, cell) in lasting.items()}, **cells} if lasting else cells


def _begun(merged: Merged, cells: Cells) -> dict[int, Cell]:
    """What a merged cell gives to the rows that it is over, by column; nothing when it is blank."""
    value = cells.get(merged.first_column, BLANK)
    columns = range(merged.first_column, min(merged.last_column, MAX_COLUMNS) + 1)
    if value.blank:
        return dict.fromkeys(columns, BLANK)
    others = replace(value, rule="cell.merged", lent=True)
    return {column: replace(value, lent=True) if column == merged.first_column else others for column in columns}
