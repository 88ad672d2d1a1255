"""Rates at the doors that anybody may knock at, and of what one account may send to people who have to read it.

Counted in MongoDB, so all gateway processes count together. A hit costs some milliseconds: for what is rare alone.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from limits import RateLimitItem, parse
from limits.storage import MongoDBStorage
from limits.strategies import FixedWindowRateLimiter
from pymongo import ASCENDING, IndexModel, MongoClient, WriteConcern
from pymongo.database import Database

from gateway.errors import RateLimited

RATES: Final = "rates"


class Counters(MongoDBStorage):
    """The counters of `limits` in our database and over our connections; one lost in a crash does no harm."""

    STORAGE_SCHEME = ["jingmei+mongodb"]  # noqa: RUF012 (as limits declares it)
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        RATES: [IndexModel([("expireAt", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        super().__init__("", counter_collection_name=RATES)
        self._ours = db.with_options(write_concern=WriteConcern(1))

    def __del__(self) -> None:
        """The connections are the store's to close."""

    def _init_mongo_client(self, uri: str | None, **options: int | str | bool) -> MongoClient[dict[str, Any]]:
        return self._ours.client

    @property
    def _database(self) -> Database[dict[str, Any]]:
        return self._ours


class Rates:
    """Named limits, such as `30/minute`, per caller."""

    def __init__(self, db: Database[dict[str, Any]], limits: Mapping[str, str]) -> None:
        self._limits: dict[str, RateLimitItem] = {name: parse(text) for name, text in limits.items()}
        self._limiter = FixedWindowRateLimiter(Counters(db))

    def hit(self, name: str, who: str) -> None:
        """Count one. Raises: RateLimited when it is one too many."""
        if not self._limiter.hit(self._limits[name], name, who):
            raise self._refusal(name, who)

    def used_up(self, name: str, who: str) -> RateLimited | None:
        """The refusal of one more, without counting it; None when it would be let through."""
        return None if self._limiter.test(self._limits[name], name, who) else self._refusal(name, who)

    def _refusal(self, name: str, who: str) -> RateLimited:
        reset = self._limiter.get_window_stats(self._limits[name], name, who).reset_time
        return RateLimited("http.rate_limited", retry_after=max(1, int(reset - time.time()) + 1))


def place(address: str) -> str:
    """Whom an address is counted as: an IPv6 customer has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
