"""A service's rules on the real database, without broker and process: deliver events, ask, command.

It loads, runs and commits as the kernel does, so what is tested here is the service and not a stand-in.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from inspect import getmembers
from types import ModuleType
from typing import Any

import orjson
from marshmallow import RAISE, Schema
from pymongo import MongoClient
from pymongo.database import Database

from shared import contracts, validation
from shared.context import Actor, RequestContext, Role
from shared.events import Envelope, Event, Received
from shared.events.envelope import CONTENT_TYPE, decode
from shared.ids import new_id
from shared.messaging import Repository
from shared.mongo import Committed, Committer, Unit, outbox
from shared.mongo.indexes import ensure

BUREAU = "370829"
# Parts of a service's contract that have names of their own.
BESIDE = {"liaison": ("activities", "calendar_feeds", "outcomes", "participations")}
# Method, kind, input and view, as the table in a contract's docstring has them.
ROW = re.compile(r"^\| `(\w+)` \| (command|query) \| `(\w+)` \| `(\w+)` \|", re.MULTILINE)


def asking(account: str, *roles: Role, bureau: str = BUREAU, locale: str = "en") -> RequestContext:
    """A request by an account."""
    return RequestContext(Actor(account, bureau, frozenset(roles)), request_id=new_id(), locale=locale)


def received(event: Event, subject: str, *, version: int = 1, bureau: str = BUREAU) -> Received[Event]:
    """An event as it comes off the wire."""
    return Received(event, Envelope.seal(event, subject=subject, bureau=bureau, version=version))


@cache
def made(schema: type[Schema]) -> Schema:
    """The schema, made once as in the services: to make one copies every field of it."""
    return schema()


@cache
def contracts_of(service: str) -> list[ModuleType]:
    """The service's contract, and the parts of it that stand beside it (`scoring_awards`, `activities`)."""
    names = [info.name for info in pkgutil.iter_modules(contracts.__path__)]
    mine = [
        name for name in names if name == service or name.startswith(f"{service}_") or name in BESIDE.get(service, ())
    ]
    return [import_module(f"shared.contracts.{name}") for name in mine if not name.endswith("_terms")]


def inputs_of(service: str, *kinds: str) -> dict[str, Any]:
    """Name → input of the service's commands, queries, or both."""
    rows = [(contract, *row) for contract in contracts_of(service) for row in ROW.findall(contract.__doc__ or "")]
    return {name: getattr(contract, schema) for contract, name, kind, schema, _ in rows if kind in kinds}


@cache
def views_of(service: str) -> dict[str, type[Schema]]:
    """Name → view of every command and query of the service."""
    found: dict[str, type[Schema]] = {}
    for contract in contracts_of(service):
        found |= {name: getattr(contract, view) for name, _, _, view in ROW.findall(contract.__doc__ or "")}
    return found


@cache
def repositories(cls: type[Any]) -> dict[str, type[Any]]:
    """Name → class of what a service keeps its documents with."""
    return {name: member.cls for name, member in getmembers(cls) if isinstance(member, Repository)}


def prepare(cls: type[Any], db: Database[Any]) -> None:
    """Make the collections and indexes of a service, as its process does at its start."""
    for indexes in (outbox.INDEXES, *(each.INDEXES for each in repositories(cls).values())):
        ensure(db, indexes)


class Stage:
    """One service class on one database, which is prepared."""

    def __init__(self, cls: type[Any], client: MongoClient[Any], db: Database[Any]) -> None:
        self.cls = cls
        self.db = db
        self.service = cls()
        self._committer = Committer(client, db, new_id())
        # What was told and is in no outbox.
        self.hints: list[Event] = []
        for name, repository in repositories(cls).items():
            setattr(self.service, name, repository(db))

    def deliver(self, event: Received[Event], method: str) -> bool:
        """Hand an event to a handler; gives whether it took effect now (and not before)."""
        unit = Unit(key=f"{method}:{event.id}")
        self._raw(method)(self.service, unit, event)
        return not self._committed(unit).replayed

    def ask(self, method: str, schema: Any, data: dict[str, Any], context: RequestContext) -> Any:
        """The answer to a query, checked against the contract's view."""
        return self._checked(method, self._raw(method)(self.service, validation.load(made(schema), data), context))

    def do(self, method: str, schema: Any, data: dict[str, Any], context: RequestContext) -> Any:
        """The answer to a command, after its commit, checked against the contract's view."""
        unit = Unit()
        with unit.in_turn():
            unit.result = self._raw(method)(self.service, unit, validation.load(made(schema), data), context)
        return self._checked(method, self._committed(unit).result)

    def decided(self, method: str, schema: Any, data: dict[str, Any], context: RequestContext) -> Unit:
        """A command that was decided upon what is now stored, and is not committed yet (`commit`)."""
        unit = Unit()
        unit.result = self._raw(method)(self.service, unit, validation.load(made(schema), data), context)
        return unit

    def _committed(self, unit: Unit) -> Committed:
        done = self._committer.commit(unit)
        if not done.replayed:
            self.hints += [decode(row.body, CONTENT_TYPE).data for row in unit.outbox if not row.durable]
        return done

    def commit(self, unit: Unit) -> Any:
        """Commit what was decided before; the result. Raises: StaleWrite when it was decided upon what is no more."""
        return self._committed(unit).result

    def run(self, key: str, work: Callable[[Unit], None]) -> bool:
        """Do what a schedule found to do; gives whether it took effect now (and not before)."""
        unit = Unit(key=key)
        work(unit)
        return not self._committed(unit).replayed

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """Every document, by its collection; asked at once, as there are many collections."""
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in self.db.list_collection_names()}
        whole = {name: [{"$replaceWith": {"of": {"$literal": name}, "is": "$$ROOT"}}] for name in found}
        unions = [{"$unionWith": {"coll": name, "pipeline": every}} for name, every in whole.items()]
        for each in self.db["none"].aggregate(unions):
            found[each["of"]].append(each["is"])
        return found

    def put_back(self, before: Mapping[str, list[dict[str, Any]]]) -> None:
        """Have exactly the documents that were there before."""
        for name, now in self.kept().items():
            if now != before.get(name, []):
                self.db[name].delete_many({})
                if before.get(name):
                    self.db[name].insert_many(before[name])

    def stop(self) -> None:
        """End the committer."""
        self._committer.stop()

    def _checked(self, method: str, result: Any) -> Any:
        """The result, if it is what the table in the contract's docstring promises."""
        made(views_of(self.cls.name)[method]).load(orjson.loads(orjson.dumps(result)), unknown=RAISE)
        return result

    def _raw(self, method: str) -> Any:
        return getattr(self.cls, method).__wrapped__
