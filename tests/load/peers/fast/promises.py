"""The promises that ours gives, kept the plain way on the same parts: a session that still stands, an audit row before
and after, one effect a key, sealed phone numbers, history, and an outbox, all of one registration in one transaction.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import orjson
from aio_pika.abc import AbstractExchange
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import HTTPException, Request
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from tests.load.peers.fast.events import REGISTERED, message

SECRET = "bench only, never a real key 123"
SEALING = AESGCM(hashlib.sha256(SECRET.encode()).digest())
LEASE = timedelta(seconds=10)
SWEEP = 0.3
UTC_ALONE = orjson.OPT_NAIVE_UTC  # as moments come from the database
Data = dict[str, Any]


def token(session: str) -> str:
    """What a client shows of a session."""
    return jwt.encode({"sid": session, "exp": datetime.now(UTC) + timedelta(hours=1)}, SECRET, "HS256")


class Door:
    """Who asks, and the audit trail of it."""

    def __init__(self, database: AsyncDatabase[Data]) -> None:
        self._sessions, self._audit = database["sessions"], database["audit"]
        self._ending: set[asyncio.Task[Any]] = set()

    async def prepare(self) -> None:
        """Have the indexes by which a trail is read."""
        for name in ("account", "object", "operation"):
            await self._audit.create_index([(name, 1), ("_id", -1)])

    async def enter(self, request: Request) -> Data:
        """The session of a request, whose attempt is on record. Raises: HTTPException."""
        session = await self.session(request)
        row = {"_id": str(uuid.uuid4()), "at": datetime.now(UTC), "account": session["account"]}
        where = {"operation": request.scope["route"].name, "address": request.client.host if request.client else ""}
        await self._audit.insert_one(row | where | {"status": None, "object": ""})
        return session | {"audit": row["_id"]}

    def leave(self, who: Data, status: int, about: str) -> None:
        """Have the result written; the answer does not wait for it."""
        result = {"$set": {"status": status, "object": about, "ended": datetime.now(UTC)}}
        task = asyncio.ensure_future(self._audit.update_one({"_id": who["audit"]}, result))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def session(self, request: Request) -> Data:
        """The session of a request, which still stands. Raises: HTTPException."""
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(shown, SECRET, ["HS256"])
        except jwt.InvalidTokenError as error:
            raise HTTPException(401) from error
        found = await self._sessions.find_one({"_id": claims["sid"], "expires": {"$gt": datetime.now(UTC)}})
        if found is None:
            raise HTTPException(401)
        return found


@dataclass(frozen=True)
class Done:
    """What a command did: its answer, the rows of history that go on with it, what is to be told (type and data)."""

    answer: Data
    history: Sequence[Data]
    told: Sequence[tuple[str, Data]] = ()


Write = Callable[[AsyncClientSession], Awaitable[Any]]


class Outbox:
    """What is to be told: kept in the transaction that it tells of, sent with confirms once that is committed."""

    def __init__(self, database: AsyncDatabase[Data], events: AbstractExchange) -> None:
        self._events, self._rows = events, database["outbox"]
        self._lazy = database.get_collection("outbox", write_concern=WriteConcern(1, j=False))
        self._fresh: asyncio.Queue[Data] = asyncio.Queue()

    async def prepare(self) -> None:
        """Have its index, and begin to relay."""
        await self._rows.create_index("lease", partialFilterExpression={"state": "pending"})
        self._relays = [asyncio.create_task(each()) for each in (self._relay, self._sweep)]

    async def keep(self, told: Sequence[tuple[str, Data]], session: AsyncClientSession) -> list[Data]:
        """The rows of what is to be told, kept."""
        lease = datetime.now(UTC) + LEASE
        rows: list[Data] = [
            {"_id": str(uuid.uuid4()), "type": type_, "body": orjson.dumps({"type": type_, **data}, option=UTC_ALONE),
             "state": "pending", "lease": lease, "sent": None}
            for type_, data in told
        ]  # fmt: skip
        if rows:
            await self._rows.insert_many(rows, session=session)
        return rows

    def offer(self, rows: Sequence[Data]) -> None:
        """Have rows sent now that they are committed."""
        for row in rows:
            self._fresh.put_nowait(row)

    async def _relay(self) -> None:
        while True:
            rows = [await self._fresh.get()]
            while not self._fresh.empty():
                rows.append(self._fresh.get_nowait())
            await self._send(rows)

    async def _sweep(self) -> None:
        """What another process left behind."""
        while True:
            await asyncio.sleep(SWEEP)
            late = {"state": "pending", "lease": {"$lt": datetime.now(UTC)}}
            if rows := await self._rows.find(late).to_list(200):
                await self._send(rows)

    async def _send(self, rows: list[Data]) -> None:
        await asyncio.gather(*(self._events.publish(message(row["_id"], row["body"]), row["type"]) for row in rows))
        sent = {"$set": {"state": "sent", "sent": datetime.now(UTC)}}
        await self._lazy.update_many({"_id": {"$in": [row["_id"] for row in rows]}}, sent)


class Commands:
    """Commands with one effect a key, each in one transaction with its history and with what is told of it."""

    def __init__(self, database: AsyncDatabase[Data], events: AbstractExchange) -> None:
        self._database, self._outbox = database, Outbox(database, events)

    async def prepare(self) -> None:
        """Have what transactions need, and begin to relay."""
        await self._database["history"].create_index([("about", 1), ("version", -1)])
        await self._outbox.prepare()

    async def do(self, account: str, key: str, work: Callable[[AsyncClientSession], Awaitable[Done]]) -> Data:
        """What a command answers, now or when it was done before. Raises: what `work` refuses, DuplicateKeyError."""

        async def write(session: AsyncClientSession) -> tuple[Data, list[Data]]:
            done, moment = await work(session), datetime.now(UTC)
            kept = {"_id": f"{account}:{key}", "result": orjson.dumps(done.answer), "at": moment}
            await self._database["answers"].insert_one(kept, session=session)
            rows = [row | {"by": account, "at": moment} for row in done.history]
            await self._database["history"].insert_many(rows, session=session)
            return done.answer, await self._outbox.keep(done.told, session)

        try:
            async with self._database.client.start_session() as session:
                answer, rows = await session.with_transaction(write, write_concern=self._database.write_concern)
        except (DuplicateKeyError, HTTPException):
            found = await self._database["answers"].find_one({"_id": f"{account}:{key}"})
            if found is None:
                raise
            answered: Data = orjson.loads(found["result"])
            return answered
        self._outbox.offer(rows)
        return answer


class KeptOutlets:
    """Keeps outlets, their history and what is to be told of them together."""

    def __init__(self, database: AsyncDatabase[Data], events: AbstractExchange) -> None:
        self._outlets, self._commands = database["outlets"], Commands(database, events)

    async def prepare(self) -> None:
        """Have what transactions need, and begin to relay."""
        await self._commands.prepare()

    async def register(self, outlet: Data, account: str, key: str) -> Data:
        """Keep an outlet once for a key and have it told. Raises: DuplicateKeyError."""
        id_ = str(uuid.uuid4())
        created = {"id": id_, **outlet}

        async def work(session: AsyncClientSession) -> Done:
            await self._outlets.insert_one({"_id": id_, **_sealed(outlet)}, session=session)
            return Done(created, [history(id_, 1, "registered")], [(REGISTERED, {"outlet": created})])

        return await self._commands.do(account, key, work)


def history(about: str, version: int, what: str) -> Data:
    """What happened to something that has this version now."""
    return {"_id": f"{about}:{version}", "about": about, "version": version, "what": what}


async def once(database: AsyncDatabase[Data], event: str, write: Write) -> Any:
    """What an event's effect gives, which it has exactly once; None when it had it before."""

    async def taken(session: AsyncClientSession) -> Any:
        await database["inbox"].insert_one({"_id": event, "at": datetime.now(UTC)}, session=session)
        return await write(session)

    try:
        async with database.client.start_session() as session:
            return await session.with_transaction(taken, write_concern=database.write_concern)
    except DuplicateKeyError:
        return None


def promised() -> bool:
    """Whether this peer keeps them."""
    return bool(os.environ.get("PEER_PROMISES"))


def _sealed(outlet: Mapping[str, Any]) -> Data:
    contacts = [contact | {"phone": _seal(contact["phone"])} for contact in outlet["contacts"]]
    return {**outlet, "contacts": contacts}


def _seal(text: str) -> str:
    nonce = os.urandom(12)
    return base64.b64encode(nonce + SEALING.encrypt(nonce, text.encode(), None)).decode()
