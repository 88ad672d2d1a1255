"""MongoDB as a dependency of nameko services."""

from __future__ import annotations

from typing import Any

from nameko import config
from nameko.extensions import DependencyProvider
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

DURABLE = WriteConcern("majority", j=True)


class Storage(DependencyProvider):
    """One collection, written with majority."""

    def __init__(self, collection: str, unique: str | None = None) -> None:
        self.collection, self.unique = collection, unique

    def setup(self) -> None:
        """Connect."""
        database = MongoClient[dict[str, Any]](config["MONGO_URI"])["peer_nameko"]
        self.documents: Collection[dict[str, Any]] = database.get_collection(self.collection, write_concern=DURABLE)
        if self.unique:
            self.documents.create_index(self.unique, unique=True)

    def get_dependency(self, worker_ctx: object) -> Collection[dict[str, Any]]:
        """What the service's methods see."""
        return self.documents
