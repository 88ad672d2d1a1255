"""Whether a name can be printed on certificates and official documents: every character is in one of the typefaces that
are set with (`gateway.documents.typefaces`).

`coverage.toml` has what each of them holds, as ranges of code points; `make coverage` writes it from the files, so that
who checks a name needs no typeface. A character that no typeface has comes out as an empty box.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).with_name("coverage.toml")
UNPRINTABLE: Final = "text.unprintable"


def missing(text: str) -> dict[str, Any] | None:
    """The first character that no typeface has: `char`, `code` (U+20BB7), `place` from 1; None when there is none."""
    known = printable()
    for place, char in enumerate(text, 1):
        if ord(char) not in known:
            return {"char": char, "code": f"U+{ord(char):04X}", "place": place}
    return None


@cache
def printable() -> frozenset[int]:
    """Every code point that can be printed. Blanks need no typeface: none draws anything."""
    return frozenset().union(*typefaces().values(), {ord(" ")})


def typefaces() -> Mapping[str, frozenset[int]]:
    """Typeface → the code points that it holds, in the order in which they are asked."""
    tables: dict[str, str] = tomllib.loads(TABLE.read_text("utf-8"))
    return {name: frozenset(_points(ranges)) for name, ranges in tables.items()}


def _points(ranges: str) -> list[int]:
    found: list[int] = []
    for each in ranges.split():
        first, _, last = each.partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found
