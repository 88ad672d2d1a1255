"""Results, in the background and in batches: one document for as many as are in hand, inserted and never changed.

Beside them a document has the keys that its rows are found by (`found`), where a row learnt only with its result whose
it was or what was made: a list of a bureau's rows, or of an object's, looks there as well (`reading.py`).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from typing import Any, Final

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, PyMongoError

from gateway.audit.kept import RESULTS, UNWRITTEN, Document
from shared import logs
from shared.ids import new_id

MOST_WAITING: Final = 50_000
BATCH: Final = 500
PAUSE: Final = 0.5
# Seconds that the first of a batch waits for others.
GATHER: Final = 0.1
# What rows of a bureau are looked for by.
SOUGHT: Final = ("account", "object", "within", "operation")


def found_by(bureau: str, name: str = "", value: str = "") -> str:
    """The key of a bureau's rows, or of those of them whose field `name` is `value`."""
    return f"{bureau} {name} {value}" if name else bureau


def learnt(row: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """The keys by which a row is found that does not say this itself."""
    told = {**row, **result}
    bureau, made = told["bureau"], told["object"]
    if bureau != row["bureau"]:
        return [found_by(bureau), *(found_by(bureau, name, told[name]) for name in SOUGHT if told[name])]
    return [found_by(bureau, "object", made)] if bureau and made != row["object"] else []


class Results:
    """One per process: a queue and the thread that empties it."""

    def __init__(self, db: Database[Document]) -> None:
        self._kept = db[RESULTS]
        self._queue: deque[tuple[Document, list[str]]] = deque(maxlen=MOST_WAITING)
        # What is being inserted. As long as that is not known to have succeeded, it is tried again as it is.
        self._batch: Document | None = None
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._writer = threading.Thread(target=self._write, name="audit-results", daemon=True)

    def start(self) -> None:
        """Begin to write. Call it after the process has forked."""
        self._writer.start()

    def add(self, row: Mapping[str, Any], result: Document) -> None:
        """Queue a row's result. Beyond what memory holds the oldest are given up: those rows stay unknown."""
        self._queue.append(({"row": row["_id"], **result}, learnt(row, result)))
        self._wake.set()

    def close(self, timeout: float) -> None:
        """Write what is queued, as far as the database takes it within `timeout` seconds."""
        self._closing.set()
        self._wake.set()
        if self._writer.ident is not None:
            self._writer.join(timeout)

    def _write(self) -> None:
        while True:
            self._wake.wait()
            self._closing.wait(GATHER)
            self._wake.clear()
            while self._queue or self._batch:
                if not self._flush():
                    self._closing.wait(PAUSE)
            if self._closing.is_set():
                return

    def _flush(self) -> bool:
        """Insert one batch; whether it is done with."""
        batch = self._batch = self._batch or self._next()
        try:
            self._kept.insert_one(batch)
        except DuplicateKeyError:
            pass  # an earlier try of it arrived after all
        except PyMongoError as error:
            logs.get().warning("audit results not written", waiting=len(self._queue), error=str(error)[:300])
            return False
        except Exception as error:  # the thread must outlive whatever it is; these rows stay unknown
            logs.get().error("audit results given up", count=len(batch["results"]), exc_info=error)
        self._batch = None
        return True

    def _next(self) -> Document:
        taken = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
        found = sorted({key for _, keys in taken for key in keys})
        told = {"found": found} if found else {}
        return {"_id": new_id(), "written": UNWRITTEN, "results": [result for result, _ in taken], **told}
