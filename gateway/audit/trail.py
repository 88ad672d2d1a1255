"""Writing the audit trail: the attempt before the change, its result after the answer.

Attempts are inserted by group: what queues while one insert is under way is the next insert (majority, journal;
no timer). Results are added in the background, in batches; one that is lost with its process leaves a row whose
result is unknown, never a change without a row. Nothing is ever updated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway.audit import kept
from gateway.audit.crowds import Crowds
from gateway.audit.kept import ROWS, Document
from gateway.audit.results import Results
from gateway.errors import ServiceUnavailable
from shared import logs
from shared.clock import now
from shared.mongo.grouper import Grouper, Ticket

__all__ = ["ROWS", "Entry", "Trail"]


class Entry:
    """One attempt that is on record, or is counted. What the endpoint learns of it is added to its result."""

    __slots__ = ("_counted", "_learned", "_row", "_trail")

    def __init__(self, trail: Trail, row: Document, *, counted: bool = False) -> None:
        self._trail = trail
        self._counted = counted
        self._row = row
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
        add = self._trail.count if self._counted else self._trail.settle
        add(self._row, {"status": status, "ended": now(), **about, **self._learned})


class Trail:
    """One per process."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = kept.INDEXES

    def __init__(self, db: Database[Document]) -> None:
        self._rows = db[ROWS]
        self._attempts: Grouper[Document] = Grouper(self._insert, "audit-attempts", impatient=True)
        self._results = Results(db)
        self._crowds = Crowds(self._rows.insert_many)

    def start(self) -> None:
        """Begin to write results. Call it after the process has forked."""
        self._results.start()

    def begin(self, row: Document, *, hopeless: bool = False) -> Entry:
        """Insert an attempt and wait until it is durable. Raises: ServiceUnavailable: then nothing must be done.

        `hopeless`: nobody is signed in, and it is certain to be refused; of many such only the first is inserted."""
        if hopeless and not self._crowds.first(row):
            return Entry(self, row, counted=True)
        try:
            self._attempts.submit(row)
        except PyMongoError as error:
            logs.get().warning("audit row not written", error=str(error)[:300])
            raise ServiceUnavailable("audit.unavailable") from None
        return Entry(self, row)

    def count(self, row: Document, result: Document) -> None:
        """Count a refusal of nobody."""
        self._crowds.count(row, result["status"], result.get("reason", ""))

    def settle(self, row: Document, result: Document) -> None:
        """Queue a row's result."""
        self._results.add(row, result)

    def close(self, timeout: float = 5.0) -> None:
        """Write what is queued, as far as the database takes it within `timeout` seconds."""
        self._crowds.flush()
        self._results.close(timeout)

    def _insert(self, tickets: Sequence[Ticket[Document]]) -> None:
        self._rows.insert_many([ticket.item for ticket in tickets], ordered=False)
        for ticket in tickets:
            ticket.settle()
