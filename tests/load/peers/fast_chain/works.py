"""What is done with a work, each as one transaction with its history and what is told of it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange
from fastapi import HTTPException
from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from tests.load.peers.fast.outlets import exchange
from tests.load.peers.fast.promises import Commands, Done, history

Data = dict[str, Any]
Session = AsyncClientSession
QUEUE = "worker"
LEVELS = 2  # of review by people, after the screening
INDEXES = {
    "works": [("outlet", 1), ("_id", -1)], "reviews": [("work", 1), ("status", 1)],
    "publications": [("work", 1)], "metrics": [("publication", 1)], "ledger": [("work", 1)],
    "items": [("account", 1), ("_id", -1)],
}  # fmt: skip


async def queue(channel: AbstractChannel) -> AbstractExchange:
    """The exchange of all events, with the worker's queue behind it."""
    events = await channel.declare_exchange(exchange(), ExchangeType.TOPIC, durable=True)
    declared = await channel.declare_queue(f"{exchange()}.{QUEUE}", durable=True, arguments={"x-queue-type": "quorum"})
    await declared.bind(events, "#")
    return events


async def indexes(database: AsyncDatabase[Data]) -> None:
    """Have what is asked for found; nothing is made within a transaction."""
    for name, keys in INDEXES.items():
        await database[name].create_index(keys)
    await database["publications"].create_index("url", unique=True)
    await database["counters"].update_one({"_id": "permits"}, {"$setOnInsert": {"last": 0}}, upsert=True)


async def change(database: AsyncDatabase[Data], of: str, known: Data, fields: Data, session: Session) -> Data:
    """A document that is as it was `known`, with other fields and the next version. Raises: HTTPException."""
    moved = {"$set": fields, "$inc": {"version": 1}}
    found = await database[of].find_one_and_update(
        known, moved, session=session, return_document=ReturnDocument.AFTER
    )  # fmt: skip
    if found is None:
        raise HTTPException(409, "it is not as it was")
    return found


