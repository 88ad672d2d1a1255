"""What each service has kept about a submission. Every query is on an index; none is of more than it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson
from pymongo.database import Database

from jingmei.story.model import Kind, Step, hidden, id_at, mask_name, some
from shared.mongo.dead_letters import DEAD_LETTERS
from shared.mongo.transaction import INBOX, OUTBOX

Document = dict[str, Any]
# A command's events are made before its audit row has its result, and long after the row itself in the worst case.
BEFORE, AFTER = timedelta(minutes=2), timedelta(seconds=5)
# A handler's events are made before its inbox row, by as long as its transaction takes.
AT_WORK = timedelta(seconds=15)
# Of an event's data: said elsewhere, or the text of the work itself.
LEFT_OUT = frozenset({"by", "content", "findings", "comments"})
REPORTED = ("platform", "media", "level", "placement", "byline", "before_permit", "before_embargo", "reprint", "url")
MEASURED = ("reads", "likes", "shares", "comments", "in_views", "capped", "flags", "observed_at", "status", "reason")


def moves(db: Database[Document], of: Document) -> list[Document]:
    """The submission's own history."""
    return list(db["history"].find(of))


def move_step(row: Document) -> Step:
    """One row of it."""
    late = {} if row["applied"] else {"late": True}
    details = {"revision": row["revision"], **hidden(row["details"]), **some(row, "reason"), **late}
    return Step(
        row["at"], Kind.MOVE, "submission", row["act"], row["_id"], row["by"], result=row["status"],
        cause=row["cause"], details=details,
    )  # fmt: skip


def request_moves(db: Database[Document], bureau: str, request: str) -> list[Document]:
    """A request's own history."""
    return list(db["history"].find({"bureau": bureau, "request": request}))


def request_step(row: Document) -> Step:
    """One row of it."""
    details = {**hidden(row["details"]), **some(row, "reason")}
    return Step(row["at"], Kind.REQUEST, "liaison", row["act"], row["_id"], row["by"], result=row["status"],
                details=details)  # fmt: skip


def spoken_at(db: Database[Document], bureau: str, request: str) -> set[datetime]:
    """When something was said on a request; what, is for the two sides."""
    rows = db["messages"].find({"bureau": bureau, "request": request}, {"at": True})
    return {row["at"] for row in rows}


def activity_acts(db: Database[Document], bureau: str, activity: str) -> list[Document]:
    """An activity's own history."""
    return list(db["activity_acts"].find({"bureau": bureau, "activity": activity}))


def activity_step(row: Document) -> Step:
    """One row of it."""
    details = {**hidden(row["details"]), **some(row, "reason")}
    return Step(row["at"], Kind.ACTIVITY, "liaison", row["act"], row["_id"], row["by"], result=row["status"],
                details=details)  # fmt: skip


def answering(db: Database[Document], bureau: str, call: str) -> list[Step]:
    """The works for a call, each when it was handed in."""
    rows = db["works"].find({"bureau": bureau, "call": call, "submitted_at": {"$type": "date"}})
    return [
        Step(row["submitted_at"], Kind.MOVE, "liaison", "submit", row["_id"], result=row["stated"],
             details=some(row, "number", "title", "outlet"))
        for row in rows
    ]  # fmt: skip


def reviewing(db: Database[Document], bureau: str, reviews: Collection[str]) -> list[Document]:
    """The history of its rounds."""
    return list(db["history"].find({"bureau": bureau, "review": {"$in": list(reviews)}}))


def review_step(row: Document) -> Step:
    """One row of it."""
    details = {**some(row, "stage", "reason"), **hidden(row["details"])}
    return Step(row["at"], Kind.REVIEW, "review", row["act"], row["_id"], row["by"], result=row["status"],
                details=details)  # fmt: skip


def permits(db: Database[Document], bureau: str, reviews: Collection[str]) -> Iterator[Step]:
    """The permits of its rounds: issued, and perhaps void."""
    for row in db["permits"].find({"bureau": bureau, "review": {"$in": list(reviews)}}):
        details = some(row, "code", "embargo_until")
        yield Step(row["issued_at"], Kind.PERMIT, "review", "issued", row["_id"], result=row["code"], details=details)
        if row["revoked_at"]:
            yield Step(row["revoked_at"], Kind.PERMIT, "review", row["status"], row["_id"], row["revoked_by"],
                       result=row["code"], details=some(row, "reason"))  # fmt: skip


