"""How far the owner of facts has told them again to a service, and which facts a service waits to be told again.

A replica declares in `KEEPS` by which events it is told again. The repository of the owner declares in `RETELLS` which
of its methods reads the facts of such an event, page by page, as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar, Final

from pymongo import IndexModel
from pymongo.database import Database

from shared.clock import now
from shared.events import EVERY_BUREAU, Event, FactsRetold, FactsWanted
from shared.ids import new_id
from shared.mongo.transaction import StaleWrite
from shared.mongo.unit import Unit

Document = dict[str, Any]
WANTED: Final = "wanted_facts"
RETELLINGS: Final = "retellings"
# Facts in one transaction; what is large a repository gives in smaller pages.
PAGE: Final = 100
# When somebody still asks so long after the last page, what should have gone on is lost.
LULL: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Retold:
    """One fact as it is now. The next page begins behind its `place`."""

    place: str
    event: Event
    subject: str
    version: int
    bureau: str


# Up to so many facts behind a place, in its order; nothing when there are none.
Read = Callable[[str, int], Sequence[Retold]]


class WantedFacts:
    """What a service keeps replicas of, and whether it was told all of it since it began to."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {WANTED: []}

    def __init__(self, db: Database[Document]) -> None:
        self._wanted = db[WANTED]

    def untold(self, kinds: Iterable[str]) -> dict[str, str]:
        """Those of the kinds (types of events) that were not told to the end, each with the id of its asking."""
        kinds = sorted(kinds)
        known = self._wanted.distinct("_id", {"_id": {"$in": kinds}})
        for kind in set(kinds) - set(known):
            first = {"asking": new_id(), "asked_at": now(), "told_at": None, "count": 0}
            self._wanted.update_one({"_id": kind}, {"$setOnInsert": first}, upsert=True)
        return {each["_id"]: each["asking"] for each in self._wanted.find({"_id": {"$in": kinds}, "told_at": None})}

    def all(self) -> list[Document]:
        """Each kind (`_id`) with its `asking`, and when it was told to the end (`told_at`), with how many facts."""
        return list(self._wanted.find().sort("_id"))

    def ask_anew(self) -> bool:
        """Have each kind wanted again, whatever was told before; False when the service has not asked for any yet."""
        for each in (known := self.all()):
            again = {"asking": new_id(), "asked_at": now(), "told_at": None, "count": 0}
            self._wanted.update_one({"_id": each["_id"]}, {"$set": again})
        return bool(known)

    def told(self, unit: Unit, fact: FactsRetold) -> None:
        """Note that a kind was told to the end, unless it was asked for anew meanwhile."""
        match = {"_id": fact.kind, "asking": fact.asking}
        unit.update(WANTED, match, {"$set": {"told_at": now(), "count": fact.count}}, must_match=False)


class Retellings:
    """To whom the owner of facts tells them again, and how far it is."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {RETELLINGS: []}

    def __init__(self, db: Database[Document]) -> None:
        self._retellings = db[RETELLINGS]

    def tell(self, unit: Unit, wanted: FactsWanted, read: Read) -> FactsWanted | None:
        """Tell the next page to who asks, and how far it is then; gives what is to be asked for next.

        None: all was told, or this page was. What is told is older than what the owner says meanwhile, or the same:
        replicas tell by the version.
        """
        id_ = f"{wanted.service}:{wanted.kind}"
        seen = self._retellings.find_one({"_id": id_})
        if (begin := _begin(seen, wanted)) is None:
            return None
        page = read(begin[0], PAGE)
        for each in page:
            unit.emit(each.event, subject=each.subject, version=each.version, bureau=each.bureau, to=wanted.service)
        after, count = page[-1].place if page else begin[0], begin[1] + len(page)
        version = seen["version"] if seen else 0
        fresh = {"_id": id_, "version": version + 1, "asking": wanted.asking, "after": after, "count": count,
                 "done": not page, "at": now()}  # fmt: skip
        if seen is None:
            unit.insert(RETELLINGS, fresh, {"_id_": StaleWrite(f"{RETELLINGS}/{id_}")})
        else:
            unit.save(RETELLINGS, fresh, version)
        if page:
            return replace(wanted, after=after)
        told = FactsRetold(wanted.kind, wanted.asking, count)
        unit.emit(told, subject=wanted.service, version=version + 1, bureau=EVERY_BUREAU, to=wanted.service)
        return None


def _begin(seen: Document | None, wanted: FactsWanted) -> tuple[str, int] | None:
    """Behind which place the page begins, and how many were told before; None when it is not this one's turn."""
    if seen is None or seen["asking"] != wanted.asking:
        return None if wanted.after else ("", 0)
    if wanted.after:
        return (seen["after"], seen["count"]) if wanted.after == seen["after"] and not seen["done"] else None
    if now() - seen["at"] < LULL:
        return None
    return ("", 0) if seen["done"] else (seen["after"], seen["count"])
