"""Rows that were kept out of every chain."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bson.timestamp import Timestamp
from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit.clocks import APART, Moment
from gateway.audit.damage import Damage, Finding
from gateway.audit.joining import sealed
from gateway.audit.kept import ROWS, Document

# Sealing takes seconds; a trail whose rows stay unsealed for this long has no sealer.
OPEN_FOR: Final = timedelta(minutes=15)
BATCH: Final = 1000


def unsealed(
    db: Database[Document], bureau: str, moment: Moment, most: int, deadline: float = math.inf
) -> Iterator[Finding]:
    """At most so many of a bureau's; what comes after the deadline (monotonic) is not looked at."""
    last, told = "", 0
    while told < most and time.monotonic() < deadline:
        which = {"bureau": bureau, "_id": {"$gt": last}}
        rows = list(db[ROWS].find(which, {"written": True, "at": True}).sort("_id", ASCENDING).limit(BATCH))
        if not rows:
            return
        last, old = rows[-1]["_id"], [row["_id"] for row in rows if _old(row, moment)]
        for id_ in sorted(set(old) - sealed(db, old)):
            told += 1
            yield Finding(Damage.UNSEALED, 0, id_)


def _old(row: Document, moment: Moment) -> bool:
    """Whether it should have been sealed by now; what is dated in the future should not be there at all."""
    written, at = row.get("written"), row.get("at")
    told = written.as_datetime() if isinstance(written, Timestamp) else at if isinstance(at, datetime) else None
    return told is None or not moment.database - OPEN_FOR <= told <= moment.database + APART
