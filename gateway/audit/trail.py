"""Writing the audit trail: the attempt before the change, its result after the answer.

Attempts are inserted by group: what queues while one insert is under way is the next insert (majority, journal;
no timer). Results are added in the background, in batches; one that is lost with its process leaves a row whose
result is unknown, never a change without a row.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway.audit.rows import Document
from gateway.errors import ServiceUnavailable
from shared import logs
from shared.clock import now
from shared.mongo.grouper import Grouper, Ticket

ROWS: Final = "audit"
HEADS: Final = "audit_heads"
MOST_WAITING: Final = 50_000
BATCH: Final = 500
PAUSE: Final = 0.5


class Entry:
    """One attempt that is on record. What the endpoint learns of it is added to its result."""

    __slots__ = ("_id", "_learned", "_trail")

    def __init__(self, trail: Trail, id_: str) -> None:
        self._trail = trail
        self._id = id_
        self._learned: Document = {}

    def attribute(self, bureau: str, account: str, name: str = "") -> None:
        """Say whose attempt it was, where nobody was signed in: a sign-in, a refresh, a sign-up."""
        self._learned |= {"bureau": bureau, "account": account, "name": name}

    def note(self, reason: str) -> None:
        """Say why it was refused: an error's code."""
        self._learned["reason"] = reason

    def finish(self, status: int, object_id: str) -> None:
        """Have the result added, in the background. `status`: of the HTTP answer."""
        about = {"object": object_id} if object_id else {}
        self._trail.settle(self._id, {"status": status, "ended": now(), **about, **self._learned})


class Trail:
    """One per process."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ROWS: [
            # The chain. Unique: two sealers could never both give a number away.
            IndexModel(
                [("bureau", ASCENDING), ("seq", ASCENDING)],
                name="chain",
                unique=True,
                partialFilterExpression={"seq": {"$gt": 0}},
            ),
            IndexModel([("bureau", ASCENDING), ("_id", DESCENDING)], name="by_time"),
            IndexModel([("bureau", ASCENDING), ("account", ASCENDING), ("_id", DESCENDING)], name="by_account"),
            IndexModel([("bureau", ASCENDING), ("object", ASCENDING), ("_id", DESCENDING)], name="by_object"),
            IndexModel([("bureau", ASCENDING), ("within", ASCENDING), ("_id", DESCENDING)], name="by_within"),
            IndexModel([("bureau", ASCENDING), ("operation", ASCENDING), ("_id", DESCENDING)], name="by_operation"),
            # What is not sealed yet: the last seconds of all bureaus, and no more.
            # (MongoDB refuses a partial index on `_id` alone.)
            IndexModel([("open", ASCENDING), ("_id", ASCENDING)], name="open", partialFilterExpression={"open": True}),
        ],
        HEADS: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._rows = db[ROWS]
        self._attempts: Grouper[Document] = Grouper(self._insert, "audit-attempts", impatient=True)
        self._results: deque[tuple[str, Document]] = deque(maxlen=MOST_WAITING)
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._writer = threading.Thread(target=self._write, name="audit-results", daemon=True)

    def start(self) -> None:
        """Begin to write results. Call it after the process has forked."""
        self._writer.start()

    def begin(self, row: Document) -> Entry:
        """Insert an attempt and wait until it is durable. Raises: ServiceUnavailable: then nothing must be done."""
        try:
            self._attempts.submit(row)
        except PyMongoError as error:
            logs.get().warning("audit row not written", error=str(error)[:300])
            raise ServiceUnavailable("audit.unavailable") from None
        return Entry(self, row["_id"])

    def settle(self, id_: str, result: Document) -> None:
        """Queue a result. Beyond what memory holds the oldest are given up: those rows stay unknown."""
        self._results.append((id_, result))
        self._wake.set()

    def close(self, timeout: float = 5.0) -> None:
        """Write what is queued, as far as the database takes it within `timeout` seconds."""
        self._closing.set()
        self._wake.set()
        if self._writer.ident is not None:
            self._writer.join(timeout)

    def _insert(self, tickets: Sequence[Ticket[Document]]) -> None:
        self._rows.insert_many([ticket.item for ticket in tickets], ordered=False)
        for ticket in tickets:
            ticket.settle()

    def _write(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while self._results:
                if not self._flush() and not self._closing.wait(PAUSE):
                    continue
            if self._closing.is_set():
                return

    def _flush(self) -> bool:
        """Write one batch; what could not be written goes back to its place."""
        batch = [self._results.popleft() for _ in range(min(BATCH, len(self._results)))]
        # Only to a row that is still open: a sealed one is never changed.
        changes: list[Any] = [UpdateOne({"_id": id_, "open": True}, {"$set": result}) for id_, result in batch]
        try:
            self._rows.bulk_write(changes, ordered=False)
        except PyMongoError as error:
            logs.get().warning("audit results not written", waiting=len(self._results), error=str(error)[:300])
            self._results.extendleft(reversed(batch))
            return False
        except Exception as error:  # the thread must outlive whatever it is; these rows stay unknown
            logs.get().error("audit results given up", count=len(batch), exc_info=error)
        return True
