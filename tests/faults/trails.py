"""The audit trail after a fault: sealed, whole, and with a row for every change that was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from pymongo.database import Database

from gateway.audit import verify
from tests.gateway.serving import RING
from tests.support.trail import trail
from tests.support.waiting import HOPE, until

Mongo = Database[dict[str, Any]]


def sealed(db: Mongo, *, wholly: bool = False) -> None:
    """Until all requests that were answered are in the chains. Raises: TooLate.

    `wholly`: also those that died with a gateway, which are sealed two minutes later as of unknown result.
    """

    def waits() -> bool:
        return any(row["seq"] is None and (wholly or row["ended"] is not None) for row in trail(db))

    until("the audit rows to be sealed", lambda: not waits(), 3 * HOPE if wholly else HOPE, every=0.5)


def faults(db: Mongo, bureau: str) -> list[str]:
    """What is wrong with a bureau's chain; one line a fault."""
    chains = verify(db, RING, bureau).chains
    found = [f"audit chain of {bureau}: {each}" for chain in chains for each in chain.findings]
    return found or ([] if sum(chain.rows for chain in chains) else [f"no audit chain of {bureau}"])


def unknown(db: Mongo, bureau: str) -> int:
    """How many rows of a bureau's chain have no result."""
    return sum(chain.unknown for chain in verify(db, RING, bureau).chains)


def without_a_row(db: Mongo, keys: Iterable[str]) -> list[str]:
    """Idempotency keys that no row of the trail is about."""
    told = {row["key"] for row in db["audit"].find({}, {"key": True})}
    return [key for key in keys if hashlib.sha256(key.encode()).hexdigest() not in told]