def publications(db: Database[Document], of: Document) -> list[Document]:
    """Where it was published."""
    return list(db["publications"].find(of))


def publication_steps(row: Document) -> Iterator[Step]:
    """When that was reported, and what became of it; the versions between are moves of the work."""
    details = {"published_at": row["published_at"], **some(row, *REPORTED)}
    yield Step(row["reported_at"], Kind.PUBLICATION, "submission", "reported", row["_id"], row["by"], details=details)
    if row["ruled_at"]:
        yield Step(row["ruled_at"], Kind.PUBLICATION, "submission", row["status"], row["_id"], row["ruled_by"],
                   details=some(row, "basis", "rule", "reason"))  # fmt: skip


def metrics(db: Database[Document], bureau: str, published: Collection[str]) -> Iterator[Step]:
    """The snapshots of its publications."""
    for row in db["metrics"].find({"bureau": bureau, "publication": {"$in": list(published)}}):
        details = {"publication": row["publication"], **some(row, *MEASURED)}
        yield Step(row["reported_at"], Kind.METRICS, "submission", "reported", row["_id"], row["by"], details=details)
        if row["ruled_at"]:
            yield Step(row["ruled_at"], Kind.METRICS, "submission", row["status"], row["_id"], row["ruled_by"],
                       details=some(row, "reads", "capped", "reason"))  # fmt: skip


def points(db: Database[Document], of: Document) -> Iterator[Step]:
    """Its entries in the ledger."""
    for row in db["ledger"].find(of):
        worth = f"{Decimal(row['cents']) / 100:+.2f}"
        details = {**some(row, "outlet", "period", "late", "reverses", "scheme", "publication", "reason", "working")}
        yield Step(row["at"], Kind.POINTS, "scoring", row["rule"], row["_id"], row["by"], result=worth,
                   cause=row["cause"], details=details)  # fmt: skip


def awards(db: Database[Document], bureau: str, submission: str, periods: Collection[str]) -> Iterator[Step]:
    """What it was awarded in the periods that it has points in, of which a year is one too."""
    named = sorted({*periods, *(period.partition("-")[0] for period in periods)})
    for row in db["awards"].find({"bureau": bureau, "period": {"$in": named}, "submission": submission}):
        details = some(row, "title", "period", "outlet", "number", "code")
        yield Step(row["granted_at"], Kind.AWARD, "scoring", "granted", row["_id"], row["granted_by"],
                   result=row["kind"], details=details)  # fmt: skip
        if handed := row.get("delivery"):
            yield Step(handed["delivered_at"], Kind.AWARD, "scoring", "delivered", row["_id"], handed["recorded_by"],
                       result=row["kind"], details={"received_by": mask_name(handed["received_by"])})  # fmt: skip


def events(db: Database[Document], service: str, ids: Iterable[str]) -> Iterator[Step]:
    """Rows of an outbox by their ids."""
    for row in db[OUTBOX].find({"_id": {"$in": sorted(set(ids))}}):
        yield event_step(service, row)


def told_by(db: Database[Document], service: str, moments: Iterable[datetime], about: Collection[str]) -> list[Step]:
    """Rows of an outbox that its handlers made at these moments about one of these objects."""
    found: dict[str, Document] = {}
    for at in moments:
        span = {"$gte": id_at(at - AT_WORK), "$lt": id_at(at + AFTER)}
        rows = db[OUTBOX].find({"_id": span, "aggregate": {"$in": sorted(about)}})
        found |= {row["_id"]: row for row in rows}
    return [event_step(service, row) for row in found.values()]


def event_step(service: str, row: Document) -> Step:
    """An event as it was told; `request` is what it all began with."""
    wire = orjson.loads(bytes(row["body"]))
    data = wire["data"]
    plain = {name: value for name, value in data.items() if name not in LEFT_OUT and not isinstance(value, dict | list)}
    about = {name: some(data[name], *names) for name, names in NESTED.items() if isinstance(data.get(name), dict)}
    details = {"version": wire["aggregateversion"], **some(plain, *plain), **{k: v for k, v in about.items() if v}}
    said = {"request": wire.get("correlationid", ""), "attempts": row["attempts"], "error": row["last_error"]}
    return Step(
        row["created_at"], Kind.EVENT, service, row["type"].split(".")[2], row["_id"], data.get("by") or "",
        result=row["state"], cause=wire.get("causationid", ""), details={**details, **some(said, *said)},
    )  # fmt: skip


