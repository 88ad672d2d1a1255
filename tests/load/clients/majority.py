"""Bare MongoDB: one majority write, or the transaction of three inserts that an accepted command costs.

Arguments: MongoDB URI. The job's options: `{"transaction": bool}`.
"""

from __future__ import annotations

import sys
import uuid
from typing import Any

from pymongo import MongoClient
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.load.clients.loop import Job, in_threads, serve
from tests.load.figures import Sample

DATABASE = "bench_raw"
PARTS = ("state", "outbox", "inbox")
MAJORITY = WriteConcern("majority", j=True)


class Writer:
    """Writes documents of a command's size."""

    def __init__(self, uri: str) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(uri, maxPoolSize=200)
        self._db = self._client.get_database(DATABASE, write_concern=MAJORITY)
        for name in PARTS:
            self._db[name].insert_one(self._document())  # collections stand before they are measured

    def run(self, job: Job) -> Sample:
        """One job."""
        call = self._transaction if (job.options or {}).get("transaction") else self._write
        return in_threads(job, [call] * job.concurrency)

    def _document(self) -> dict[str, Any]:
        return {"_id": uuid.uuid4().hex, "bureau": "330108", "version": 1, "name": "滨江发布", "body": "x" * 400}

    def _write(self) -> None:
        self._db["state"].insert_one(self._document())

    def _transaction(self) -> None:
        with self._client.start_session() as session:
            session.start_transaction(read_concern=ReadConcern("snapshot"), write_concern=MAJORITY)
            for name in PARTS:
                self._db[name].insert_one(self._document(), session=session)
            session.commit_transaction()


if __name__ == "__main__":
    serve(Writer(sys.argv[1]).run)
