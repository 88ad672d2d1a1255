"""Appeals and awards in MongoDB. Every query is of one bureau and on an index that begins with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final

from pymongo import IndexModel
from pymongo.database import Database

from services.scoring.domain.appeals import Appeal, Corrected
from services.scoring.domain.awards import Award, Delivery
from shared.contracts.award_terms import AppealStatus, AwardStatus
from shared.contracts.scoring_terms import AwardKind
from shared.errors import Conflict, DomainError, NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
APPEALS: Final = "appeals"
AWARDS: Final = "awards"
NUMBERS: Final = "certificate_numbers"
GRANTED: Final = {"status": AwardStatus.GRANTED.value}
OPEN_TAKEN: Final[Mapping[str, DomainError]] = {"open": Conflict("appeal.open_already")}
# Somebody else grants the same awards at this moment: to ask again finds them granted.
RACED: Final[Mapping[str, DomainError]] = {"_id_": Conflict("award.raced"), "code": Conflict("award.raced")}


@dataclass(frozen=True)
class Chosen:
    """Which appeals or awards of a period a list shows; `outlets` None for all."""

    period: str
    status: str = ""
    kind: str = ""
    outlets: Collection[str] | None = None

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        equal = {"status": self.status, "kind": self.kind}
        query: Document = {"bureau": bureau, "period": self.period}
        query |= {name: value for name, value in equal.items() if value}
        return query | ({} if self.outlets is None else {"outlet": {"$in": sorted(self.outlets)}})


class Appeals:
    """The only user of the appeals."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        APPEALS: [
            IndexModel([("bureau", 1), ("period", 1), ("_id", -1)], name="period"),
            IndexModel(
                [("bureau", 1), ("period", 1), ("outlet", 1)],
                name="open",
                unique=True,
                partialFilterExpression={"status": AppealStatus.OPEN.value},
            ),
        ]
    }

    def __init__(self, db: Database[Document]) -> None:
        self._appeals = db[APPEALS]

    def get(self, bureau: str, id_: str) -> Appeal:
        """One appeal. Raises: NotFound."""
        found = self._appeals.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("appeal.not_found")
        return _appeal(found)

    def page(self, bureau: str, chosen: Chosen, after: str | None, limit: int) -> list[Appeal]:
        """Up to `limit` + 1 appeals of a period, newest first."""
        query = chosen.query(bureau) | ({"_id": {"$lt": after}} if after else {})
        found = self._appeals.find(query).hint("period").sort("_id", -1).limit(limit + 1)
        return [_appeal(each) for each in found]

    def counts(self, bureau: str, period: str) -> Mapping[str, int]:
        """How many appeals of a period there are, by status."""
        stages: list[Document] = [
            {"$match": {"bureau": bureau, "period": period}},
            {"$group": {"_id": "$status", "n": {"$sum": 1}}},
        ]
        return {row["_id"]: row["n"] for row in self._appeals.aggregate(stages, hint="period")}

    def add(self, unit: Unit, appeal: Appeal) -> None:
        """A new appeal; the outlet may have no other open one in the period."""
        unit.insert(APPEALS, _document(appeal), OPEN_TAKEN)

    def save(self, unit: Unit, appeal: Appeal) -> None:
        """An appeal that went on from the version before."""
        unit.save(APPEALS, _document(appeal), appeal.version - 1)


class Awards:
    """The only user of the awards and of the numbers of certificates."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        AWARDS: [
            of_bureau("period", "period", "order"),
            IndexModel(
                [("bureau", 1), ("code", 1)],
                name="code",
                unique=True,
                partialFilterExpression={"code": {"$gt": ""}},
            ),
            of_bureau("granted", "kind", partialFilterExpression=GRANTED),
        ],
        NUMBERS: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._awards = db[AWARDS]
        self._numbers = db[NUMBERS]

    def get(self, bureau: str, id_: str) -> Award:
        """One award. Raises: NotFound."""
        found = self._awards.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("award.not_found")
        return _award(found)

    def by_code(self, bureau: str, code: str) -> Award:
        """The award whose certificate has a code. Raises: NotFound."""
        found = self._awards.find_one({"bureau": bureau, "code": code})
        if found is None:
            raise NotFound("certificate.not_found")
        return _award(found)

    def of_period(self, bureau: str, period: str) -> list[Award]:
        """All awards of a period, in their order."""
        found = self._awards.find({"bureau": bureau, "period": period}).hint("period").sort("order", 1)
        return [_award(each) for each in found]

    def page(self, bureau: str, chosen: Chosen, after: str | None, limit: int) -> list[tuple[str, Award]]:
        """Up to `limit` + 1 awards of a period behind a position, each with its own."""
        query = chosen.query(bureau) | ({"order": {"$gt": after}} if after else {})
        found = self._awards.find(query).hint("period").sort("order", 1).limit(limit + 1)
        return [(each["order"], _award(each)) for each in found]

    def granted(self, bureau: str, kinds: Collection[str]) -> int:
        """How many awards of these kinds were not handed over yet."""
        query = {"bureau": bureau, "kind": {"$in": sorted(kinds)}, **GRANTED}
        return self._awards.count_documents(query, hint="granted")

    def last_number(self, bureau: str, year: int) -> int:
        """The last certificate's number of a bureau and year."""
        found = self._numbers.find_one({"_id": f"{bureau}:{year}", "bureau": bureau})
        return found["version"] if found else 0

    def grant(self, unit: Unit, new: Sequence[Award], year: int, last: int) -> None:
        """New awards. Their certificates are numbered from `last` + 1 on, which nobody else may have used meanwhile."""
        unit.insert_many(AWARDS, [_document(award) | {"order": _order(award)} for award in new], RACED)
        bureau, used = new[0].bureau, sum(1 for award in new if award.number)
        counter = {"_id": f"{bureau}:{year}", "bureau": bureau, "version": last + used}
        if used and last:
            unit.save(NUMBERS, counter, last)
        elif used:
            unit.insert(NUMBERS, counter, RACED)

    def save(self, unit: Unit, award: Award) -> None:
        """An award that went on from the version before."""
        unit.save(AWARDS, _document(award) | {"order": _order(award)}, award.version - 1)


def _order(award: Award) -> str:
    """By the rules of the scheme, their ladders and the places there."""
    kind, _, number = award.rule.rpartition("-")
    return f"{int(number):03}:{kind}:{award.category}:{award.place or 0:06}:{award.id}"


def _document(one: Appeal | Award) -> Document:
    document = asdict(one, dict_factory=_plain)
    return {"_id": document.pop("id"), **document}


def _plain(pairs: list[tuple[str, Any]]) -> Document:
    """Decimals as text: two places, as they were."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in pairs}


def _appeal(found: Document) -> Appeal:
    corrections = tuple(Corrected(**one | {"points": Decimal(one["points"])}) for one in found["corrections"])
    return Appeal(
        **_fields(found)
        | {
            "status": AppealStatus(found["status"]),
            "entries": tuple(found["entries"]),
            "evidence": tuple(found["evidence"]),
            "corrections": corrections,
        }
    )


def _award(found: Document) -> Award:
    delivery = found["delivery"]
    return Award(
        **_fields(found)
        | {
            "kind": AwardKind(found["kind"]),
            "status": AwardStatus(found["status"]),
            "points": Decimal(found["points"]),
            "delivery": Delivery(**delivery) if delivery else None,
        }
    )


def _fields(found: Document) -> Document:
    return {name: value for name, value in found.items() if name not in {"_id", "order"}} | {"id": found["_id"]}
