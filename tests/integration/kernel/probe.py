"""A service that uses everything the kernel offers. Run as a process; never imported by the tests themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import eventlet
from marshmallow import Schema, fields
from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from shared.context import RequestContext
from shared.errors import Conflict, NotFound
from shared.events import Event, Received
from shared.ids import new_id
from shared.messaging import NotYet, Repository, command, handles, query, scheduled
from shared.mongo import Unit

JOBS = ("first", "second", "third")


@dataclass(frozen=True)
class ProbeEvent(Event):
    """Base of the probe's facts. `mode` says how the handler misbehaves."""

    source: ClassVar[str] = "probe"
    abstract: ClassVar[bool] = True

    mode: str = ""


@dataclass(frozen=True)
class ProbeTold(ProbeEvent):
    """Something happened."""


@dataclass(frozen=True)
class ProbeHinted(ProbeEvent):
    """Look again."""

    mandatory: ClassVar[bool] = False
    durable: ClassVar[bool] = False


@dataclass(frozen=True)
class ProbeFollowed(ProbeEvent):
    """It needs that ProbeTold of the same subject was seen before."""


@dataclass(frozen=True)
class ProbeCounted(ProbeEvent):
    """A thing is to be counted once more."""


class Put(Schema):
    """Input of `put`."""

    id = fields.String()
    name = fields.String(required=True)
    size = fields.Integer(strict=True)


class Things:
    """What there is."""

    INDEXES: ClassVar[dict[str, list[IndexModel]]] = {
        "things": [IndexModel([("bureau", ASCENDING), ("name", ASCENDING)], name="name", unique=True)],
        "effects": [],
        "runs": [],
    }

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        self.db = db

    def get(self, id_: str) -> dict[str, Any]:
        """One thing. Raises: NotFound."""
        found = self.db.things.find_one({"_id": id_})
        if found is None:
            raise NotFound("thing.unknown", id=id_)
        return found

    def ran(self, what: str) -> int:
        """Write down a run outside every transaction; gives how many there were before."""
        before = self.db.runs.count_documents({"what": what})
        self.db.runs.insert_one({"_id": new_id(), "what": what})
        return before


def _fail(_unit: Unit) -> None:
    raise RuntimeError("never")


class ProbeService:
    """Commands, queries, handlers and a schedule."""

    name = "probe"
    things = Repository(Things)

    @command(Put)
    def put(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Add a thing with a name of its own."""
        thing = {"_id": data.get("id") or new_id(), "bureau": context.bureau, "name": data["name"], "version": 1}
        unit.insert("things", thing, {"name": Conflict("thing.name_taken", name=data["name"])})
        unit.emit(ProbeTold(), subject=thing["_id"], version=1, bureau=context.bureau)
        return {"id": thing["_id"], "version": 1}

    @command(None)
    def rename(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Change a name, decided upon the version that is read."""
        thing = self.things.get(data["id"])
        context.require_version(thing["version"])
        eventlet.sleep(data.get("thinking", 0))
        self.things.ran(f"rename {data['id']}")
        unit.save("things", {**thing, "name": data["name"], "version": thing["version"] + 1}, thing["version"])
        return {"id": thing["_id"], "version": thing["version"] + 1}

    @command(None)
    def odd(self, _unit: Unit, data: dict[str, Any], _context: RequestContext) -> Any:
        """Misbehave."""
        if data["how"] == "raise":
            raise RuntimeError("a secret detail")
        if data["how"] == "exit":
            raise SystemExit(9)
        if data["how"] == "timeout":
            raise eventlet.Timeout(0.01)
        return object()

    @command(None)
    def unencodable(self, unit: Unit, _data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Write what BSON cannot hold."""
        unit.insert("things", {"_id": new_id(), "bureau": context.bureau, "name": new_id(), "size": 2**80})
        return {}

    @query(None)
    def get(self, data: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
        """One thing."""
        return self.things.get(data["id"])

    @handles(ProbeTold)
    def told(self, unit: Unit, event: Received[ProbeTold]) -> None:
        """One effect, or what `mode` says."""
        if event.data.mode == "refuse":
            raise Conflict("thing.refused", why="so")
        if event.data.mode == "fail":
            raise RuntimeError("always")
        unit.insert("effects", {"_id": new_id(), "bureau": event.bureau, "what": "told", "subject": event.subject})
        if event.data.mode == "hint":
            unit.emit(ProbeHinted(), subject=event.subject, version=1, bureau=event.bureau)

    @handles(ProbeFollowed)
    def followed(self, unit: Unit, event: Received[ProbeFollowed]) -> None:
        """Wait until its predecessor was seen."""
        self.things.ran(f"followed {event.subject}")
        if self.things.db.effects.find_one({"what": "told", "subject": event.subject}) is None:
            raise NotYet("ProbeTold")
        unit.insert("effects", {"_id": new_id(), "bureau": event.bureau, "what": "followed", "subject": event.subject})

    @handles(ProbeCounted)
    def counted(self, unit: Unit, event: Received[ProbeCounted]) -> None:
        """One more, decided upon the version that is read."""
        thing = self.things.get(event.subject)
        eventlet.sleep(0.01)
        self.things.ran(f"counted {event.subject}")
        unit.save("things", {**thing, "version": thing["version"] + 1}, thing["version"])

    @scheduled(every=timedelta(seconds=1))
    def sweep(self, _now: datetime) -> Iterator[tuple[str, Any]]:
        """Three jobs, each of which has its effect once, however often it is offered; first one that fails."""
        self.things.ran("sweep")
        yield "hopeless", _fail
        for job in JOBS:
            yield job, lambda unit, job=job: unit.insert("effects", {"_id": new_id(), "what": "job", "job": job})
