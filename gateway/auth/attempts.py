"""Failed sign-ins: a lock that grows, per login name and address, whether or not there is such an account.

Five failures in a row from one address lock the name there for 15 minutes, five more for twice as long, and so on up to
a day; who tries from elsewhere is not locked out by it. Over all addresses a name is locked after fifty, which stops
who comes from many, but not where its account is known from: nobody can lock somebody out of where they sign in.
A lock tells nothing of the account: an unknown name locks like a known one. A try takes one of the places that are left
before the lock while its password is looked at, so that many at once get no further than five. Only a wrong password is
a failure: right ones that come at once, and tries that nobody judged because a server was away, lock nobody out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, cast

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.database import Database

from gateway.accounts.model import fold
from gateway.errors import RateLimited
from shared.clock import now
from shared.identity.cipher import FieldCipher
from shared.ids import new_id

ATTEMPTS: Final = "sign_in_attempts"
ALLOWED: Final = 5  # in a row, from one address
ALLOWED_EVERYWHERE: Final = 50
# Of who is signed in already: their session is what guesses, wherever it is.
SESSION: Final = "session"
FIRST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(days=1)
FORGOTTEN: Final = timedelta(days=2)
# A try whose gateway died keeps its place no longer than this; to look at a password takes a second or two.
PLACE: Final = timedelta(seconds=30)
MS: Final = timedelta(milliseconds=1)

Row = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """A try at a login name: from which `place` (as rates count them), whether the account is `known` from there, and
    what to do when it is the one that locks."""

    bureau: str
    login: str
    place: str
    known: bool
    locked: Callable[[], None]


class Attempts:
    """Counts tries and says when a name is locked."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ATTEMPTS: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, db: Database[Row], cipher: FieldCipher) -> None:
        self._attempts = db[ATTEMPTS]
        self._cipher = cipher

    def name(self, bureau: str, login: str) -> str:
        """What a login name is counted under: keyed, for what is typed there may be a password."""
        return self._cipher.indexes(fold(login), kind="sign-in", bureau=bureau)[0]

    def passes(self, attempt: Attempt, look: Callable[[], bool], *, enough: bool = True) -> bool:
        """Whether `look()` finds the password right. A wrong one counts, the fifth in a row locks; a right one forgets
        them when it is `enough` to sign in (who knows a password may not guess at codes for ever); a look that ends in
        an error is no try.

        Raises: RateLimited with the seconds to wait while the name is locked, or while as many tries as may still
        fail are being looked at; whatever `look` raises.
        """
        name, place = self.name(attempt.bureau, attempt.login), new_id()
        here = f"{name}:{attempt.place}"
        counted = {here: ALLOWED, name: ALLOWED_EVERYWHERE}
        try:
            self._take(here, place, ALLOWED)
            try:
                self._take(name, place, ALLOWED_EVERYWHERE)
            except RateLimited:
                # Asked in any case: it takes as long for who is known as for who is not.
                if not attempt.known:
                    raise
            right = look()
        except Exception:  # whatever it was, nobody has learnt whether the password was right
            self._leave(counted, place)
            raise
        if not right:
            locked = [key for key, allowed in counted.items() if self._failed(key, place, allowed)]
            if locked:
                attempt.locked()
            return False
        self._leave(counted, place)
        if enough:
            self._attempts.delete_one({"_id": here})
        return True

    def forget(self, bureau: str, login: str) -> None:
        """After a reset, or by an administrator: nothing is held against the name, wherever it came from."""
        self._attempts.delete_many({"_id": {"$regex": f"^{self.name(bureau, login)}"}})

    def _take(self, key: str, place: str, allowed: int) -> None:
        """Take a place among the tries that may still fail. Raises: RateLimited."""
        moment = now()
        mine = {"place": place, "until": moment + PLACE}
        held = {"$filter": {"input": _or("$looked_at", []), "cond": {"$gt": ["$$this.until", moment]}}}
        # Failures before a lock that is over are of a row that has ended.
        used = {"$add": [{"$mod": ["$failures", allowed]}, {"$size": "$looked_at"}]}
        free = {"$and": [{"$lt": [used, allowed]}, {"$lte": [_or("$until", moment), moment]}]}
        change: list[Row] = [
            {"$set": {"failures": _or("$failures", 0), "looked_at": held, "expires": moment + FORGOTTEN}},
            {"$set": {"looked_at": {"$cond": [free, {"$concatArrays": ["$looked_at", [mine]]}, "$looked_at"]}}},
        ]
        kept = self._attempts.find_one_and_update(
            {"_id": key}, change, upsert=True, return_document=ReturnDocument.AFTER
        )
        row = cast("Row", kept)  # an upsert always gives one
        if all(each["place"] != place for each in row["looked_at"]):
            raise _refused(row, moment)

    def _leave(self, keys: Iterable[str], place: str) -> None:
        """Give the places back."""
        self._attempts.update_many({"_id": {"$in": list(keys)}}, {"$pull": {"looked_at": {"place": place}}})

    def _failed(self, key: str, place: str, allowed: int) -> bool:
        """Count a wrong password; whether it locks. That its place has run out, or that another was right meanwhile,
        does not matter."""
        moment = now()
        others = {"$filter": {"input": _or("$looked_at", []), "cond": {"$ne": ["$$this.place", place]}}}
        length = {"$pow": [2, {"$subtract": [{"$divide": ["$failures", allowed]}, 1]}]}
        lock = {"$min": [LONGEST_LOCK // MS, {"$multiply": [FIRST_LOCK // MS, length]}]}
        full = {"$eq": [{"$mod": ["$failures", allowed]}, 0]}
        failures = {"$add": [_or("$failures", 0), 1]}
        kept = self._attempts.find_one_and_update(
            {"_id": key},
            [
                {"$set": {"failures": failures, "looked_at": others, "expires": moment + FORGOTTEN}},
                {"$set": {"until": {"$cond": [full, {"$add": [moment, lock]}, _or("$until", None)]}}},
            ],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        row = cast("Row", kept)  # an upsert always gives one
        return bool(row["failures"] % allowed == 0)


def _or(field: str, otherwise: Any) -> Row:
    return {"$ifNull": [field, otherwise]}


def _refused(row: Row, moment: datetime) -> RateLimited:
    until = row.get("until")
    if until is not None and until > moment:
        return RateLimited("auth.locked", retry_after=int((until - moment).total_seconds()) + 1)
    return RateLimited("auth.trying", retry_after=1)
