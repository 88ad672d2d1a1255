"""What one account may upload in a day (Asia/Shanghai): so many files, so many bytes, whichever way they are sent.

A document for each account and day is counted up at the door, on the condition that it stays within the limits: of many
who come at once no more get in than there is room for. What is taken and not kept is given back. What a process had
taken when it died stays counted until the day is over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel, ReturnDocument, WriteConcern
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from gateway.auth.principal import Principal
from gateway.errors import RateLimited
from gateway.files.kinds import mebibytes
from gateway.guard_settings import GuardSettings
from shared.clock import day_around, local_date, now

DAYS: Final = "upload_days"
# Long enough for whoever looks at yesterday.
KEPT: Final = timedelta(days=7)
# From here on a page tells what is left.
NEAR: Final = 0.8
Document = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """What was counted: of whom and on which day (`counter`), how many files and bytes."""

    counter: str
    files: int = 0
    bytes: int = 0

    def beyond(self, size: int) -> Taken:
        """What was counted too much, as one file of so many bytes is kept."""
        return Taken(self.counter, 0, max(0, self.bytes - size))

    def added(self) -> Document:
        """The change (of a pipeline) of a row that has `counted` bytes, and in `taken` those of its last day."""
        same = {"$eq": ["$taken.counter", self.counter]}
        before = {name: {"$cond": [same, f"$taken.{name}", 0]} for name in ("files", "bytes")}
        taken = {"counter": self.counter, "files": before["files"], "bytes": {"$add": [before["bytes"], self.bytes]}}
        return {"$set": {"counted": {"$add": ["$counted", self.bytes]}, "taken": taken}}


@dataclass(frozen=True)
class Use:
    """What an account has uploaded on a day, and what it may; `until`: when the next day begins."""

    files: int
    bytes: int
    most_files: int
    most_bytes: int
    until: datetime

    @property
    def room(self) -> int:
        """Bytes that are left."""
        return max(0, self.most_bytes - self.bytes)

    @property
    def near(self) -> bool:
        """Whether little is left."""
        return self.files >= NEAR * self.most_files or self.bytes >= NEAR * self.most_bytes


class Quotas:
    """One per process; the counts are those of all."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        DAYS: [IndexModel([("until", ASCENDING)], name="until", expireAfterSeconds=int(KEPT.total_seconds()))]
    }

    def __init__(self, db: Database[Document], settings: GuardSettings) -> None:
        # A count that is lost in a crash does no harm; one that was just made is to be seen.
        self._days = db.get_collection(DAYS, write_concern=WriteConcern(1), read_concern=ReadConcern("local"))
        self._settings = settings

    def use(self, who: Principal) -> Use:
        """What somebody has used today."""
        row = self._days.find_one({"_id": _counter(who)}) or {}
        files, size = self._limits(who)
        return Use(row.get("files", 0), row.get("bytes", 0), files, size, day_around(now())[1])

    def take(self, who: Principal, size: int, files: int = 1) -> Taken:
        """Count files and bytes before they come. Raises: RateLimited when they are too many for the day."""
        taken = Taken(_counter(who), files, size)
        if not self._count(who, taken):
            self._refuse(who, size, files)
        return taken

    def take_some(self, who: Principal, most: int) -> Taken:
        """One file whose size nobody knows yet: as many bytes as there are left, `most` at most.

        Raises: RateLimited when there is none.
        """
        while room := min(most, self.use(who).room):
            taken = Taken(_counter(who), 1, room)
            if self._count(who, taken):
                return taken
            if self.use(who).room >= room:  # it was not the bytes
                break
        self._refuse(who, 1, 1)
        raise AssertionError("it was refused")

    def give_back(self, taken: Taken) -> None:
        """What was counted is not there after all."""
        if taken.files or taken.bytes:
            less = {"files": -taken.files, "bytes": -taken.bytes}
            self._days.update_one({"_id": taken.counter}, {"$inc": less})

    def _count(self, who: Principal, taken: Taken) -> bool:
        files, size = self._limits(who)
        if taken.files > files or taken.bytes > size:
            return False
        within = {"files": {"$lte": files - taken.files}, "bytes": {"$lte": size - taken.bytes}}
        change = {
            "$inc": {"files": taken.files, "bytes": taken.bytes},
            "$setOnInsert": {"until": day_around(now())[1]},
        }
        match = {"_id": taken.counter, **within}
        try:
            self._days.find_one_and_update(match, change, upsert=True, return_document=ReturnDocument.AFTER)
        except DuplicateKeyError:
            # It is there: full, or made by somebody else at this very moment.
            return self._days.find_one_and_update(match, change) is not None
        return True

    def _refuse(self, who: Principal, size: int, files: int) -> None:
        """Raises: RateLimited, with the limit that was met, or would have been."""
        use = self.use(who)
        wait = max(1, int((use.until - now()).total_seconds()) + 1)
        if use.files + files > use.most_files:
            raise RateLimited(
                "file.day_files", limit=use.most_files, used=use.files, free_at=use.until.isoformat(), retry_after=wait
            )
        raise RateLimited(
            "file.day_bytes", limit=mebibytes(use.most_bytes), used=mebibytes(use.bytes), size=mebibytes(size),
            free_at=use.until.isoformat(), retry_after=wait,
        )  # fmt: skip

    def _limits(self, who: Principal) -> tuple[int, int]:
        told = self._settings
        return (told.staff_files, told.staff_bytes) if who.actor.is_staff else (told.files, told.bytes)


def _counter(who: Principal) -> str:
    return f"{who.bureau}:{who.account}:{local_date(now())}"
