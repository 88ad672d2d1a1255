"""A service's own replica of the outlets: the newest known state of each, fed by events.

What a service keeps of an outlet, and what it asks, is its own; how a state is kept, found and guarded by the bureau
is the same in all of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.events import Event, OutletRetold
from shared.mongo import replicas
from shared.mongo.indexes import of_bureau
from shared.mongo.memory import Remembering, by_id
from shared.mongo.unit import Unit

Document = dict[str, Any]
OUTLETS = "outlets"
# Of each account that joined an outlet, or decided something that nobody of an outlet may, the outlets that it joined.
BELONGING = "belonging"
BY_ID = of_bureau("outlet", "_id")


class Known(Protocol):
    """An outlet as some service knows it."""

    @property
    def id(self) -> str:
        """Its id in the outlet service."""


Outlet = TypeVar("Outlet", bound=Known)


class OutletReplica(ABC, Remembering, Generic[Outlet]):
    """The outlets, in the form that one service keeps them; it says how a state becomes fields and is read again.

    `MEMBERS` is the place of the accounts that act for an outlet, by which one asks `of_account`.
    """

    MEMBERS: ClassVar[str] = "members"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        OUTLETS: [BY_ID, of_bureau("member", "members")],
        BELONGING: [],
    }

    KEEPS: ClassVar[Sequence[type[Event]]] = (OutletRetold,)

    def __init__(self, db: Database[Document]) -> None:
        self._outlets = db[OUTLETS]

    @abstractmethod
    def fields(self, outlet: Outlet) -> Document:
        """What is kept of a state, beside its id, bureau and version."""

    @abstractmethod
    def read(self, found: Document) -> Outlet:
        """An outlet from what was kept of it."""

    def keep(self, unit: Unit, outlet: Outlet, *, version: int, bureau: str) -> bool:
        """Remember a state; one that is older than what is known changes nothing, and gives False.

        What was decided upon the outlet meanwhile (`require_stranger`) has the handler run again.
        """
        seen = self._outlets.find_one({"_id": outlet.id, "bureau": bureau})
        fresh = {"_id": outlet.id, "bureau": bureau, "version": version, **self.fields(outlet)}
        newer = replicas.keep(unit, OUTLETS, seen, fresh)
        if newer:
            before, after = self._members(seen or {}), self._members(fresh)
            for account in sorted(after - before):
                change = {"$setOnInsert": {"bureau": bureau}, "$addToSet": {"outlets": outlet.id}}
                unit.update(BELONGING, {"_id": account}, change, upsert=True)
            for account in sorted(before - after):
                unit.update(BELONGING, {"_id": account}, {"$pull": {"outlets": outlet.id}}, must_match=False)
        return newer

    def find(self, bureau: str, id_: str) -> Outlet | None:
        """An outlet of the bureau, None when none is known."""
        return self.several(bureau, [id_]).get(id_)

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Outlet]:
        """The known ones of these outlets, by id."""
        return self.remembered(self._outlets, bureau, ids, self.read)

    def newest(self, bureau: str, ids: Iterable[str]) -> dict[str, Outlet]:
        """The same from the database alone: for who reads something else before, and decides upon the order."""
        return by_id(self._outlets, bureau, sorted(set(ids)), self.read)

    def require_stranger(self, unit: Unit, bureau: str, ids: Iterable[str], account: str) -> None:
        """Have the unit fail when the account acts for one of these outlets at the moment of its commit."""
        for id_ in sorted(set(ids)):
            replicas.rely(unit, OUTLETS, {"_id": id_, "bureau": bureau, self.MEMBERS: {"$ne": account}})

    def require_apart(self, unit: Unit, bureau: str, account: str) -> None:
        """Have the unit fail when the account, which acted for no outlet of the bureau a moment ago (`of_account`), has
        joined one at the moment of its commit."""
        fresh = {"bureau": bureau, "outlets": [], "judged": 0}
        unit.update(BELONGING, {"_id": account}, {"$setOnInsert": fresh}, upsert=True)
        replicas.rely(unit, BELONGING, {"_id": account, "bureau": bureau, "outlets": []})

    def of_account(self, bureau: str, account: str) -> list[str]:
        """The ids of the outlets that an account acts for."""
        match = {"bureau": bureau, self.MEMBERS: account}

        def load() -> tuple[str, ...]:
            return tuple(sorted(each["_id"] for each in self._outlets.find(match, {"_id": 1})))

        return list(self.memory.one(OUTLETS, (bureau, "of", account), load))

    def _members(self, kept: Document) -> set[str]:
        """The accounts that act for an outlet as it is kept."""
        name, _, inner = self.MEMBERS.partition(".")
        return {each[inner] if inner else each for each in kept.get(name, ())}
