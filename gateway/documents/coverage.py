"""Writes `shared/printable/coverage.toml`, what the typefaces hold, from their files: `make coverage`."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterable
from typing import Final

from fontTools.ttLib import TTFont

from gateway.documents.typefaces import FACES, Typeface
from shared.printable import TABLE

HEADING: Final = "# What the typefaces of gateway/documents/typefaces.py hold, in code points. By `make coverage`.\n"
WIDTH: Final = 110


def held(face: Typeface) -> list[int]:
    """The code points that a typeface draws, in order; none that names cannot have (controls, marks of private use)."""
    with TTFont(face.path, lazy=True) as font:
        drawn = font.getBestCmap()
    return sorted(point for point, glyph in drawn.items() if glyph != ".notdef" and _of_text(chr(point)))


def table() -> str:
    """The whole file."""
    return HEADING + "".join(f'"{face.name}" = """\n{_lines(_ranges(held(face)))}"""\n' for face in FACES)


def main() -> int:
    """Write it, or with `--check` tell whether it is in step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    made = table()
    if parser.parse_args().check:
        return int(TABLE.read_text("utf-8") != made)
    TABLE.write_text(made, "utf-8")
    return 0


def _of_text(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs", "Co", "Zl", "Zp"}


def _ranges(points: Iterable[int]) -> list[str]:
    spans: list[list[int]] = []
    for point in points:
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return [f"{first:04X}" if first == last else f"{first:04X}-{last:04X}" for first, last in spans]


def _lines(ranges: Iterable[str]) -> str:
    lines = [""]
    for each in ranges:
        if len(lines[-1]) + len(each) > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {each}".strip()
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
