"""The commands: list, show, replay, discard."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jingmei.broker import FAULTS, Broker, broker
from jingmei.dlq.choosing import Filters, Services
from jingmei.dlq.handling import FastHandling, Handling, agreed, run
from jingmei.options import Json, grouped
from jingmei.output import Refused, emit, say, table
from jingmei.settings import settings
from jingmei.stores import DEAD, DISCARDED, REPLAYED, REPLAYING, Stores
from jingmei.texts import t
from shared.signing import FACT, OPERATOR, Signer

app = typer.Typer(help=t("dlq"), no_args_is_help=True)
COLUMNS = ("letter", "service", "type", "bureau", "reason", "attempts", "last_at", "state", "error")
# Enough of an id to name it by; the first half of a UUIDv7 is its time.
ID_SHOWN = 23
Limit = Annotated[int, typer.Option(min=1, max=100_000, help=t("option.limit"))]
Letters = Annotated[list[str] | None, typer.Argument(help=t("argument.letters"))]


@app.command("list", help=t("dlq.list"))
@grouped
def list_(*, filters: Filters, limit: Limit = 50, as_json: Json = False) -> None:
    """Dead letters of all services, newest first."""
    rows = list(Stores(settings()).letters(filters.choice(states=[DEAD, REPLAYING]), limit + 1))
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
    found = list(stores.letters(Filters(services).choice(ids=[letter]), 2))
    if len(found) != 1:
        raise Refused(t("dlq.ambiguous" if found else "dlq.unknown", letter=letter))
    emit(stores.whole(found[0]))


@app.command(help=t("dlq.replay"))
@grouped
def replay(letters: Letters = None, *, filters: Filters, handling: Handling) -> None:
    """Hand letters to their service again."""
    chosen, stores = filters.choice(states=[DEAD], ids=letters), Stores(settings())
    if agreed("replay", stores, chosen, handling):
        with broker(settings()) as link:
            run("replay", stores, chosen, handling.rate, lambda row: replay_one(stores, link, row, handling.who))


@app.command(help=t("dlq.discard"))
@grouped
def discard(letters: Letters = None, *, filters: Filters, handling: FastHandling) -> None:
    """Put letters aside for good; their rows stay and say who did it."""
    chosen, stores = filters.choice(states=[DEAD], ids=letters), Stores(settings())
    if agreed("discard", stores, chosen, handling):
        run("discard", stores, chosen, handling.rate, lambda row: discard_one(stores, row, handling.who))


def replay_one(stores: Stores, link: Broker, row: dict[str, Any], by: str) -> str | None:
    """Replay one letter; gives None when done, an empty text when somebody was first, or why it failed."""
    from shared.sending.facts import signed  # noqa: PLC0415 (brings events along)

    if not stores.turn(row, [row["state"]], REPLAYING, by, "replaying"):
        return ""
    letter = stores.whole(row)
    try:
        told = signed(_signature(letter))
        problem = link.hand(row["service"], letter["body"], letter["content_type"], letter["event_id"], told)
    except FAULTS as error:
        # It may have arrived: it stays `replaying`, and is safe to replay again.
        return f"{type(error).__name__}: {error}"
    if problem is not None:
        stores.turn(row, [REPLAYING], DEAD, by, f"not replayed: {problem}")
        return problem
    # The condition matters: the letter may have died again meanwhile.
    stores.turn(row, [REPLAYING], REPLAYED, by, "replayed")
    return None


def _signature(letter: dict[str, Any]) -> str:
    """The signature that it came with. For a letter from before anything was signed the operator stands up."""
    headers = letter.get("headers") or {}
    if "signature" in headers:
        return str(headers["signature"])
    _, _, source = letter["type"].partition("jingmei.")
    signer = Signer(OPERATOR, settings().signing_keys)
    return signer.sign(FACT, letter["body"], program=source.partition(".")[0])


def discard_one(stores: Stores, row: dict[str, Any], by: str) -> str | None:
    """Discard one letter; gives None when done, an empty text when somebody was first."""
    return None if stores.turn(row, [row["state"]], DISCARDED, by, "discarded") else ""


def line(row: dict[str, Any]) -> dict[str, Any]:
    """A letter as a line of the table."""
    return {**row, "letter": row["_id"][:ID_SHOWN], "type": ".".join(row["type"].split(".")[2:]) or None}
