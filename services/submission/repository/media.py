"""A bureau's entries of the media directory and their versions in MongoDB."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.submission.domain.media import Made, Medium, Place
from shared.contracts.media_terms import MediumAct, MediumKind, MediumState
from shared.contracts.outlet_terms import Level, Platform
from shared.errors import Conflict
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.names import name_key

Document = dict[str, Any]
MEDIA = "media"
VERSIONS = "media_versions"
DERIVED = frozenset({"_id", "bureau", "medium", "name_key", "claims", "keys", "hosts", "own"})
TAKEN = {"_id_": Conflict("concurrent_change"), "claim": Conflict("medium.name_just_taken")}


@dataclass(frozen=True)
class Sought:
    """Which entries a list shows; an empty part does not choose. `q` is part of a name, account name or host."""

    state: str
    level: str = ""
    kind: str = ""
    platform: str = ""
    q: str = ""

    def fits(self, medium: Medium) -> bool:
        """Whether an entry is among them."""
        return (
            medium.state == self.state
            and self.level in ("", medium.level)
            and self.kind in ("", medium.kind)
            and (not self.platform or self.platform in medium.on)
            and (not self.q or self._named(medium))
        )

    def query(self, bureau: str) -> Document:
        """The same for MongoDB."""
        equal = {"state": self.state, "level": self.level, "kind": self.kind, "platforms.platform": self.platform}
        query: Document = {"bureau": bureau} | {name: value for name, value in equal.items() if value}
        if self.q:
            # A bureau's own entries are bounded, and those of its list alone are looked into.
            query["$or"] = [{"keys": {"$regex": re.escape(name_key(self.q))}}, {"hosts": {"$regex": self._host}}]
        return query

    @property
    def _host(self) -> str:
        return re.escape(self.q.lower())

    def _named(self, medium: Medium) -> bool:
        key, host = name_key(self.q), self.q.lower()
        return any(key in each for each in keys_of(medium)) or any(host in each for each in medium.hosts)


class Media:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        MEDIA: [
            of_bureau("name", "state", order=[("name_key", ASCENDING), ("medium", ASCENDING)]),
            of_bureau("claim", "claims", unique=True, partialFilterExpression={"claims": {"$exists": True}}),
            of_bureau("key", "keys"),
            of_bureau("host", "hosts"),
            of_bureau("own", "own"),
        ],
        VERSIONS: [IndexModel([("bureau", 1), ("medium", 1), ("version", DESCENDING)], name="medium", unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._media = db[MEDIA]
        self._versions = db[VERSIONS]

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Medium]:
        """The bureau's own state of these entries, by id."""
        keys = [key_of(bureau, id_) for id_ in sorted(set(ids))]
        found = self._media.find({"bureau": bureau, "_id": {"$in": keys}}) if keys else ()
        return {each["medium"]: medium_of(each) for each in found}

    def overlaid(self, bureau: str) -> set[str]:
        """The shipped entries that the bureau has a state of its own of."""
        return {each["medium"] for each in self._media.find({"bureau": bureau, "own": False}, {"medium": 1})}

    def own(self, bureau: str) -> int:
        """How many entries the bureau has beside those that are shipped."""
        return self._media.count_documents({"bureau": bureau, "own": True})

    def named(self, bureau: str, keys: Collection[str]) -> list[Medium]:
        """Active entries with one of these names, aliases or account names."""
        query = {"bureau": bureau, "keys": {"$in": sorted(keys)}, "state": MediumState.ACTIVE}
        return [medium_of(each) for each in self._media.find(query)]

    def on_hosts(self, bureau: str, hosts: Collection[str]) -> list[Medium]:
        """Active entries that list one of these hosts."""
        query = {"bureau": bureau, "hosts": {"$in": sorted(hosts)}, "state": MediumState.ACTIVE}
        return [medium_of(each) for each in self._media.find(query)]

    def page(self, bureau: str, sought: Sought, after: Sequence[str] | None, limit: int) -> list[Medium]:
        """Up to `limit` + 1 entries after a position (name key, id), in this order."""
        query = sought.query(bureau)
        if after:
            name, id_ = after
            behind = [{"name_key": {"$gt": name}}, {"name_key": name, "medium": {"$gt": id_}}]
            query = {"$and": [query, {"$or": behind}]}
        order = [("name_key", ASCENDING), ("medium", ASCENDING)]
        return [medium_of(each) for each in self._media.find(query).sort(order).limit(limit + 1)]

    def everyone(self, bureau: str) -> list[Medium]:
        """All active entries of the bureau's own, to find what looks like a name."""
        query = {"bureau": bureau, "state": MediumState.ACTIVE}
        return [medium_of(each) for each in self._media.find(query).limit(MAX_LOOKED)]

    def versions(self, bureau: str, id_: str, below: int, limit: int) -> list[Medium]:
        """Up to `limit` + 1 versions of an entry with numbers below `below`, newest first."""
        query = {"bureau": bureau, "medium": id_, "version": {"$lt": below}}
        found = self._versions.find(query).sort("version", DESCENDING).limit(limit + 1)
        return [medium_of(each) for each in found]

    def save(self, unit: Unit, bureau: str, medium: Medium, *, own: bool) -> None:
        """Write the next version of an entry; `own`: it is no shipped one. The first version is a new document."""
        document = medium_document(bureau, medium) | {"own": own}
        if medium.version == 1:
            unit.insert(MEDIA, document, TAKEN)
        else:
            unit.save(MEDIA, document, medium.version - 1, TAKEN)
        version = {"_id": f"{document['_id']}:{medium.version:06}"}
        unit.insert(VERSIONS, {name: value for name, value in document.items() if name != "claims"} | version)


MAX_LOOKED = 5000


def key_of(bureau: str, id_: str) -> str:
    """The key of an entry's document: a shipped one has the same id in every bureau."""
    return f"{bureau}:{id_}"


def keys_of(medium: Medium) -> frozenset[str]:
    """What an entry is found by."""
    return medium.claims | medium.accounts


def medium_document(bureau: str, medium: Medium) -> Document:
    """The document of an entry. `claims`: the names that no other active entry of the bureau has."""
    document = asdict(medium)
    document |= {"_id": key_of(bureau, medium.id), "bureau": bureau, "medium": document.pop("id")}
    document |= {"name_key": name_key(medium.name), "keys": sorted(keys_of(medium)), "hosts": sorted(medium.hosts)}
    return document | ({"claims": sorted(medium.claims)} if medium.active else {})


def medium_of(document: Document) -> Medium:
    """The entry that `medium_document` described."""
    data = {name: value for name, value in document.items() if name not in DERIVED}
    return Medium(
        **data
        | {
            "id": document["medium"],
            "level": Level(document["level"]),
            "kind": MediumKind(document["kind"]),
            "state": MediumState(document["state"]),
            "aliases": tuple(document["aliases"]),
            "platforms": tuple(_place(each) for each in document["platforms"]),
            "made": Made(**document["made"] | {"act": MediumAct(document["made"]["act"])}),
        }
    )


def _place(data: Document) -> Place:
    return Place(Platform(data["platform"]), data["account_name"], tuple(data["hosts"]))
