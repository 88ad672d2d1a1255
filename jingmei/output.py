"""How results are shown: tables for people, JSON for programs, one line for an error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from rich.console import Console, JustifyMethod
from rich.table import Table

from jingmei.texts import t
from shared.clock import SHANGHAI

DONE, REFUSED, USAGE = 0, 1, 2
WIDE = 1_000
LONG = frozenset({"error", "last_error"})
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


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], numbers: Sequence[str] = ()) -> None:
    """A table of rows, a line each; `columns` are keys of the rows and of the headings (`column.<key>`).

    On a terminal the error gives way; elsewhere nothing is cut.
    """
    terminal = sys.stdout.isatty()
    shown = Table(box=None, pad_edge=False, header_style="bold", expand=terminal and columns[-1] in LONG)
    for name in columns:
        justify: JustifyMethod = "right" if name in numbers else "left"
        ratio = 1 if name in LONG else None
        shown.add_column(t(f"column.{name}"), justify=justify, no_wrap=True, overflow="ellipsis", ratio=ratio)
    for row in rows:
        shown.add_row(*(_cell(row[name]) for name in columns))
    Console(highlight=False, markup=False, width=None if terminal else WIDE).print(shown)


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S")
    return "—" if value is None else " ".join(str(value).split())


def _plain(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
