"""`jingmei trace`: the story of one work across all services, from the first command to the last message."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from jingmei.output import USAGE, WIDE, Refused, emit, say
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.story import Ambiguous, Gone, Kind, Step, Story, find, story
from jingmei.texts import LOCALES, locale, t
from shared.clock import SHANGHAI
from shared.events import CATALOGUE
from shared.events.asyncapi import describe

WORDS = Path(__file__).parent / "story" / "words.toml"
DEEP = frozenset({Kind.EVENT, Kind.HANDLER, Kind.MESSAGE, Kind.DELIVERY, Kind.DEAD})
STYLE = {Kind.COMMAND: "bold", Kind.EVENT: "cyan", Kind.HANDLER: "dim", Kind.POINTS: "green", Kind.DEAD: "red"}
# Whose words are for people; what the others say are names in the code.
TOLD = frozenset({Kind.MOVE, Kind.REVIEW, Kind.PERMIT, Kind.PUBLICATION, Kind.METRICS, Kind.AWARD})
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})")
DIGEST = re.compile(r"[0-9a-f]{64}")
# Enough of an account to tell it from others.
TAIL = 6
NESTED = frozenset({"working"})


def trace(
    submission: Annotated[str, typer.Argument(help=t("argument.submission"))],
    *,
    bureau: Annotated[str | None, typer.Option(help=t("option.bureau"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
    lang: Annotated[str | None, typer.Option(help=t("option.lang"))] = None,
) -> None:
    """Everything that happened to a submission, in order. Raises: Refused when there is none."""
    if lang is not None:
        speak(lang)
    stores = Stores(settings())
    try:
        found = find(stores, submission, bureau)
    except Ambiguous as several:
        raise Refused(t("trace.ambiguous", submission=submission, bureaus=several), USAGE) from None
    if found is None:
        raise Refused(t("trace.unknown", submission=submission))
    told = story(stores, found)
    if as_json:
        return emit(asdict(told))
    return show(told)


def speak(language: str) -> None:
    """Go on in this language. Raises: Refused."""
    if language not in LOCALES:
        raise Refused(t("error.lang", lang=language), USAGE)
    os.environ["JINGMEI_LANG"] = language
    locale.cache_clear()


def show(told: Story) -> None:
    """The head, then a line for each step."""
    terminal = sys.stdout.isatty()
    console = Console(highlight=False, markup=False, width=None if terminal else WIDE)
    head = told.submission
    console.print(f"{head['number']}  {head['title']}", style="bold")
    names = ("id", "kind", "status", "outlet", "bureau", "revision", "round")
    console.print(" · ".join(f"{word(name)} {word(str(head[name]))}" for name in names), style="dim")
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("at", "step", "service", "what", "who", "result", "details"):
        shown.add_column(word(f"column.{name}"), overflow="fold", no_wrap=name in {"at", "step", "service"})
    for step in told.steps:
        shown.add_row(*line(step), style=STYLE.get(step.kind))
    console.print(shown)
    for gone in told.gone:
        say(expired(gone))


def expired(gone: Gone) -> str:
    """What is told of something that is not kept any more."""
    if not gone.days:
        return t("trace.gone_commands", count=gone.count)
    return t("trace.gone", what=word(gone.kind), count=gone.count, days=gone.days)


def line(step: Step) -> tuple[str, ...]:
    """A step as a row of the table."""
    when = step.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    kind = f"{'↳ ' if step.kind in DEEP else ''}{word(step.kind)}"
    who = f"{step.name}#{step.who[-TAIL:]}" if step.who else ""
    return when, kind, step.service, what(step), who, word(step.result), said(step.details)


def what(step: Step) -> str:
    """What happened, with a word for it where there is one."""
    if step.kind is not Kind.EVENT:
        return word(step.what) if step.kind in TOLD else step.what
    if not step.what:
        return f"{step.id} {word('expired')}"
    class_ = CATALOGUE.get(f"jingmei.{step.service}.{step.what}.v1")
    text = describe(class_, locale()).splitlines()[0] if class_ else ""
    return f"{step.what}  {text}".strip()


def said(details: Mapping[str, Any]) -> str:
    """Details on one line."""
    parts = [f"{word(name)}={_value(value)}" for name, value in details.items() if name not in NESTED]
    if working := details.get("working"):
        factors = " ".join(f"{each['name']}×{each['factor']}" for each in working["factors"])
        parts.append(f"{working['raw']} → {working['base']} → {factors or '—'} → {working['got']}")
    return " · ".join(parts)


def word(name: str) -> str:
    """A word of the story in the language of this run; what has none stays as it is."""
    return _words()[locale()].get(name, name)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(WORDS.read_text("utf-8"))


def _value(value: Any) -> str:
    if isinstance(value, str) and MOMENT.fullmatch(value):
        value = datetime.fromisoformat(value)
    if isinstance(value, str) and DIGEST.fullmatch(value):
        return f"{value[:12]}…"
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S")
    if isinstance(value, Mapping):
        return "(" + " ".join(f"{word(name)}={_value(each)}" for name, each in value.items()) + ")"
    if isinstance(value, list):
        return ",".join(_value(each) for each in value)
    return word(str(value))