class Works:
    """Every command by `who` under a `key`; each gives its answer and raises HTTPException where it is refused."""

    def __init__(self, database: AsyncDatabase[Data], events: AbstractExchange) -> None:
        self._db, self._commands = database, Commands(database, events)

    async def prepare(self) -> None:
        """Have what transactions need, and begin to relay."""
        await indexes(self._db)
        await self._commands.prepare()

    async def draft(self, who: Data, key: str, draft: Data) -> Data:
        """Write a work down."""

        async def work(session: Session) -> Done:
            known = {"_id": draft["outlet"], "members": who["account"], "status": "verified"}
            if await self._db["outlets"].find_one(known, session=session) is None:
                raise HTTPException(422, "no outlet of yours")
            row = {"_id": str(uuid.uuid4()), "version": 1, "status": "draft", "account": who["account"], **draft}
            await self._db["works"].insert_one(row, session=session)
            return Done(brief(row), [history(row["_id"], 1, "drafted")])

        return await self._commands.do(who["account"], key, work)

    async def hand_in(self, who: Data, key: str, id_: str) -> Data:
        """Hand a work in, as it is written now."""

        async def work(session: Session) -> Done:
            mine = {"_id": id_, "account": who["account"], "status": "draft"}
            found = await self._change("works", mine, {"status": "submitted", "handed_in": now()}, session)
            digest = hashlib.sha256(f"{found['title']}\n{found['body']}".encode()).hexdigest()
            await self._db["works"].update_one({"_id": id_}, {"$set": {"hash": digest}}, session=session)
            told = {"work": brief(found), "body": found["body"], "hash": digest}
            return self._done(found, "submitted", told)

        return await self._commands.do(who["account"], key, work)

    async def claim(self, who: Data, key: str, id_: str) -> Data:
        """Take a review: that of another level than one has had."""

        async def work(session: Session) -> Done:
            free = {"_id": id_, "status": "open", "claimed_by": None, "had": {"$ne": who["account"]}}
            return self._done(await self._change("reviews", free, {"claimed_by": who["account"]}, session), "claimed")

        return await self._commands.do(who["account"], key, work)

    async def decide(self, who: Data, key: str, id_: str, grade: str | None) -> Data:
        """Pass one's level; the last one approves the work and gives its permit."""

        async def work(session: Session) -> Done:
            mine = {"_id": id_, "status": "open", "claimed_by": who["account"]}
            found = await self._db["reviews"].find_one(mine, session=session)
            if found is None:
                raise HTTPException(409, "it is not as it was")
            if found["level"] < LEVELS:
                further = {"level": found["level"] + 1, "claimed_by": None, "had": [*found["had"], who["account"]]}
                after = await self._change("reviews", mine, further, session)
                return self._done(after, "decided", {"work": {"id": found["work"], "account": found["account"]}})
            number = await self._permit(session, found["work"])
            closed = await self._change("reviews", mine, {"status": "approved", "permit": number}, session)
            fields = {"status": "approved", "grade": grade, "permit": number}
            after = await self._change("works", {"_id": found["work"], "status": "in_review"}, fields, session)
            return self._done(after, "approved", {"work": brief(after)}, also=[closed])

        return await self._commands.do(who["account"], key, work)

    async def _permit(self, session: Session, work: str) -> str:
        """The next number; it is given back when the transaction is not committed, so that there is no gap."""
        counted = await self._db["counters"].find_one_and_update(
            {"_id": "permits"}, {"$inc": {"last": 1}}, session=session, return_document=ReturnDocument.AFTER
        )
        number = f"{now().year}-{counted['last']:06}"
        await self._db["permits"].insert_one({"_id": number, "work": work, "at": now()}, session=session)
        return number

    async def publish(self, who: Data, key: str, id_: str, place: Data) -> Data:
        """Report where an approved work was published."""

        async def work(session: Session) -> Done:
            mine = {"_id": id_, "account": who["account"], "status": {"$in": ["approved", "published"]}}
            after = await self._change("works", mine, {"status": "published"}, session)
            medium = await self._db["media"].find_one({"_id": place["medium"]}, session=session)
            if medium is None:
                raise HTTPException(422, "no such medium")
            row = {"_id": str(uuid.uuid4()), "version": 1, "status": "reported", "work": id_, "level": medium["level"]}
            row |= place
            await self._db["publications"].insert_one(row, session=session)
            return self._done(
                row, "publication_reported", {"work": brief(after), "publication": told(row)}, also=[after]
            )

        return await self._commands.do(who["account"], key, work)

    async def measure(self, who: Data, key: str, id_: str, numbers: Data) -> Data:
        """Report the numbers of a publication that counts."""

        async def work(session: Session) -> Done:
            publication = await self._db["publications"].find_one({"_id": id_, "status": "verified"}, session=session)
            if publication is None:
                raise HTTPException(409, "it does not count")
            row = {"_id": str(uuid.uuid4()), "version": 1, "status": "reported", "publication": id_, **numbers}
            row["work"] = publication["work"]
            await self._db["metrics"].insert_one(row, session=session)
            about = await self._work(row["work"], session)
            return self._done(row, "metrics_reported", {"work": brief(about), "metrics": told(row)})

        return await self._commands.do(who["account"], key, work)

    async def answer_for(self, who: Data, key: str, of: str, id_: str, version: int) -> Data:
        """Verify what was reported, a row of `publications` or of `metrics`."""

        async def work(session: Session) -> Done:
            reported = {"_id": id_, "version": version, "status": "reported"}
            after = await self._change(of, reported, {"status": "verified", "verified_by": who["account"]}, session)
            about = await self._work(after["work"], session)
            if of == "publications":
                return self._done(after, "publication_verified", {"work": brief(about), "publication": told(after)})
            publication = await self._db["publications"].find_one({"_id": after["publication"]}, session=session) or {}
            more = {"publication": told(publication), "metrics": told(after)}
            return self._done(after, "metrics_verified", {"work": brief(about), **more})

        return await self._commands.do(who["account"], key, work)

    async def _work(self, id_: str, session: Session) -> Data:
        found: Data = await self._db["works"].find_one({"_id": id_}, session=session) or {}
        return found

    async def _change(self, of: str, known: Data, fields: Data, session: Session) -> Data:
        return await change(self._db, of, known, fields, session)

    @staticmethod
    def _done(row: Data, what: str, data: Data | None = None, also: Sequence[Data] = ()) -> Done:
        """What a change of `row` comes to, which changed others `also`; without data it is told to nobody."""
        answer = {"id": row["_id"], "version": row["version"], "status": row["status"]}
        rows = [history(each["_id"], each["version"], what) for each in (row, *also)]
        return Done(answer, rows, [(what, data)] if data else [])


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def told(row: Data) -> Data:
    """A row as it is told."""
    return {"id" if name == "_id" else name: value for name, value in row.items()}


def brief(work: Data) -> Data:
    """A work without its text."""
    return {name: value for name, value in told(work).items() if name != "body"}
