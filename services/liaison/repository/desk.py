"""How a bureau works on requests, in MongoDB: its times in versions that never change, its units, who is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.office import Named, Policy, Unit
from services.liaison.repository.documents import Document, policy_document, policy_of, unit_of
from shared.errors import Conflict, FieldProblem, NotFound
from shared.mongo import Unit as Work
from shared.mongo import replicas
from shared.mongo.indexes import of_bureau

POLICIES = "policies"
UNITS = "units"
NAMED = "named"
NAME = [("name", ASCENDING), ("_id", ASCENDING)]


class Desk:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        POLICIES: [IndexModel([("bureau", ASCENDING), ("version", DESCENDING)], name="version", unique=True)],
        UNITS: [
            of_bureau("name", order=NAME),
            of_bureau("taken", "name", unique=True, partialFilterExpression={"active": True}),
        ],
        NAMED: [of_bureau("bureau", unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._policies = db[POLICIES]
        self._units = db[UNITS]
        self._named = db[NAMED]

    def newest(self, bureau: str) -> Policy | None:
        """The times as they are now, None when the bureau has said nothing."""
        found = self._policies.find_one({"bureau": bureau}, sort=[("version", DESCENDING)])
        return policy_of(found) if found else None

    def version(self, bureau: str, version: int) -> Policy:
        """One version. Raises: NotFound."""
        found = self._policies.find_one({"bureau": bureau, "version": version})
        if found is None:
            raise NotFound("policy.not_found")
        return policy_of(found)

    def add_policy(self, work: Work, bureau: str, policy: Policy) -> None:
        """Write a new version."""
        taken = Conflict("concurrent_change")
        work.insert(POLICIES, policy_document(bureau, policy), {"version": taken, "_id_": taken})

    def units(self, bureau: str) -> dict[str, Unit]:
        """All units of a bureau, by id."""
        return {each["_id"]: unit_of(each) for each in self._units.find({"bureau": bureau}).sort(NAME)}

    def unit(self, bureau: str, id_: str) -> Unit:
        """One unit. Raises: NotFound."""
        found = self._units.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("unit.not_found")
        return unit_of(found)

    def page(self, bureau: str, after: tuple[str, str] | None, limit: int) -> list[Unit]:
        """Up to `limit` + 1 units, by name."""
        query: Document = {"bureau": bureau}
        if after is not None:
            name, id_ = after
            query |= {"$or": [{"name": {"$gt": name}}, {"name": name, "_id": {"$gt": id_}}]}
        return [unit_of(each) for each in self._units.find(query).sort(NAME).limit(limit + 1)]

    def save_unit(self, work: Work, bureau: str, before: Unit | None, unit: Unit) -> None:
        """Write a unit in its next version."""
        document: Document = {
            "_id": unit.id, "bureau": bureau, "version": unit.version, "name": unit.name, "head": unit.head,
            "officers": list(unit.officers), "active": unit.active,
        }  # fmt: skip
        problem = FieldProblem("/name", "unit.name_taken", {"name": unit.name})
        taken = {"taken": Conflict("unit.name_taken", problems=[problem], name=unit.name)}
        if before is None:
            work.insert(UNITS, document, taken)
        else:
            work.save(UNITS, document, before.version, taken)

    def named(self, bureau: str) -> Named:
        """Who is named for what is confidential; nobody at first."""
        found = self._named.find_one({"bureau": bureau})
        if found is None:
            return Named()
        relied = found.get("judged", 0)
        return Named(tuple(found["accounts"]), found["version"], found["by"], found["at"], relied)

    def save_named(self, work: Work, bureau: str, before: Named, named: Named) -> None:
        """Write who is named from now on, if nobody relied on who was meanwhile: what they did is looked at, too."""
        fresh: dict[str, Any] = {
            "version": named.version, "accounts": list(named.accounts), "by": named.by, "at": named.at,
        }  # fmt: skip
        if before.version:
            relied = before.relied or {"$in": [0, None]}
            match = {"_id": bureau, "bureau": bureau, "version": before.version, "judged": relied}
            work.update(NAMED, match, {"$set": fresh})
        else:
            work.insert(NAMED, {"_id": bureau, "bureau": bureau, **fresh}, {"_id_": Conflict("concurrent_change")})

    def rely_on_named(self, work: Work, bureau: str, account: str) -> None:
        """Have the unit fail unless somebody is named for what is confidential at the moment of its commit."""
        replicas.rely(work, NAMED, {"_id": bureau, "bureau": bureau, "accounts": account})

    def rely_on_unit(self, work: Work, bureau: str, id_: str, account: str) -> None:
        """Have the unit fail unless a unit is headed by somebody, or has them and gets something new, at its commit."""
        ways: list[Document] = [{"head": account}, {"officers": account, "active": True}]
        replicas.rely(work, UNITS, {"_id": id_, "bureau": bureau, "$or": ways})
