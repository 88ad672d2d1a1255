"""Which styles of cells make a number a date or a duration.

Nothing else of a stylesheet is read: what it says of looks is often not to the letter of the format (some programs
write fills without a pattern and the like), and is no reason to refuse a list.
"""

from __future__ import annotations

from typing import Any, Final
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS

# Formats of dates that have a number and no code where a spreadsheet program speaks Chinese (ECMA-376-1, 18.8.30).
EAST_ASIAN: Final = dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd")
BUILT_IN: Final = BUILTIN_FORMATS | EAST_ASIAN
FORMAT, STYLE = (f"{{{SHEET_MAIN_NS}}}{path}" for path in ("numFmt", "cellXfs"))
Styles = frozenset[int]


def date_styles(archive: ZipFile) -> tuple[Styles, Styles]:
    """The places of the workbook's styles of dates (durations among them), and of durations."""
    if ARC_STYLE not in archive.namelist():
        return frozenset(), frozenset()
    root = fromstring(archive.read(ARC_STYLE))
    own = {int(each.get("numFmtId")): each.get("formatCode", "") for each in root.iter(FORMAT)}
    codes = [_code(each, own) for styles in root.iter(STYLE) for each in styles]
    dates = frozenset(place for place, code in enumerate(codes) if is_date_format(code))
    return dates, frozenset(place for place, code in enumerate(codes) if is_timedelta_format(code))


def _code(style: Any, own: dict[int, str]) -> str:
    number = int(style.get("numFmtId", 0))
    return own.get(number) or BUILT_IN.get(number, "General")
