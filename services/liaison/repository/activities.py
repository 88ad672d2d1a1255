"""Activities, their seats, who replied, and what happened to each, in MongoDB. Every query is of one bureau."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.activities import Activity, Arrival, Change, Seats, SignUp
from services.liaison.domain.activities.seats import COUNTS, Take
from services.liaison.domain.activities.states import Act
from services.liaison.repository import searching
from services.liaison.repository.activity_documents import (
    activity_document,
    activity_of,
    seats_of,
    sign_up_document,
    sign_up_of,
)
from services.liaison.repository.chosen import Chosen
from services.liaison.repository.documents import Document
from shared.contracts.activity_terms import ActivityStatus, Seat
from shared.errors import NotFound
from shared.ids import new_id
from shared.mongo import StaleWrite, Unit
from shared.mongo.indexes import of_bureau

ACTIVITIES = "activities"
SEATS = "seats"
SIGN_UPS = "sign_ups"
ACTS = "activity_acts"
SOONEST = [("starts_at", ASCENDING), ("_id", ASCENDING)]
SOONEST_LAST = [("starts_at", DESCENDING), ("_id", DESCENDING)]
IN_ORDER = [("order", ASCENDING)]
LATEST = [("_id", DESCENDING)]
INC = "$inc"


class Activities:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ACTIVITIES: [
            of_bureau("soonest", order=SOONEST),
            of_bureau("invited", "invited", order=SOONEST),
            IndexModel([("due", ASCENDING)], name="due", partialFilterExpression={"due": {"$type": "date"}}),
        ],
        SEATS: [],
        SIGN_UPS: [
            of_bureau("activity", "activity", order=IN_ORDER),
            of_bureau("account", "account", "seat"),
            of_bureau("outlet", "outlet", "seat"),
            of_bureau("code", "code", unique=True),
            of_bureau("certificate", "certificate", unique=True, partialFilterExpression={"certificate": {"$gt": ""}}),
        ],
        ACTS: [of_bureau("activity", "activity", order=LATEST)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._activities = db[ACTIVITIES]
        self._seats = db[SEATS]
        self._sign_ups = db[SIGN_UPS]
        self._acts = db[ACTS]
        self._search = searching.search(db, ACTIVITIES)

    def get(self, bureau: str, id_: str) -> Activity:
        """One activity. Raises: NotFound."""
        found = self._activities.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("activity.not_found")
        return activity_of(found)

    def seats(self, bureau: str, id_: str) -> Seats:
        """The seats of an activity."""
        return self.seats_of(bureau, [id_])[id_]

    def seats_of(self, bureau: str, ids: Sequence[str]) -> dict[str, Seats]:
        """The seats of several, by the activity's id."""
        rows = self._seats.find({"_id": {"$in": list(ids)}, "bureau": bureau})
        return {row["_id"]: seats_of(row) for row in rows}

    def add(self, unit: Unit, change: Change) -> None:
        """Write a new draft, with its seats."""
        activity = change.activity
        unit.insert(ACTIVITIES, activity_document(activity))
        seats = {"capacity": activity.most, "status": activity.status.value, "taken": 0, "waiting": 0, "attended": 0}
        unit.insert(SEATS, {"_id": activity.id, "bureau": activity.bureau, **seats})
        self._have_found(unit, None, activity)
        self._tell(unit, change)

    def save(self, unit: Unit, before: Activity, change: Change, seats: Seats, then: Seats) -> None:
        """Write what an act made of an activity, with its seats as they are `then`, if nobody replied meanwhile."""
        activity = change.activity
        unit.save(ACTIVITIES, activity_document(activity), before.version)
        match = {
            "_id": activity.id, "bureau": activity.bureau, "capacity": seats.capacity, "taken": seats.taken,
            "waiting": seats.waiting, "attended": seats.attended, "judged": seats.judged,
        }  # fmt: skip
        told = {"capacity": then.capacity, "status": then.status.value, "taken": then.taken, "waiting": then.waiting}
        unit.update(SEATS, match, {"$set": told})
        self._have_found(unit, before, activity)
        self._tell(unit, change)

    def listed(
        self, bureau: str, chosen: Chosen, after: tuple[datetime, str] | None, limit: int, q: str = ""
    ) -> list[Activity]:
        """Up to `limit` + 1 activities, by when they begin; with a part `q` of title, place, text or agenda."""
        order, by_time = SOONEST, searching.EARLIEST_FIRST
        if chosen.latest:
            order, by_time = SOONEST_LAST, searching.LATEST_FIRST
        found = self._search.page(q, chosen.query(bureau), order, after, limit + 1, by_time=by_time)
        return [activity_of(each) for each in found]

    def due(self, now: datetime) -> Iterator[tuple[str, str, int]]:
        """Bureau, id and version of the activities of all bureaus that somebody is to be reminded of."""
        query = {"due": {"$lte": now, "$type": "date"}}
        for each in self._activities.find(query, {"bureau": 1, "version": 1}).sort("due", ASCENDING).hint("due"):
            yield each["bureau"], each["_id"], each["version"]

    def count(self, bureau: str, chosen: Chosen) -> int:
        """How many there are in a list."""
        return self._activities.count_documents(chosen.query(bureau))

    def holder(self, bureau: str, id_: str) -> str:
        """Who marked an activity as held; empty when nobody did."""
        found = self._acts.find_one({"bureau": bureau, "activity": id_, "act": Act.HOLD.value}, sort=LATEST)
        return str(found["by"]) if found else ""

    def sign_up(self, bureau: str, activity: str, key: str) -> SignUp | None:
        """What somebody replied, or that they came, by their account, or the key of who has none; None when nothing."""
        found = self._sign_ups.find_one({"_id": f"{activity}:{key}", "bureau": bureau})
        return sign_up_of(found) if found else None

    def by_code(self, bureau: str, code: str) -> SignUp | None:
        """Whose a code is, of whatever activity; None when nobody's."""
        found = self._sign_ups.find_one({"bureau": bureau, "code": code})
        return sign_up_of(found) if found else None

    def by_certificate(self, bureau: str, code: str) -> SignUp | None:
        """Whose certificate has a number; None when nobody's."""
        found = self._sign_ups.find_one({"bureau": bureau, "certificate": code})
        return sign_up_of(found) if found else None

    def first_waiting(self, bureau: str, activity: str, limit: int = 1) -> list[SignUp]:
        """Those whose turn it is next."""
        query = {"bureau": bureau, "activity": activity, "seat": Seat.WAITING.value}
        return [sign_up_of(each) for each in self._sign_ups.find(query).sort(IN_ORDER).limit(limit)]

    def place_in_line(self, sign_up: SignUp) -> int:
        """Which of the waiting ones somebody is, from 1."""
        ahead = {
            "bureau": sign_up.bureau, "activity": sign_up.activity, "seat": Seat.WAITING.value,
            "order": {"$lt": sign_up.order},
        }  # fmt: skip
        return self._sign_ups.count_documents(ahead) + 1

    def sign_ups(
        self, bureau: str, activity: str, equal: Document, after: str | None = None, limit: int = 0
    ) -> list[SignUp]:
        """Up to `limit` + 1 replies (0: all), in their order."""
        query: Document = {"bureau": bureau, "activity": activity, **equal}
        query |= {"order": {"$gt": after}} if after else {}
        return [sign_up_of(each) for each in self._sign_ups.find(query).sort(IN_ORDER).limit(limit + 1 if limit else 0)]

    def of_account(self, bureau: str, account: str, seats: Sequence[Seat] = tuple(Seat)) -> dict[str, SignUp]:
        """What somebody replied to all activities, by the activity's id."""
        query = {"bureau": bureau, "account": account, "seat": {"$in": [each.value for each in seats]}}
        return {each["activity"]: sign_up_of(each) for each in self._sign_ups.find(query)}

    def attended(self, bureau: str, account: str) -> frozenset[str]:
        """The activities that somebody was at, as far as it was known at some time: they see what is said of that."""
        there: list[Document] = [{"attended_at": {"$type": "date"}}, {"corrected": {"$type": "object"}}]
        query = {"bureau": bureau, "account": account, "$or": there}
        return frozenset(each["activity"] for each in self._sign_ups.find(query, {"activity": 1}))

    def seats_for(self, bureau: str, **of: str) -> list[SignUp]:
        """The seats and places on waiting lists of an outlet, or an account."""
        having = {"$in": [Seat.SEATED.value, Seat.WAITING.value]}
        return [sign_up_of(each) for each in self._sign_ups.find({"bureau": bureau, "seat": having, **of})]

    def reply(self, unit: Unit, before: SignUp | None, sign_up: SignUp) -> None:
        """Write what somebody replied, or that they came."""
        if before is None:
            again = StaleWrite(f"{SIGN_UPS}/{sign_up.id}")
            unit.insert(SIGN_UPS, sign_up_document(sign_up), {"_id_": again, "code": again, "certificate": again})
        else:
            unit.save(SIGN_UPS, sign_up_document(sign_up), before.version)

    def promote(self, unit: Unit, sign_up: SignUp) -> None:
        """Write that somebody who waited has a seat, if they wait still."""
        unit.save(SIGN_UPS, sign_up_document(sign_up), sign_up.version - 1)

    def take(self, unit: Unit, seats: Seats, take: Take) -> None:
        """Change the seats, if that can still be done to them at the commit, and replies are still taken."""
        match: Document = {"_id": seats.activity, "bureau": seats.bureau, "status": ActivityStatus.ANNOUNCED.value}
        asked: Mapping[Take, Document] = {
            Take.NOTHING: {},
            Take.SEAT: {"capacity": seats.capacity, "taken": {"$lt": seats.capacity}},
            Take.WAIT: {"capacity": seats.capacity, "taken": {"$gte": seats.capacity}},
            Take.LEAVE_LINE: {"waiting": {"$gt": 0}},
            Take.LEAVE_SEAT: {"waiting": 0},
            Take.LEAVE_OVER: {"capacity": seats.capacity, "taken": {"$gt": seats.capacity}},
            Take.PASS_ON: {"capacity": seats.capacity, "taken": {"$lte": seats.capacity}, "waiting": {"$gt": 0}},
        }
        taken, waiting = COUNTS[take]
        # `judged` is a write still where no number changes, so that of this and the end of the replies one comes first.
        unit.update(SEATS, match | asked[take], {INC: {"judged": 1, "taken": taken, "waiting": waiting}})

    def arrive(self, unit: Unit, activity: Activity, before: SignUp | None, made: Arrival) -> None:
        """Write that somebody came, or did not, while the activity is in the state that it was seen in; who takes a
        seat by that, or leaves one, does so while the seats are as they were seen."""
        if made.forgotten and before is not None:
            unit.delete(SIGN_UPS, {"_id": before.id, "bureau": before.bureau, "version": before.version})
        else:
            self.reply(unit, before, made.sign_up)
        match: Document = {"_id": activity.id, "bureau": activity.bureau, "status": activity.status.value}
        change = {"attended": 1 if made.sign_up.attended_at else -1}
        if made.seen is not None and made.seats is not None:
            match |= {name: getattr(made.seen, name) for name in ("capacity", "taken", "waiting", "attended")}
            taken, waiting = made.seats.taken - made.seen.taken, made.seats.waiting - made.seen.waiting
            change |= {"judged": 1, "taken": taken, "waiting": waiting}
        unit.update(SEATS, match, {INC: change})
        if made.promoted is not None:
            self.promote(unit, made.promoted)

    def rely_on(self, unit: Unit, activity: Activity) -> None:
        """Have the unit fail unless an activity invites, and takes replies, as it was seen to, at its commit."""
        match = {"_id": activity.id, "bureau": activity.bureau, "version": activity.version}
        unit.update(ACTIVITIES, match, {INC: {"judged": 1}})

    def rely_on_state(self, unit: Unit, activity: Activity) -> None:
        """Have the unit fail unless an activity is in the state that it was seen in at the moment of its commit."""
        match = {"_id": activity.id, "bureau": activity.bureau, "status": activity.status.value}
        unit.update(SEATS, match, {INC: {"judged": 1}})

    def acts(self, bureau: str, activity: str, after: str | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 acts, newest first."""
        query: Document = {"bureau": bureau, "activity": activity} | ({"_id": {"$lt": after}} if after else {})
        return list(self._acts.find(query).sort(LATEST).limit(limit + 1))

    def _have_found(self, unit: Unit, before: Activity | None, activity: Activity) -> None:
        text = searching.activity_text(activity)
        if before is None or (before.starts_at, searching.activity_text(before)) != (activity.starts_at, text):
            self._search.keep(unit, activity.bureau, activity.id, activity.starts_at, text)

    def _tell(self, unit: Unit, change: Change) -> None:
        activity = change.activity
        for event in change.events:
            unit.emit(event, subject=activity.id, version=activity.version, bureau=activity.bureau)
        row = {
            "_id": new_id(), "bureau": activity.bureau, "activity": activity.id, "version": activity.version,
            "at": change.at, "act": change.act.value, "by": change.by, "status": activity.status.value,
            "reason": change.reason, "details": dict(change.details),
        }  # fmt: skip
        unit.insert(ACTS, row)
