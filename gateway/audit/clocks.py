"""Whose time counts: the database's, beside that of the process, so that a wrong one of them is noticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bson.codec_options import CodecOptions
from bson.timestamp import Timestamp
from pymongo.database import Database

from shared.clock import now

AWARE: Final = CodecOptions[dict[str, Any]](tz_aware=True)
APART: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Moment:
    """One moment by two clocks, both aware."""

    database: datetime
    process: datetime

    @property
    def apart(self) -> bool:
        """Whether they differ by more than an hour: then one of them is wrong, and nobody knows which."""
        return abs(self.database - self.process) > APART

    def timestamp(self, earlier: timedelta = timedelta()) -> Timestamp:
        """The database's time, so much earlier, as rows have it (`written`)."""
        return Timestamp(max(1, int((self.database - earlier).timestamp())), 0)


def look(db: Database[dict[str, Any]]) -> Moment:
    """Now. Raises: PyMongoError."""
    told: datetime = db.client.admin.command("hello", codec_options=AWARE)["localTime"]
    return Moment(told, now())
