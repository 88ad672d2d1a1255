"""Texts of the pages by key, from locales/<language>/<area>.po; dates and numbers as people here read them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from console.asking import language

ZONE: Final = ZoneInfo("Asia/Shanghai")
FOLDER: Final = Path(__file__).parent / "locales"
LOCALES: Final = {"zh": "zh_Hans_CN", "en": "en"}
DAYS: Final = {"zh": "y年M月d日", "en": "d MMM y"}
MOMENTS: Final = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}
YEAR_MONTHS: Final = {"zh": "y 年 M 月", "en": "LLLL y"}
NEAR: Final = {-1: "date.yesterday", 0: "date.today", 1: "date.tomorrow"}
SIZES: Final = (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10))


@cache
def catalogue(code: str) -> dict[str, str]:
    """All texts of a language by their keys. Raises: ValueError for a key that two areas have."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if not message.id:
                    continue
                if str(message.id) in found:
                    raise ValueError(f"{path.name}: {message.id} is there already")
                found[str(message.id)] = str(message.string)
    return found


def text(key: str, **values: Any) -> str:
    """The text of a key in the reader's language; a key without a text shows itself, which a test looks for."""
    pattern = catalogue(language()).get(key, key)
    return pattern.format(**values) if values else pattern


def known(key: str) -> bool:
    """Whether there is a text for the key."""
    return key in catalogue(language())


def moment(value: str | None) -> str:
    """A time of the API as people here read it: in Shanghai."""
    if not value:
        return "—"
    local = datetime.fromisoformat(value).astimezone(ZONE)
    return format_datetime(local, MOMENTS[language()], tzinfo=ZONE, locale=LOCALES[language()])


def near(value: str | None) -> str:
    """A time, by today, tomorrow or yesterday where it is one of them: a deadline is read at a glance."""
    if not value:
        return "—"
    local = datetime.fromisoformat(value).astimezone(ZONE)
    name = NEAR.get((local.date() - datetime.now(ZONE).date()).days)
    return text(name, time=local.strftime("%H:%M")) if name else moment(value)


def day(value: str | None) -> str:
    """A day; of a time, the day in Shanghai."""
    if not value:
        return "—"
    found = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).astimezone(ZONE).date()
    return format_date(found, DAYS[language()], locale=LOCALES[language()])


def month(value: date) -> str:
    """The name of a month."""
    return format_date(value, "LLLL", locale=LOCALES[language()])


def year_month(value: date) -> str:
    """A month of a year."""
    return format_date(value, YEAR_MONTHS[language()], locale=LOCALES[language()])


def number(value: float | None) -> str:
    """With the separators of the language."""
    return "—" if value is None else format_decimal(value, locale=LOCALES[language()])


def share(value: float | None) -> str:
    """A part of 1 as per cent."""
    return "—" if value is None else format_percent(value, "#,##0.#%", locale=LOCALES[language()])


def size(count: int) -> str:
    """Bytes."""
    for name, unit in SIZES:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def local_input(value: str | None) -> str:
    """A time of the API as `<input type="datetime-local">` has it: in Shanghai, without a zone."""
    return datetime.fromisoformat(value).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if value else ""


def midnight(day: date) -> str:
    """When a day begins here, as the API reads times."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).isoformat()


def from_input(value: str) -> str:
    """What `<input type="datetime-local">` sent, as the API reads times; what is no time goes as it is and is refused
    by the API, at its field."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=ZONE).isoformat()
    except ValueError:
        return value
