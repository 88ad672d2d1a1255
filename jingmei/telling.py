"""The story of a work, request, activity or call for whoever reads a terminal: a head, then a line for each step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from rich.cells import cell_len

from jingmei.output import GAP, fold, put, say, width
from jingmei.story import Gone, Kind, Step, Story
from jingmei.story.words import detail, head, named, result_of, what_of
from jingmei.texts import locale, t
from shared.clock import SHANGHAI
from shared.events import CATALOGUE
from shared.events.asyncapi import describe
from shared.labels import label
from shared.reads import reads_told

DEEP = frozenset({Kind.EVENT, Kind.HANDLER, Kind.MESSAGE, Kind.DELIVERY, Kind.DEAD})
STYLE = {Kind.COMMAND: "bold", Kind.EVENT: "cyan", Kind.HANDLER: "dim", Kind.POINTS: "green", Kind.DEAD: "red"}
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})")
DIGEST = re.compile(r"[0-9a-f]{64}")
# An id, alone or behind what it is of, as in role:…, account:<id>; entries of the ledger have shorter ones.
ID = re.compile(
    r"(?P<of>(?:[a-z_]+:)*)(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{6}|[0-9a-f]{26})(?P<tail>[0-9a-f]{6})"
)
# Enough of an id to tell it from others in one story.
TAIL = 6
# Known by what they came with: the request, which the log lines have too, and the event.
BY_CAUSE = frozenset({Kind.COMMAND, Kind.HANDLER})
NESTED = frozenset({"working"})
# Below the time, so that the steps' times stand out.
INDENT = " " * 14


def show(told: Story, *, full: bool = False) -> None:
    """The head, then the steps, each with its day above when that is a new one; ids are shortened unless `full`."""
    shown, columns, spoken = told.head, width(), locale()
    names = ("id", "kind", "status", "outlet", "bureau", "revision", "round")
    for line in fold("  ".join(shown[name] for name in ("number", "title") if name in shown), columns):
        put(line, "bold")
    facts = [
        f"{named(name, spoken)} {head(told.of, name, str(shown[name]), spoken)}" for name in names if name in shown
    ]
    for line in fold(" · ".join(facts), columns):
        put(line, "dim")
    put("")
    rest = " · ".join(t(f"trace.column.{name}") for name in ("what", "who", "result", "details"))
    # As wide as what is in them, in either language.
    rows = [cells(step, full=full) for step in told.steps]
    titles = tuple(t(f"trace.column.{name}") for name in ("at", "step", "service", "id"))
    widths = [max(map(cell_len, column)) for column in zip(titles, *rows, strict=True)]
    day = None
    for line in laid([aligned(titles, widths), rest], columns):
        put(line, "bold")
    for step, row in zip(told.steps, rows, strict=True):
        if day != (day := step.at.astimezone(SHANGHAI).date()):
            put(f"{day}", "bold")
        for line in laid([aligned(row, widths), *texts(step, full=full)], columns):
            put(line, STYLE.get(step.kind, ""))
    for gone in told.gone:
        say(expired(gone))


def aligned(row: Iterable[str], widths: Iterable[int]) -> str:
    """Cells below each other."""
    return GAP.join(cell + " " * (columns - cell_len(cell)) for cell, columns in zip(row, widths, strict=True))


def laid(parts: Iterable[str], columns: int) -> list[str]:
    """The parts on a line as far as they have room there, the others on indented lines below."""
    lines = [""]
    for part in filter(None, parts):
        beside = f"{lines[0]}{GAP}{part}" if lines[0] else part
        if len(lines) == 1 and cell_len(beside) <= columns:
            lines = [beside]
        else:
            lines += [f"{INDENT}{line}" for line in fold(part, columns - len(INDENT))]
    return [line for line in lines if line]


def expired(gone: Gone) -> str:
    """What is told of something that is not kept any more."""
    if not gone.days:
        return t("trace.gone_commands", count=gone.count)
    return t("trace.gone", what=label("step", gone.kind, locale()), count=gone.count, days=gone.days)


def cells(step: Step, *, full: bool = False) -> tuple[str, ...]:
    """What stands in columns: time, step, service, id."""
    when = step.at.astimezone(SHANGHAI).strftime("%H:%M:%S.%f")[:-3]
    kind = f"{'↳ ' if step.kind in DEEP else ''}{label('step', step.kind, locale())}"
    id_ = step.cause if step.kind in BY_CAUSE else step.id
    return when, kind, step.service, id_ if full else short(id_)


def texts(step: Step, *, full: bool = False) -> tuple[str, ...]:
    """What follows them: what happened, a word for it, and who did it with which result and details."""
    who = f"{step.name}#{step.who if full else step.who[-TAIL:]}" if step.who else ""
    details = said(step.details, whole if full else short)
    # What somebody wrote may have lines of its own.
    return *what(step), " ".join(" · ".join(filter(None, (who, result_of(step, locale()), details))).split())


def what(step: Step) -> tuple[str, str]:
    """What happened, and for an event what that means."""
    if step.kind is not Kind.EVENT:
        return what_of(step, locale()), ""
    if not step.what:
        return t("trace.expired"), ""
    class_ = CATALOGUE.get(f"jingmei.{step.service}.{step.what}.v1")
    return step.what, describe(class_, locale()).splitlines()[0] if class_ else ""


def said(details: Mapping[str, Any], write: Callable[[str], str]) -> str:
    """Details on one line, as far as they say something."""
    told = {name: value for name, value in details.items() if name not in NESTED and value not in ("", None, [], {})}
    if told.pop("capped", False):
        told["reads"] = reads_told(told["reads"], locale(), capped=True)
    parts = [f"{named(name, locale())}={_value(name, value, write)}" for name, value in told.items()]
    if working := details.get("working"):
        factors = " ".join(
            f"{label('ledger.factor', each['name'], locale())}×{each['factor']}" for each in working["factors"]
        )
        parts.append(f"{working['raw']} → {working['base']} → {factors or '—'} → {working['got']}")
    return " · ".join(parts)


def short(text: str) -> str:
    """An id by its end, a digest by its beginning; other texts as they are."""
    if DIGEST.fullmatch(text):
        return f"{text[:12]}…"
    found = ID.fullmatch(text)
    return f"{found['of']}…{found['tail']}" if found else text


def whole(text: str) -> str:
    """As it is."""
    return text


def _value(name: str, value: Any, write: Callable[[str], str]) -> str:
    if isinstance(value, str) and MOMENT.fullmatch(value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S")
    if isinstance(value, Mapping):
        return "(" + " ".join(f"{named(key, locale())}={_value(key, each, write)}" for key, each in value.items()) + ")"
    if isinstance(value, list):
        return ",".join(_value(name, each, write) for each in value)
    return write(detail(name, str(value), locale()))
