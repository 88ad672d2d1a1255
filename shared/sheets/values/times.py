"""Times as people write them: 2026年7月3日 下午3:05, 2026-7-3 15:05, 2026/7/3, 2026.7.3, 20260703, dates of spreadsheet
programs. What has no year, or could be two days (3/7/2026), is refused.

dateparser and dateutil are no help: both take a day for what is none of these, and fill in what is missing with today.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from shared.clock import SHANGHAI
from shared.sheets.cells import Value
from shared.sheets.values.bad import BadValue
from shared.text import canonical

FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST: Final = 60
HYPHENS: Final = str.maketrans("‐‑‒–—−", "------")
DAY: Final = (
    r"(?:(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]"
    r"|(?P<year2>\d{4})(?P<mark>[-/.])(?P<month2>\d{1,2})(?P=mark)(?P<day2>\d{1,2})"
    r"|(?P<year3>20\d\d)(?P<month3>\d\d)(?P<day3>\d\d))"
)
WEEKDAY: Final = r"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?"
HALF: Final = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|am|pm"
CLOCK: Final = (
    rf"(?P<half>{HALF})? ?(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?"
    r"|[时点] ?(?:(?P<thirty>半)|(?:(?P<minute2>\d{1,2}) ?分?(?: ?(?P<second2>\d{1,2}) ?秒)?)|整)?)"
    r"(?: ?(?P<after>am|pm))?"
)
MOMENT: Final = re.compile(rf"{DAY}{WEEKDAY}(?:[ t]?{CLOCK})?", re.ASCII)
# What lacks a year, and what could be two days or a year of two digits.
NO_YEAR: Final = re.compile(
    rf"\d{{1,2}} ?(?:月 ?\d{{1,2}} ?[日号]?|[-/.]\d{{1,2}}){WEEKDAY}(?:[ t]?{CLOCK})?", re.ASCII
)
TWO_DAYS: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{1,4}(?!\d).*|\d{2} ?年.*", re.ASCII)


def moment(value: Value, epoch: datetime = WINDOWS_EPOCH) -> datetime:
    """A moment, Asia/Shanghai; a day without a time of day is its beginning. `epoch` is that of the workbook's dates.

    Raises: BadValue `cell.time`, `cell.no_year`, `cell.ambiguous_date`.
    """
    try:
        found = _moment(value, epoch)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, BadValue) else BadValue("cell.time") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadValue("cell.time")
    return found.replace(tzinfo=SHANGHAI)


def _moment(value: Value, epoch: datetime) -> datetime:
    if isinstance(value, datetime):
        return _to_second(value)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("cell.time")
    if isinstance(value, int) and len(str(value)) == 8:  # 20260703; as a serial it would be in the year 57,000
        return _read(str(value))
    found = from_excel(value, epoch)
    if not isinstance(found, datetime):
        raise BadValue("cell.time")
    return _to_second(found)


def _to_second(found: datetime) -> datetime:
    """A serial is a fraction of a day and seldom a whole second."""
    return (found + timedelta(milliseconds=500)).replace(microsecond=0)


def _read(text: str) -> datetime:
    text = unicodedata.normalize("NFKC", canonical(text)).casefold().translate(HYPHENS)
    match = MOMENT.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise BadValue(_why(text))
    parts = match.groupdict()
    year, month, day = (
        int(next(filter(None, (parts[name], parts[f"{name}2"], parts[f"{name}3"]))))
        for name in ("year", "month", "day")
    )
    return datetime(year, month, day, *_clock(parts))  # noqa: DTZ001 (the zone comes with all of them)


def _why(text: str) -> str:
    if len(text) <= LONGEST and NO_YEAR.fullmatch(text):
        return "cell.no_year"
    return "cell.ambiguous_date" if len(text) <= LONGEST and TWO_DAYS.fullmatch(text) else "cell.time"


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int]:
    if parts["hour"] is None:
        return 0, 0, 0
    hour = _hour(int(parts["hour"]), parts["half"] or "", parts["after"] or "")
    minute = 30 if parts["thirty"] else int(parts["minute"] or parts["minute2"] or 0)
    return hour, minute, int(parts["second"] or parts["second2"] or 0)


def _hour(hour: int, half: str, after: str) -> int:
    """The hour of 24. Raises: BadValue for one that its word is not said of, as in 上午15点."""
    hours = HOURS[half or after]
    if hour not in hours or (half and after):
        raise BadValue("cell.time")
    return hours[hour]


def _hours(first: int, last: int, *, twelve: int | None = None) -> dict[int, int]:
    """What each hour that is said means: those of 24 from first to last, and of the afternoon those of 12 as well.
    `twelve` is what 12 means; without it 12 could be noon or midnight."""
    found = {hour: hour for hour in range(first, last + 1)}
    found |= {hour - 12: hour for hour in range(max(first, 13), last + 1)}
    found.pop(12, None)
    return found if twelve is None else found | {12: twelve}


# 上午 and 下午 are also what spreadsheet programs write for AM and PM; 上午12 is noon to people and midnight to them.
HOURS: Final = {
    "": {hour: hour for hour in range(24)},
    "am": _hours(0, 11, twelve=0), "pm": _hours(12, 23, twelve=12),
    "上午": _hours(0, 11), "下午": _hours(12, 23, twelve=12), "中午": _hours(11, 14, twelve=12),
    "凌晨": _hours(0, 6, twelve=0), "清晨": _hours(4, 9), "早上": _hours(4, 11), "早晨": _hours(4, 11),
    "傍晚": _hours(16, 20), "晚上": _hours(17, 23),
}  # fmt: skip
