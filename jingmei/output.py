"""How results are shown: tables for people, JSON for programs, one line for an error.

On a terminal there is colour; elsewhere lines are plain, end with their last word and are written as they are told.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from jingmei.texts import t
from shared.clock import SHANGHAI

DONE, REFUSED, USAGE = 0, 1, 2
# Columns of a text that is mailed, filed or paged; fewer in a narrower window, and never fewer than LEAST.
WIDE, LEAST = 120, 40
# A last column that gives way on a terminal, where at least SHOWN columns of it stay.
LONG = frozenset({"error", "last_error"})
SHOWN = 20
GAP = "  "
OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


class Refused(Exception):
    """The command cannot do this; the text says why and `code` is the exit code."""

    def __init__(self, text: str, code: int = REFUSED) -> None:
        super().__init__(text)
        self.code = code


def say(text: str) -> None:
    """A line for whoever reads; on standard error, so that JSON on standard output stays clean."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(text)


def emit(value: Any) -> None:
    """JSON on standard output; bytes are shown as text."""
    sys.stdout.write(orjson.dumps(value, default=_plain, option=OPTIONS).decode())
    sys.stdout.flush()


def put(line: str, style: str = "") -> None:
    """A line on standard output; nothing of it is cut, styled on a terminal alone."""
    if sys.stdout.isatty():
        Console(highlight=False).print(Text(line, style), soft_wrap=True)
    else:
        # What cannot be written, as in `| head`, is known here and not when all is over.
        print(line.rstrip(), flush=True)


def width() -> int:
    """Columns for a text: what COLUMNS says, the terminal's, or that of a window where it is paged, up to WIDE."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return max(LEAST, int(asked))
    return max(LEAST, Console().width if sys.stdout.isatty() else min([WIDE, *_windows()]))


def fold(text: str, columns: int) -> list[str]:
    """The text on lines of at most so many cells: broken between words, or within one that is too long."""
    lines = Text(text).wrap(Console(), columns, overflow="fold")
    return [line.plain.rstrip() for line in lines]


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], numbers: Sequence[str] = ()) -> None:
    """A table of rows, a line each; `columns` are keys of the rows and of the headings (`column.<key>`).

    On a terminal the error gives way; elsewhere nothing is cut.
    """
    cells = [[t(f"column.{name}") for name in columns], *([_cell(row[name]) for name in columns] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    room = width() - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)
    gives_way = sys.stdout.isatty() and columns[-1] in LONG and room >= SHOWN
    for place, row in enumerate(cells):
        padded = [_padded(*each) for each in zip(row, widths, (name in numbers for name in columns), strict=True)]
        line = Text(GAP.join(padded).rstrip())
        if gives_way:
            line.truncate(width(), overflow="ellipsis")
        put(line.plain, "" if place else "bold")


def _padded(cell: str, columns: int, right: bool) -> str:
    space = " " * (columns - cell_len(cell))
    return space + cell if right else cell + space


def _windows() -> Iterator[int]:
    """Widths of the terminals that standard input and error are."""
    for stream in (0, 2):
        try:
            columns = os.get_terminal_size(stream).columns
        except OSError:
            continue
        if columns:
            yield columns


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S")
    return "—" if value is None else " ".join(str(value).split())


def _plain(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
