"""`jingmei dlq`: look at dead letters, replay them to their service, discard them.

A replay hands the original message to the event queue of the one service that could not handle it. The row is
`replaying` before it is sent and `replayed` after the confirm; when it dies again, the service's own record
makes it `dead` again. Replaying twice is harmless: the service's inbox knows the event by its id.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from getpass import getuser
from typing import Annotated, Any

import typer

from jingmei.broker import FAULTS, Broker, broker
from jingmei.output import USAGE, Refused, emit, say, table
from jingmei.settings import SERVICES, settings
from jingmei.stores import DEAD, DISCARDED, REPLAYED, REPLAYING, STATES, Choice, Stores
from jingmei.texts import t
from shared.clock import SHANGHAI, now

app = typer.Typer(help=t("dlq"), no_args_is_help=True)
AGES = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
COLUMNS = ("letter", "service", "type", "bureau", "reason", "attempts", "last_at", "state", "error")
# Enough of an id to name it by; the first half of a UUIDv7 is its time.
ID_SHOWN = 23
Services = Annotated[list[str] | None, typer.Option("--service", "-s", help=t("option.service"))]
Types = Annotated[list[str] | None, typer.Option("--type", "-t", help=t("option.type"))]
Reasons = Annotated[list[str] | None, typer.Option("--reason", "-r", help=t("option.reason"))]
Since = Annotated[str | None, typer.Option(help=t("option.since"))]
Until = Annotated[str | None, typer.Option(help=t("option.until"))]
States = Annotated[list[str] | None, typer.Option("--state", help=t("option.state"))]
Bureau = Annotated[str | None, typer.Option(help=t("option.bureau"))]
Json = Annotated[bool, typer.Option("--json", help=t("option.json"))]
Letters = Annotated[list[str] | None, typer.Argument(help=t("argument.letters"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t("option.dry_run"))]
Rate = Annotated[float, typer.Option(min=0.1, max=10_000, help=t("option.rate"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t("option.yes"))]
All = Annotated[bool, typer.Option("--all", help=t("option.all"))]
By = Annotated[str | None, typer.Option(help=t("option.by"))]
Act = Callable[[dict[str, Any]], str | None]


@app.command("list", help=t("dlq.list"))
def list_(
    *,
    services: Services = None,
    types: Types = None,
    reasons: Reasons = None,
    since: Since = None,
    until: Until = None,
    states: States = None,
    bureau: Bureau = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help=t("option.limit"))] = 50,
    as_json: Json = False,
) -> None:
    """Dead letters of all services, newest first."""
    chosen = choice(
        services=services,
        types=types,
        reasons=reasons,
        since=since,
        until=until,
        states=states or [DEAD, REPLAYING],
        bureau=bureau,
    )
    rows = list(Stores(settings()).letters(chosen, limit + 1))
    shown = rows[:limit]
    if as_json:
        return emit(shown)
    if not shown:
        return say(t("dlq.none"))
    table(COLUMNS, map(line, shown), ("attempts",))
    if len(rows) > limit:
        say(t("dlq.more", limit=limit))
    return None


@app.command(help=t("dlq.show"))
def show(letter: Annotated[str, typer.Argument(help=t("argument.letter"))], services: Services = None) -> None:
    """Everything about one dead letter, as JSON."""
    stores = Stores(settings())
    found = list(stores.letters(choice(services=services, states=[], ids=[letter]), 2))
    if len(found) != 1:
        raise Refused(t("dlq.ambiguous" if found else "dlq.unknown", letter=letter))
    emit(stores.whole(found[0]))


@app.command(help=t("dlq.replay"))
def replay(
    letters: Letters = None,
    *,
    services: Services = None,
    types: Types = None,
    reasons: Reasons = None,
    since: Since = None,
    until: Until = None,
    states: States = None,
    bureau: Bureau = None,
    everything: All = False,
    dry_run: DryRun = False,
    rate: Rate = 50,
    yes: Yes = False,
    by: By = None,
) -> None:
    """Hand letters to their service again."""
    chosen = choice(
        services=services,
        types=types,
        reasons=reasons,
        since=since,
        until=until,
        states=states or [DEAD],
        bureau=bureau,
        ids=letters,
    )
    stores = Stores(settings())
    if not agreed("replay", stores, chosen, everything=everything, dry_run=dry_run, yes=yes):
        return
    with broker(settings()) as link:
        run("replay", stores, chosen, rate, lambda row: replay_one(stores, link, row, by or getuser()))


@app.command(help=t("dlq.discard"))
def discard(
    letters: Letters = None,
    *,
    services: Services = None,
    types: Types = None,
    reasons: Reasons = None,
    since: Since = None,
    until: Until = None,
    states: States = None,
    bureau: Bureau = None,
    everything: All = False,
    dry_run: DryRun = False,
    rate: Rate = 1000,
    yes: Yes = False,
    by: By = None,
) -> None:
    """Put letters aside for good; their rows stay and say who did it."""
    chosen = choice(
        services=services,
        types=types,
        reasons=reasons,
        since=since,
        until=until,
        states=states or [DEAD],
        bureau=bureau,
        ids=letters,
    )
    stores = Stores(settings())
    if agreed("discard", stores, chosen, everything=everything, dry_run=dry_run, yes=yes):
        who = by or getuser()
        run("discard", stores, chosen, rate, lambda row: discard_one(stores, row, who))


def replay_one(stores: Stores, link: Broker, row: dict[str, Any], by: str) -> str | None:
    """Replay one letter; gives None when done, an empty text when somebody was first, or why it failed."""
    from shared.messaging.topology import events_queue  # noqa: PLC0415 (brings eventlet along)

    if not stores.turn(row, [row["state"]], REPLAYING, by, "replaying"):
        return ""
    letter = stores.whole(row)
    try:
        problem = link.hand(events_queue(row["service"]), letter["body"], letter["content_type"], letter["event_id"])
    except FAULTS as error:
        # It may have arrived: it stays `replaying`, and is safe to replay again.
        return f"{type(error).__name__}: {error}"
    if problem is not None:
        stores.turn(row, [REPLAYING], DEAD, by, f"not replayed: {problem}")
        return problem
    # The condition matters: the letter may have died again meanwhile.
    stores.turn(row, [REPLAYING], REPLAYED, by, "replayed")
    return None


def discard_one(stores: Stores, row: dict[str, Any], by: str) -> str | None:
    """Discard one letter; gives None when done, an empty text when somebody was first."""
    return None if stores.turn(row, [row["state"]], DISCARDED, by, "discarded") else ""


def line(row: dict[str, Any]) -> dict[str, Any]:
    """A letter as a line of the table."""
    return {**row, "letter": row["_id"][:ID_SHOWN], "type": ".".join(row["type"].split(".")[2:]) or None}


def choice(
    *,
    services: list[str] | None,
    states: list[str],
    types: list[str] | None = None,
    reasons: list[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    bureau: str | None = None,
    ids: list[str] | None = None,
) -> Choice:
    """The options as a choice. Raises: Refused for an unknown service, state or time."""
    for service in services or ():
        if service not in SERVICES:
            raise Refused(t("error.service", service=service), USAGE)
    for state in states:
        if state not in STATES:
            raise Refused(t("error.state", state=state), USAGE)
    return Choice(services or (), types or (), reasons or (), states, bureau, moment(since), moment(until), ids or ())


def moment(text: str | None) -> datetime | None:
    """A time as an age (`30m`, `2h`, `3d`) or in ISO form, Asia/Shanghai without a zone. Raises: Refused."""
    if text is None:
        return None
    if match := re.fullmatch(r"([0-9]{1,6})([smhd])", text):
        return now() - timedelta(**{AGES[match[2]]: int(match[1])})
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(t("error.moment", text=text), USAGE) from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def agreed(verb: str, stores: Stores, chosen: Choice, *, everything: bool, dry_run: bool, yes: bool) -> bool:
    """Show what would be taken and ask. Raises: Refused without a choice or without anybody to ask."""
    if not chosen.narrows and not everything:
        raise Refused(t("dlq.nothing_chosen"), USAGE)
    tally = stores.tally(chosen)
    count = sum(row["count"] for row in tally)
    if not count:
        say(t("dlq.none"))
        return False
    table(("service", "type", "reason", "count"), tally, ("count",))
    if dry_run:
        say(t("dlq.would", count=count))
        return False
    if yes:
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
