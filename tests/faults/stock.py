"""The same chain in the usual pattern: nameko's own handlers and dispatcher, MongoDB beside them, no inbox, no outbox.

What the checker must find out. Run by `nameko run`, as its documentation says.
"""

from __future__ import annotations

import os
from typing import Any

from nameko.events import EventDispatcher, event_handler
from nameko.extensions import DependencyProvider
from nameko.rpc import rpc
from pymongo.database import Database

from shared.ids import new_id
from shared.mongo import connect


class Effects(DependencyProvider):
    """A service's database."""

    def setup(self) -> None:
        """Connect."""
        self._client = connect(os.environ["JINGMEI_MONGO_URI"], "stock")  # with the patience that ours has
        self._db = self._client[os.environ["JINGMEI_DATABASE_PREFIX"] + self.container.service_name]

    def get_dependency(self, _worker: Any) -> Database[dict[str, Any]]:
        """The database itself."""
        return self._db


def effect(db: Database[dict[str, Any]], kind: str, n: int) -> None:
    """The same effect as in `services`."""
    db.effects.insert_one({"_id": new_id(), "kind": kind, "n": n})
    db.counters.update_one({"_id": os.getpid()}, {"$inc": {"n": 1}}, upsert=True)


class Making:
    """a: makes things on command."""

    name = "outlet"
    db = Effects()
    dispatch = EventDispatcher()

    @rpc
    def make(self, data: dict[str, Any], _context: dict[str, Any]) -> dict[str, Any]:
        """Make thing `n`, then say so."""
        effect(self.db, "make", data["n"])
        self.dispatch("thing_made", {"n": data["n"]})
        return {"n": data["n"]}


class Checking:
    """b: hears of a made thing and checks it."""

    name = "review"
    db = Effects()
    dispatch = EventDispatcher()

    @event_handler("outlet", "thing_made")
    def made(self, data: dict[str, Any]) -> None:
        """Check it, then say so."""
        effect(self.db, "made", data["n"])
        self.dispatch("thing_checked", {"n": data["n"]})


class Hearing:
    """c: hears both."""

    name = "notification"
    db = Effects()

    @event_handler("outlet", "thing_made")
    def made(self, data: dict[str, Any]) -> None:
        """Note it."""
        effect(self.db, "made", data["n"])

    @event_handler("review", "thing_checked")
    def checked(self, data: dict[str, Any]) -> None:
        """Note it."""
        effect(self.db, "checked", data["n"])
