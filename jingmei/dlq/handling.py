"""Treating the chosen letters one by one: asked first, paced, counted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from getpass import getuser
from typing import Annotated, Any

import typer

from jingmei.output import USAGE, Refused, say, table
from jingmei.stores import Choice, Stores
from jingmei.texts import t

All = Annotated[bool, typer.Option("--all", help=t("option.all"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t("option.dry_run"))]
Rate = Annotated[float, typer.Option(min=0.1, max=10_000, help=t("option.rate"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t("option.yes"))]
By = Annotated[str | None, typer.Option(help=t("option.by"))]
Act = Callable[[dict[str, Any]], str | None]


@dataclass(frozen=True)
class Handling:
    """The options of a command that treats letters."""

    everything: All = False
    dry_run: DryRun = False
    rate: Rate = 50
    yes: Yes = False
    by: By = None

    @property
    def who(self) -> str:
        """Who does it, for the history of the letters."""
        return self.by or getuser()


@dataclass(frozen=True)
class FastHandling(Handling):
    """The same for what asks nothing of the services."""

    rate: Rate = 1000


def agreed(verb: str, stores: Stores, chosen: Choice, handling: Handling) -> bool:
    """Show what would be taken and ask. Raises: Refused without a choice or without anybody to ask."""
    if not chosen.narrows and not handling.everything:
        raise Refused(t("dlq.nothing_chosen"), USAGE)
    tally = stores.tally(chosen)
    count = sum(row["count"] for row in tally)
    if not count:
        say(t("dlq.none"))
        return False
    table(("service", "type", "reason", "count"), tally, ("count",))
    if handling.dry_run:
        say(t("dlq.would", count=count))
        return False
    if handling.yes:
        return True
    if not sys.stdin.isatty():
        raise Refused(t("confirm.needed"), USAGE)
    return typer.confirm(t(f"dlq.confirm_{verb}", count=count))


def run(verb: str, stores: Stores, chosen: Choice, rate: float, act: Act) -> None:
    """Treat the chosen letters, the longest dead first. Raises: Refused when any of them failed."""
    done = skipped = failed = 0
    # What is chosen is settled before the first is touched: a letter that dies again is not taken twice.
    for row in paced(list(stores.letters(chosen, newest=False)), rate):
        problem = act(row)
        done, skipped, failed = done + (problem is None), skipped + (problem == ""), failed + bool(problem)
        if problem:
            say(t("dlq.failed", letter=row["_id"], why=problem))
    report = t(f"dlq.done_{verb}", done=done, skipped=skipped, failed=failed)
    if failed:
        raise Refused(report)
    say(report)


def paced(rows: list[dict[str, Any]], rate: float) -> Iterator[dict[str, Any]]:
    """The rows, at most `rate` a second."""
    start = time.monotonic()
    for index, row in enumerate(rows):
        wait = start + index / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        yield row
