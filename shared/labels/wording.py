"""Sentences with values in them, in the words of who reads: labels for codes, lists as the language joins them, moments
in Asia/Shanghai.

How a value is told stands behind its name: `{status:submission.state}` is a label of that area, `{until:moment}` a
moment, `{until:day}` a day, `{period:period}` a period by its id. A list is joined, with `or` behind it as
alternatives: `{allowed:submission.act or}`. What is told by locale is told in that of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from string import Formatter
from typing import Any, Final

from babel.dates import format_date, format_datetime

from shared.clock import SHANGHAI
from shared.labels import label

PERIOD: Final = re.compile(r"[0-9]{4}(?:-Q[1-4])?")
GAP: Final = "…"
DAYS: Final = {"zh": "y年M月d日", "en": "d MMMM y"}
QUARTERS: Final = {"zh": "y年QQQQ", "en": "QQQ y"}
YEARS: Final = {"zh": "y年度", "en": "y"}
AND: Final = {True: " or ", False: " and "}


def told_day(day: date | str, language: str) -> str:
    """A day: 2026年10月16日, 16 October 2026."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(day, DAYS[language], locale=language)


def told_moment(moment: datetime | str, language: str) -> str:
    """A moment to the minute in Asia/Shanghai: 2026年9月27日 10:00, 27 September 2026, 10:00."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    between = " " if language == "zh" else ", "
    return format_datetime(moment, f"{DAYS[language]}{between}HH:mm", tzinfo=SHANGHAI, locale=language)


def told_period(period: str, language: str) -> str:
    """A period by its id: 2026年第三季度, Q3 2026; 2026年度, 2026. What is no id of one stays as it is."""
    if PERIOD.fullmatch(period) is None:
        return period
    year, _, quarter = period.partition("-Q")
    first = date(int(year), 3 * int(quarter or 1) - 2, 1)
    return format_date(first, (QUARTERS if quarter else YEARS)[language], locale=language)


def listed(items: Sequence[str], language: str, *, either: bool = False) -> str:
    """Items as the language joins them: 甲、乙、丙; a, b and c; `either`: a, b or c."""
    if language == "zh":
        return "、".join(items)
    head, last = items[:-1], items[-1:]
    return AND[either].join(filter(None, (", ".join(head), *last)))


def worded(pattern: str, values: Mapping[str, Any], language: str) -> str:
    """The sentence with its values; a value that is not there is a gap."""
    return _Sentence(language).vformat(pattern, (), values)


class _Sentence(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        # An area may itself be told by a value (`{allowed:{of} or}`), which is missing where there are no labels.
        how, _, either = format_spec.replace(GAP, "").partition(" ")
        if value is None:
            return GAP
        if isinstance(value, Mapping) and self._language in value:
            value = value[self._language]
        if isinstance(value, list | tuple):
            return listed([self._told(each, how) for each in value], self._language, either=bool(either))
        return self._told(value, how)

    def _told(self, value: Any, how: str) -> str:
        if not how or value == "":
            return str(value)
        told = TOLD.get(how)
        return told(value, self._language) if told else label(how, str(value), self._language)


TOLD: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "day": told_day, "moment": told_moment, "period": told_period,
}  # fmt: skip
