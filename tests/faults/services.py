"""Three services in a chain: `outlet` makes a thing, `review` hears of it and checks it, `notification` hears both.

They carry names of real services, so that the operator's command works on them, but have only effects that can
be counted: plain inserts, so that a second effect would show, and a counter beside them. Never imported by
the tests themselves: its events are in the catalogue of these processes alone.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import eventlet
from pymongo.database import Database

from shared.context import RequestContext
from shared.errors import Conflict
from shared.events import Event, Received
from shared.ids import new_id
from shared.messaging import NotYet, Repository, command, handles, query
from shared.mongo import Unit
from tests.faults import crash

RUNS = Path(os.environ["JINGMEI_TEST_RUNS"])
BUREAU = "330108"
crash.install()


@dataclass(frozen=True)
class ThingEvent(Event):
    """About thing number `n`. `mode` says how the handler in service `at` misbehaves."""

    source: ClassVar[str] = "faults"
    abstract: ClassVar[bool] = True

    n: int
    mode: str = ""
    at: str = ""


@dataclass(frozen=True)
class ThingMade(ThingEvent):
    """A thing was made."""


@dataclass(frozen=True)
class ThingChecked(ThingEvent):
    """A thing was checked."""


@dataclass(frozen=True)
class ThingMoved(ThingEvent):
    """A thing is in a new version: for replicas."""


@dataclass(frozen=True)
class ThingUnheard(ThingEvent):
    """A fact that nobody is bound for yet."""


class Effects:
    """What took effect, and how often."""

    INDEXES: ClassVar[dict[str, list[Any]]] = {"effects": [], "counters": [], "replicas": []}

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        self.db = db


def effect(unit: Unit, kind: str, n: int, id_: str = "") -> None:
    """One effect; each process counts in a document of its own, so that processes do not wait for each other."""
    unit.insert("effects", {"_id": new_id(), "bureau": BUREAU, "kind": kind, "n": n, "event": id_})
    unit.update("counters", {"_id": os.getpid()}, {"$inc": {"n": 1}}, upsert=True)


def note(service: str, id_: str) -> int:
    """Write down that a handler began, outside every transaction; gives how often it did for this event."""
    mark = f"{service} {id_} "
    with RUNS.open("a+", encoding="utf-8") as runs:
        runs.write(f"{mark}{os.getpid()} {time.monotonic():.3f}\n")
        runs.flush()
        runs.seek(0)
        return sum(line.startswith(mark) for line in runs)


def misbehave(mode: str, run: int) -> None:
    """Do what the event asks for; `run` is 1 in the first run of this event."""
    kind, _, argument = mode.partition(":")
    if kind == "fail":
        raise RuntimeError("always")
    if kind == "refuse":
        raise Conflict("thing.refused")
    if kind == "unless" and not Path(argument).exists():
        raise RuntimeError(f"not while {argument} is missing")
    if kind == "notyet" and run == 1:
        raise NotYet("its predecessor")
    if kind == "slow":
        eventlet.sleep(float(argument))
    if kind == "timeout" and run == 1:
        raise eventlet.Timeout(float(argument))
    if kind == "leak":
        eventlet.Timeout(float(argument))  # armed and never cancelled
    if kind == "leakfail" and run == 1:
        eventlet.Timeout(float(argument))
        raise RuntimeError("with a timeout left armed")
    if kind == "exit" and run == 1:
        raise SystemExit(3)
    if kind == "burn":
        end = time.monotonic() + float(argument)
        while time.monotonic() < end:
            pass


def hear(name: str, unit: Unit, event: Received[ThingEvent], kind: str) -> None:
    """The usual handler: one effect."""
    data = event.data
    if data.mode and data.at == name:
        misbehave(data.mode, note(name, event.id))
    effect(unit, kind, data.n, event.id)


def make(unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """One thing, and the fact of it."""
    fact = ThingMade(data["n"], data.get("mode", ""), data.get("at", ""))
    effect(unit, "make", fact.n)
    unit.emit(fact, subject=str(fact.n), version=1, bureau=context.bureau)
    return {"id": new_id(), "n": fact.n}


class Making:
    """a: makes things on command."""

    name = "outlet"
    effects = Repository(Effects)

    @command(None)
    def make(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Make thing `n`."""
        return make(unit, data, context)

    @command(None)
    def register(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Make thing `n` as the gateway asks for it: a registration whose name ends with the number."""
        made = make(unit, {"n": int(data["name"].rpartition(" ")[2])}, context)
        return {**made, "name": data["name"], "version": 1}

    @command(None)
    def make_unheard(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Make a thing that nobody listens for."""
        effect(unit, "make", data["n"])
        unit.emit(ThingUnheard(data["n"]), subject=str(data["n"]), version=1, bureau=context.bureau)
        return {"n": data["n"]}

    @query(None)
    def count(self, _data: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
        """How many effects there are."""
        return {"effects": self.effects.db.effects.count_documents({})}


class Checking:
    """b: hears of a made thing and checks it."""

    name = "review"
    effects = Repository(Effects)

    @handles(ThingMade)
    def made(self, unit: Unit, event: Received[ThingMade]) -> None:
        """Check it, and say so."""
        hear(self.name, unit, event, "made")
        unit.emit(ThingChecked(event.data.n), subject=event.subject, version=2, bureau=event.bureau)

    @handles(ThingMoved)
    def moved(self, unit: Unit, event: Received[ThingMoved]) -> None:
        """Keep the newest, and count all."""
        unit.replica("replicas", event.subject, event.version, {"n": event.data.n})
        effect(unit, "moved", event.data.n, event.id)


class Hearing:
    """c: hears both."""

    name = "notification"
    effects = Repository(Effects)

    @handles(ThingMade)
    def made(self, unit: Unit, event: Received[ThingMade]) -> None:
        """Note it."""
        hear(self.name, unit, event, "made")

    @handles(ThingChecked)
    def checked(self, unit: Unit, event: Received[ThingChecked]) -> None:
        """Note it."""
        hear(self.name, unit, event, "checked")
