"""The gateway's own database: `<prefix>gateway`. Accounts, sessions, files, audit, stored answers, import jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pymongo
from pymongo import IndexModel, MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared import logs
from shared.mongo.client import MAJORITY, connect
from shared.mongo.client import database as majority_database
from shared.mongo.indexes import ensure

Document = dict[str, Any]
Indexes = Mapping[str, Sequence[IndexModel]]
Result = TypeVar("Result")
PAUSE = 1.0
# Seconds for one operation, its retries included.
SHORTEST_TIMEOUT = 1.0


class Store:
    """One per process. Nothing waits for the server when it is made."""

    def __init__(self, uri: str, prefix: str, deadline: float = 10.0) -> None:
        # A request may wait twice (who asks, the audit row) and must still end within `deadline` seconds.
        timeout = max(SHORTEST_TIMEOUT, 0.4 * deadline)
        self.client: MongoClient[Document] = connect(uri, "jingmei-gateway", timeoutMS=int(timeout * 1000))
        self.db: Database[Document] = majority_database(self.client, f"{prefix}gateway")
        self._others: list[MongoClient[Document]] = []
        self._prepared = threading.Event()
        self._closed = threading.Event()
        self._trouble = "the indexes are not made yet"

    def prepare(self, parts: Iterable[Indexes]) -> None:
        """Have the indexes made in the background; tried until the server answers."""
        threading.Thread(target=self._prepare, args=(list(parts),), name="indexes", daemon=True).start()

    def pruned(self, uri: str) -> Database[Document]:
        """The same database as another user, whose URI this is, or as this one without it."""
        if not uri:
            return self.db
        client: MongoClient[Document] = connect(uri, "jingmei-pruning", timeoutMS=60_000)
        self._others.append(client)
        return majority_database(client, self.db.name)

    def problem(self) -> str | None:
        """What keeps the database from being used, if anything. Asks the server."""
        try:
            self.db.command("ping")
        except PyMongoError as error:
            return f"{type(error).__name__}: {str(error)[:200]}"
        return None if self._prepared.is_set() else self._trouble

    def close(self) -> None:
        """Close the connections."""
        self._closed.set()
        for client in (self.client, *self._others):
            client.close()

    def _prepare(self, parts: list[Indexes]) -> None:
        merged: dict[str, list[IndexModel]] = {}
        for part in parts:
            for collection, indexes in part.items():
                merged.setdefault(collection, []).extend(indexes)
        while not self._closed.is_set():
            try:
                ensure(self.db, merged)
            except PyMongoError as error:
                self._trouble = f"indexes: {str(error)[:300]}"
                logs.get().warning("database not prepared", error=str(error)[:300])
                self._closed.wait(PAUSE)
            else:
                self._prepared.set()
                return


def transact(client: MongoClient[Document], work: Callable[[ClientSession], Result]) -> Result:
    """Do `work` in one majority transaction, again after a conflict, and tell its result.

    All of it ends within the time that the client has for one operation: pymongo would try for two minutes, for a
    request that nobody waits for any more. Raises: PyMongoError, and whatever `work` raises.
    """
    with pymongo.timeout(client.options.timeout), client.start_session() as session:
        return session.with_transaction(work, write_concern=MAJORITY)
