"""Standings in MongoDB: what each outlet has in each period, kept in the unit that enters the points.

Additions commute, so units about one outlet do not wait for each other. When a work loses points, what its outlet's
best and earliest work is must be looked up: that is decided upon the standing's revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain import Outlet
from services.scoring.domain.ranking import NEVER, Order, Standing, milliseconds
from services.scoring.domain.scheme import Scheme
from services.scoring.domain.scores import Score
from services.scoring.repository.documents import Document
from services.scoring.repository.slots import SLOTS, slots, standing_of
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

STANDINGS = "standings"
SCORES = "scores"
ADDED = ("cents", "works", "a_grades", "publications")
Place = tuple[str, str]


@dataclass(frozen=True)
class Seat:
    """Where a standing is: an outlet in a period, and the scheme that the period is ranked by."""

    bureau: str
    period: str
    outlet: Outlet
    scheme: Scheme

    @property
    def id(self) -> str:
        """The id of its document."""
        return _id(self.bureau, self.period, self.outlet.id)


class Standings:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        STANDINGS: [
            IndexModel([(name, ASCENDING) for name in ("bureau", "period", "ranked", "key", "outlet")], name="overall"),
            IndexModel(
                [(name, ASCENDING) for name in ("bureau", "period", "ranked", "category", "key", "outlet")],
                name="category",
            ),
            of_bureau("order", "period", "order"),
        ],
        SCORES: [
            IndexModel(
                [("bureau", 1), ("period", 1), ("outlet", 1), ("works", -1), ("cents", -1), ("submission", 1)],
                name="best",
            ),
            IndexModel([("bureau", 1), ("period", 1), ("outlet", 1), ("works", -1), ("earliest", 1)], name="earliest"),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._standings = db[STANDINGS]
        self._scores = db[SCORES]

    # --- writing ---

    def revisions(self, bureau: str, places: Iterable[Place]) -> dict[Place, int]:
        """The revisions of the standings that there are. Read them before what is decided upon them."""
        ids = [_id(bureau, *place) for place in places]
        found = self._standings.find({"_id": {"$in": ids}, "bureau": bureau}, {"rev": 1, "period": 1, "outlet": 1})
        return {(row["period"], row["outlet"]): row["rev"] for row in found}

    def score(self, unit: Unit, seat: Seat, submission: str, moved: tuple[Score, Score], rev: int) -> None:
        """Have a submission's score in a standing change from one to another; `rev` is the standing's revision, 0
        where there is none."""
        before, after = moved
        document = {
            "bureau": seat.bureau, "period": seat.period, "outlet": seat.outlet.id, "submission": submission,
            "cents": after.cents, "works": after.works, "a_grades": after.a_grades,
            "publications": after.publications, "earliest": milliseconds(after.earliest),
        }  # fmt: skip
        id_ = f"{seat.period}:{seat.outlet.id}:{submission}"
        unit.update(SCORES, {"_id": id_}, {"$set": document}, upsert=True)
        added = {name: getattr(after, name) - getattr(before, name) for name in ADDED}
        first = milliseconds(after.earliest)
        if before.works and (after.cents < before.cents or first > milliseconds(before.earliest)):
            best, earliest = self._others(seat, submission)
            if after.works:
                best = after.cents if best is None else max(best, after.cents)
                earliest = min(earliest, first)
            self._change(unit, seat, added, {"best": best or 0, "earliest": earliest}, rev)
        elif after.works:
            best_of = {"$cond": ["$works", {"$max": ["$best", after.cents]}, after.cents]}
            self._change(unit, seat, added, {"best": best_of, "earliest": {"$min": ["$earliest", first]}})
        else:
            # A unit may have a work's change before that which names the revision: what is no work stays behind it.
            self._change(unit, seat, added, {}, there=rev > 0)

    def add(self, unit: Unit, seat: Seat, cents: int) -> None:
        """Add points that no submission has."""
        self._change(unit, seat, {"cents": cents}, {})

    def rename(self, unit: Unit, seat: Seat) -> None:
        """Have a standing follow its outlet's newest state."""
        outlet = seat.outlet
        newer = {"$lt": [{"$ifNull": ["$outlet_version", -1]}, outlet.version]}
        fields = {"name": outlet.name, "category": outlet.category, "competes": outlet.competes,
                  "outlet_version": outlet.version}  # fmt: skip
        fresh = {name: {"$cond": [newer, {"$literal": value}, f"${name}"]} for name, value in fields.items()}
        unit.update(STANDINGS, {"_id": seat.id}, [{"$set": fresh}, {"$set": slots(seat.scheme)}], must_match=False)

    def reorder(self, unit: Unit, id_: str, scheme: Scheme) -> None:
        """Have a standing be ordered by another scheme."""
        unit.update(STANDINGS, {"_id": id_}, [{"$set": slots(scheme)}], must_match=False)

    def _change(
        self, unit: Unit, seat: Seat, added: Mapping[str, int], fields: Mapping[str, Any], rev: int | None = None,
        *, there: bool = False,
    ) -> None:  # fmt: skip
        outlet = seat.outlet
        first: Document = {
            "bureau": seat.bureau, "period": seat.period, "outlet": outlet.id, "name": outlet.name,
            "category": outlet.category, "competes": outlet.competes, "outlet_version": outlet.version, "works": 0,
            "a_grades": 0, "publications": 0, "cents": 0, "best": 0, "earliest": NEVER, "rev": 0,
        }  # fmt: skip
        made = {name: {"$ifNull": [f"${name}", {"$literal": value}]} for name, value in first.items()}
        sums = {name: {"$add": [f"${name}", by]} for name, by in {**added, "rev": 1}.items()}
        change = [{"$set": made}, {"$set": {**sums, **fields}}, {"$set": slots(seat.scheme)}]
        if rev is None:
            unit.update(STANDINGS, {"_id": seat.id}, change, upsert=not there)
        else:
            unit.update(STANDINGS, {"_id": seat.id, "rev": rev}, change)

    def _others(self, seat: Seat, submission: str) -> tuple[int | None, int]:
        """The best and the earliest of the outlet's other works in a period."""
        match = {
            "bureau": seat.bureau, "period": seat.period, "outlet": seat.outlet.id, "works": 1,
            "submission": {"$ne": submission},
        }  # fmt: skip
        best = self._scores.find_one(match, sort=[("cents", DESCENDING)])
        earliest = self._scores.find_one(match, sort=[("earliest", ASCENDING)])
        return (best["cents"] if best else None), (earliest["earliest"] if earliest else NEVER)

    # --- reading ---

    def get(self, bureau: str, period: str, outlet: str) -> Standing | None:
        """One outlet's."""
        found = self._standings.find_one({"_id": _id(bureau, period, outlet), "bureau": bureau})
        return standing_of(found) if found else None

    def everybody(self, bureau: str, period: str) -> Iterator[Standing]:
        """All of a period."""
        for each in self._standings.find({"bureau": bureau, "period": period}).batch_size(2000):
            yield standing_of(each)

    def page(
        self, bureau: str, period: str, category: str | None, after: tuple[Order, str] | None, limit: int
    ) -> list[tuple[Standing, Order]]:
        """Up to `limit` + 1 ranked standings behind a position, in the order of the ranking, off an index."""
        match = _ladder(bureau, period, category)
        if after is not None:
            values, outlet = after
            key = dict(zip(SLOTS, values, strict=True))
            match["$or"] = [{"key": {"$gt": key}}, {"key": key, "outlet": {"$gt": outlet}}]
        hint = "category" if category else "overall"
        rows = self._standings.find(match).hint(hint).sort([("key", 1), ("outlet", 1)]).limit(limit + 1)
        return [(standing_of(row), tuple(row["key"][slot] for slot in SLOTS)) for row in rows]

    def place(self, bureau: str, period: str, category: str | None, outlet: str) -> int | None:
        """The place of an outlet: one more than those before it. None when it is not ranked."""
        found = self._standings.find_one({"_id": _id(bureau, period, outlet), "bureau": bureau})
        if found is None or not found["ranked"] or category not in (None, found["category"]):
            return None
        match = _ladder(bureau, period, category) | {"key": {"$lt": found["key"]}}
        return 1 + self._standings.count_documents(match, hint="category" if category else "overall")

    def stale(self, bureau: str, period: str, order: int, limit: int) -> list[str]:
        """The ids of standings that are not ordered by this scheme."""
        match = {"bureau": bureau, "period": period, "order": {"$ne": order}}
        return [row["_id"] for row in self._standings.find(match, {"_id": 1}).limit(limit)]

    def works(
        self, bureau: str, period: str, outlet: str, after: tuple[int, int, str] | None, limit: int
    ) -> list[Document]:
        """Up to `limit` + 1 scores of an outlet in a period, works before others, the best first."""
        match: Document = {"bureau": bureau, "period": period, "outlet": outlet}
        if after is not None:
            works, cents, submission = after
            match["$or"] = [
                {"works": {"$lt": works}},
                {"works": works, "cents": {"$lt": cents}},
                {"works": works, "cents": cents, "submission": {"$gt": submission}},
            ]
        order = [("works", DESCENDING), ("cents", DESCENDING), ("submission", ASCENDING)]
        return list(self._scores.find(match).sort(order).limit(limit + 1))


def _id(bureau: str, period: str, outlet: str) -> str:
    return f"{bureau}:{period}:{outlet}"


def _ladder(bureau: str, period: str, category: str | None) -> Document:
    match: Document = {"bureau": bureau, "period": period, "ranked": True}
    return match | ({"category": category} if category else {})