NESTED: Mapping[str, tuple[str, ...]] = {
    "submission": ("status", "revision"),
    "review": ("status", "round", "stage", "sensitivity"),
    "publication": ("id", "platform", "media"),
    "metrics": ("id", "reads", "flags"),
    "permit": ("code",),
}


def handlers(db: Database[Document]) -> list[str]:
    """The names of a service's handlers, from its inbox's own index: one look for each, however many rows there are.

    A row's key is `<handler>:<event>`; the keys of commands begin with a bureau or with nothing.
    """
    found, after = [], ""
    while row := db[INBOX].find_one({"_id": {"$gt": after}}, {"_id": True}, sort=[("_id", 1)]):
        name = row["_id"].partition(":")[0]
        if name and not name.isdecimal():
            found.append(name)
        after = f"{name};"  # the next character behind the colon
    return found


def handled(db: Database[Document], service: str, told: Collection[Step]) -> Iterator[Step]:
    """Which handlers of a service took these events."""
    known = {step.id: step for step in told}
    if not known:
        return
    keys = [f"{handler}:{id_}" for handler in handlers(db) for id_ in known]
    for row in db[INBOX].find({"_id": {"$in": keys}}, {"at": True}):
        handler, _, id_ = row["_id"].partition(":")
        event = known[id_]
        wait = round((row["at"] - event.at).total_seconds() * 1000)
        yield Step(row["at"], Kind.HANDLER, service, handler, row["_id"], cause=id_,
                   details={"event": event.what, "after_ms": wait})  # fmt: skip


def timed(db: Database[Document], job: str, of: str, versions: int) -> set[datetime]:
    """When a service's job did something to an object, in whichever of its versions."""
    keys = [f"{job}:{of}:{version}" for version in range(1, versions + 1)]
    return {row["at"] for row in db[INBOX].find({"_id": {"$in": keys}}, {"at": True})}


def dead(db: Database[Document], service: str, ids: Collection[str]) -> Iterator[Step]:
    """Events that a service could not take."""
    for id_ in ids:
        for row in db[DEAD_LETTERS].find({"_id": {"$gt": f"{id_}:", "$lt": f"{id_};"}}, {"body": False}):
            details = some(row, "reason", "error_class", "error", "attempts")
            yield Step(row["last_at"], Kind.DEAD, service, row["type"].split(".")[2], row["_id"], result=row["state"],
                       cause=id_, details=details)  # fmt: skip


def messages(db: Database[Document], bureau: str, ids: Collection[str]) -> list[Step]:
    """What these events put into inboxes."""
    rows = db["items"].find({"bureau": bureau, "event": {"$in": list(ids)}})
    return [
        Step(row["created_at"], Kind.MESSAGE, "notification", row["kind"], row["_id"], cause=row["event"],
             details={"to": row["address"], **some(row, "urgent")})
        for row in rows
    ]  # fmt: skip


def deliveries(db: Database[Document], items: Collection[str]) -> Iterator[Step]:
    """What of it was sent out of the system."""
    for id_ in items:
        for row in db["deliveries"].find({"_id": {"$gt": f"{id_}:", "$lt": f"{id_};"}}):
            details = some(row, "account", "attempts", "last_error", "due_at" if row["done_at"] is None else "")
            yield Step(row["done_at"] or row["created_at"], Kind.DELIVERY, "notification", row["channel"], row["_id"],
                       result=row["state"], cause=id_, details=details)  # fmt: skip


def commands(
    db: Database[Document], bureau: str, objects: Collection[str], requests: Mapping[str, datetime]
) -> list[Step]:
    """What was asked of the gateway: about these objects, or as these requests, with the moment of their effect."""
    from gateway.audit.reading import about, asked_as  # noqa: PLC0415 (only when it is needed)

    rows = {row["_id"]: row for row in about(db, bureau, objects)}
    missing = requests.keys() - {row["request"] for row in rows.values()}
    for request in missing:
        moment = requests[request]
        found = asked_as(db, bureau, request, id_at(moment - BEFORE), id_at(moment + AFTER))
        rows |= {row["_id"]: row for row in found}
    return [_command(row) for row in rows.values()]


def _command(row: Document) -> Step:
    status = "" if row["status"] is None else str(row["status"])
    details = some(row, "method", "route", "reason", "roles", "object")
    return Step(row["at"], Kind.COMMAND, "gateway", row["operation"], row["_id"], row["account"], result=status,
                cause=row["request"], details=details)  # fmt: skip
