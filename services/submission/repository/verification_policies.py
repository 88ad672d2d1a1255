"""A bureau's rules of self-verification in MongoDB, in versions that never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.submission.domain.self_verification import SHIPPED, Policy, Rule, asked
from shared.contracts.outlet_terms import Category
from shared.contracts.submission_terms import Condition, Covered
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.mongo import Unit

Document = dict[str, Any]
POLICIES = "verification_policies"


class VerificationPolicies:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        POLICIES: [IndexModel([("bureau", ASCENDING), ("version", DESCENDING)], name="version", unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._policies = db[POLICIES]

    def current(self, bureau: str) -> Policy:
        """The rules that hold now: the newest version, or the shipped one."""
        found = self._policies.find_one({"bureau": bureau}, sort=[("version", DESCENDING)])
        return _policy(found) if found else SHIPPED

    def version(self, bureau: str, version: int) -> Policy:
        """One version. Raises: NotFound."""
        if version == SHIPPED.version:
            return SHIPPED
        found = self._policies.find_one({"bureau": bureau, "version": version})
        if found is None:
            raise NotFound("verification.not_found")
        return _policy(found)

    def versions(self, bureau: str, below: int, limit: int) -> list[Policy]:
        """Up to `limit` + 1 versions below `below`, newest first; the shipped one comes last."""
        query = {"bureau": bureau, "version": {"$lt": below}}
        rows = list(self._policies.find(query).sort("version", DESCENDING).limit(limit + 1))
        return [*map(_policy, rows), *([SHIPPED] if below > 0 and len(rows) <= limit else [])]

    def add(self, unit: Unit, bureau: str, policy: Policy) -> None:
        """Write a new version."""
        document = {"_id": new_id(), "bureau": bureau, **asdict(policy)}
        unit.insert(POLICIES, document, {"version": Conflict("concurrent_change")})


def _policy(document: Document) -> Policy:
    rules = tuple(
        Rule(
            each["id"],
            each["name"],
            # Versions from before named what every rule asks, or did not.
            asked([Condition(name) for name in each["conditions"]]),
            tuple(Category(name) for name in each["categories"]),
            tuple(Covered(name) for name in each.get("covers", ())),
        )
        for each in document["rules"]
    )
    said = (document["version"], document["title"], rules, document["by"], document["at"])
    return Policy(*said, document.get("metrics_proof_from"))
