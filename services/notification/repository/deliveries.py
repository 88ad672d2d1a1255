"""What is to leave the system: channels, messages to be spread, deliveries. One instance at a time holds a delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.database import Database

from services.notification.domain import RETENTION
from shared.clock import now
from shared.contracts.notification_terms import DeliveryState, Outside
from shared.errors import Conflict
from shared.identity.sealed import Sealed
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
CHANNELS, OUTGOING, DELIVERIES = "channels", "outgoing", "deliveries"
LEASE = timedelta(seconds=90)
WAITING = {"state": DeliveryState.WAITING.value}
FAILED = {"state": DeliveryState.FAILED.value}
OPEN = {"state": "open"}
RACED = {"_id_": Conflict("concurrent_change")}


class Deliveries:
    """The only user of the collections. A delivery's id is its key: item, channel, account."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        CHANNELS: [of_bureau("of", "by", "account")],
        # What is due is looked for in all bureaus at once; these and the TTL ones serve no bureau's query.
        OUTGOING: [
            IndexModel([("created_at", ASCENDING)], name="open", partialFilterExpression=OPEN),
            IndexModel([("done_at", ASCENDING)], name="expiry", expireAfterSeconds=24 * 3600),
        ],
        DELIVERIES: [
            IndexModel([("due_at", ASCENDING)], name="due", partialFilterExpression=WAITING),
            IndexModel([("bureau", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)], name="newest"),
            of_bureau("about", "about"),
            of_bureau("failed", "created_at", partialFilterExpression=FAILED),
            of_bureau("waiting", "account", partialFilterExpression=WAITING),
            IndexModel(
                [("created_at", ASCENDING)], name="expiry", expireAfterSeconds=int(RETENTION.total_seconds())
            ),
        ],
    }  # fmt: skip

    @staticmethod
    def concerned(unit: Unit) -> bool:
        """Whether there is something to be spread or sent after a unit."""
        return any(write.collection in (OUTGOING, DELIVERIES) for write in unit.writes)

    def __init__(self, db: Database[Document]) -> None:
        self._channels, self._outgoing, self._deliveries = db[CHANNELS], db[OUTGOING], db[DELIVERIES]

    # --- channels ---

    def channel(self, bureau: str, by: Outside, account: str = "") -> Document | None:
        """A channel as it is stored."""
        return self._channels.find_one({"_id": channel_id(bureau, by, account), "bureau": bureau})

    def keep_channel(self, unit: Unit, channel: Document, before: int) -> None:
        """Keep a channel that must still be at version `before`; 0: there is none yet."""
        if before:
            unit.save(CHANNELS, channel, before)
        else:
            unit.insert(CHANNELS, channel, RACED)

    def forget_mailbox(self, unit: Unit, bureau: str, account: str) -> None:
        """Erase the address of an account that is nobody's any more."""
        unit.delete(CHANNELS, {"_id": channel_id(bureau, Outside.EMAIL, account)}, must_match=False)

    def has_robot(self, bureau: str) -> bool:
        """Whether the bureau has a group robot."""
        return sealed_of(self.channel(bureau, Outside.ROBOT)) is not None

    def mailboxes(self, bureau: str, accounts: Sequence[str]) -> list[str]:
        """Those of the accounts that have an address."""
        ids = [channel_id(bureau, Outside.EMAIL, account) for account in accounts]
        match = {"_id": {"$in": ids}, "bureau": bureau, "sealed": {"$ne": None}}
        return [row["account"] for row in self._channels.find(match, {"account": True})]

    # --- messages to be spread over their recipients ---

    def send_out(self, unit: Unit, item: Document, actor: str) -> None:
        """Have an item spread to the channels of those whom it reaches, but for who caused it."""
        to = [item["address"]] if isinstance(item["address"], str) else item["address"]
        same = {name: item[name] for name in ("_id", "bureau", "kind", "params", "created_at")}
        unit.insert(OUTGOING, {**same, "about": item["about"]["id"], "to": to, "actor": actor, "after": "", **OPEN})

    def to_spread(self, most: int) -> list[Document]:
        """Messages that are not wholly spread, the oldest first."""
        return list(self._outgoing.find(OPEN).sort("created_at", ASCENDING).limit(most))

    def spread(self, unit: Unit, message: Document, after: str | None) -> None:
        """Note how far a message is spread; None: wholly."""
        change: Document = {"after": after} if after else {"state": "done", "done_at": now()}
        match = {"_id": message["_id"], "bureau": message["bureau"]}
        unit.update(OUTGOING, match, {"$set": change}, must_match=False)

    def deliver(self, unit: Unit, message: Document, by: Outside, account: str = "") -> None:
        """Add a delivery of a message; one that is there already stays as it is."""
        same = {name: message[name] for name in ("kind", "params", "about")}
        fresh = {
            **same, **WAITING, "item": message["_id"], "channel": by.value, "account": account, "attempts": 0,
            "due_at": now(), "lease_until": now(), "holder": "", "last_error": "", "created_at": now(), "done_at": None,
        }  # fmt: skip
        match = {"_id": f"{message['_id']}:{by.value}:{account}", "bureau": message["bureau"]}
        unit.update(DELIVERIES, match, {"$setOnInsert": fresh}, upsert=True)

    def letter(self, unit: Unit, letter: Document) -> None:
        """Add a delivery that carries what it says itself, of no item: `_id`, `bureau`, `kind`, `account`, `letter`."""
        moment = now()
        fresh = {
            **WAITING, "item": "", "channel": Outside.EMAIL.value, "params": {}, "about": letter["account"],
            "attempts": 0, "due_at": moment, "lease_until": moment, "holder": "", "last_error": "",
            "created_at": moment, "done_at": None,
        }  # fmt: skip
        unit.insert(DELIVERIES, fresh | letter)

    # --- deliveries ---

    def next_due(self) -> datetime | None:
        """Since when, or from when on, the first of those that wait is due; None when none waits."""
        found = self._deliveries.find_one(WAITING, {"due_at": True}, sort=[("due_at", ASCENDING)])
        return found["due_at"] if found else None

    def lease(self, holder: str, moment: datetime) -> Document | None:
        """A delivery that is due, now this holder's for 90 seconds, with one attempt more."""
        free = {**WAITING, "due_at": {"$lte": moment}, "lease_until": {"$lte": moment}}
        held = {"$set": {"lease_until": moment + LEASE, "holder": holder}, "$inc": {"attempts": 1}}
        return self._deliveries.find_one_and_update(
            free, held, sort=[("due_at", ASCENDING)], return_document=ReturnDocument.AFTER
        )

    def still_held(self, delivery: Document) -> bool:
        """Whether the lease of a delivery is still the one that it was taken with."""
        return self._deliveries.find_one(_held(delivery), {"_id": True}) is not None

    def settle(self, unit: Unit, delivery: Document, state: DeliveryState, due: datetime, error: str) -> None:
        """Write the outcome of an attempt and give the lease back."""
        done = None if state is DeliveryState.WAITING else now()
        change = {"state": state.value, "due_at": due, "lease_until": due, "last_error": error, "done_at": done}
        # A letter that was sent or given up is not kept.
        over: Document = {"$unset": {"letter": ""}} if done and "letter" in delivery else {}
        unit.update(DELIVERIES, _held(delivery), {"$set": change, **over})

    def waiting_for(self, bureau: str, account: str) -> list[Document]:
        """Deliveries to an account that wait and that nobody is sending; who is, looks at the account itself."""
        match = {"bureau": bureau, "account": account, **WAITING, "lease_until": {"$lte": now()}}
        return list(self._deliveries.find(match, {"bureau": True, "attempts": True, "holder": True}))

    def drop(self, unit: Unit, delivery: Document, reason: str) -> None:
        """Have a delivery that waits not sent, unless somebody began to send it meanwhile."""
        change = {"state": DeliveryState.UNWANTED.value, "last_error": reason, "done_at": now()}
        unit.update(DELIVERIES, _held(delivery), {"$set": change}, must_match=False)

    def failed_since(self, bureau: str, moment: datetime) -> int:
        """How many deliveries that began after a moment failed for good."""
        match = {"bureau": bureau, "created_at": {"$gte": moment}, **FAILED}
        return self._deliveries.count_documents(match, hint="failed")

    def page(self, bureau: str, only: Document, after: tuple[datetime, str] | None, size: int) -> list[Document]:
        """Up to `size` deliveries, the newest first."""
        match: Document = {"bureau": bureau, **only}
        if after is not None:
            moment, id_ = after
            match["$or"] = [{"created_at": {"$lt": moment}}, {"created_at": moment, "_id": {"$lt": id_}}]
        order = [("created_at", DESCENDING), ("_id", DESCENDING)]
        return list(self._deliveries.find(match).sort(order).limit(size))


def _held(delivery: Document) -> Document:
    same = ("_id", "bureau", "holder", "attempts")
    return {**{name: delivery[name] for name in same}, **WAITING}


def channel_id(bureau: str, by: Outside, account: str) -> str:
    """A bureau has one robot, an account one address."""
    return f"{bureau}:{by.value}:{account}"


def channel_document(
    bureau: str, by: Outside, account: str, version: int, sealed: Sealed | None, **more: Any
) -> Document:
    """A channel as it is stored; without a sealed value it is switched off."""
    kept = None if sealed is None else sealed_document(sealed)
    return {
        "_id": channel_id(bureau, by, account), "bureau": bureau, "by": by.value, "account": account,
        "version": version, "sealed": kept, **more,
    }  # fmt: skip


def sealed_document(sealed: Sealed) -> Document:
    """A sealed value as it is stored."""
    return {"masked": sealed.masked, "token": sealed.token, "index": sealed.index}


def sealed_of(channel: Document | None) -> Sealed | None:
    """The sealed value of a channel, if it has one."""
    return Sealed(**channel["sealed"]) if channel and channel["sealed"] else None
