"""The promises that ours gives, kept the plain way on the same parts: a session that still stands, an audit row before
and after, one effect a key, sealed phone numbers, history, and an outbox, all of one registration in one transaction.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import aio_pika
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
        session = await self._session(request.headers.get("Authorization", ""))
        row = {"_id": str(uuid.uuid4()), "at": datetime.now(UTC), "account": session["account"]}
        where = {"operation": "outlets.register", "address": request.client.host if request.client else ""}
        await self._audit.insert_one(row | where | {"status": None, "object": ""})
        return session | {"audit": row["_id"]}

    def leave(self, who: Data, status: int, about: str) -> None:
        """Have the result written; the answer does not wait for it."""
        result = {"$set": {"status": status, "object": about, "ended": datetime.now(UTC)}}
        task = asyncio.ensure_future(self._audit.update_one({"_id": who["audit"]}, result))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _session(self, header: str) -> Data:
        try:
            claims = jwt.decode(header.removeprefix("Bearer "), SECRET, ["HS256"])
        except jwt.InvalidTokenError as error:
            raise HTTPException(401) from error
        found = await self._sessions.find_one({"_id": claims["sid"], "expires": {"$gt": datetime.now(UTC)}})
        if found is None:
            raise HTTPException(401)
        return found


class KeptOutlets:
    """Keeps outlets, their history and what is to be told of them together."""

    def __init__(self, database: AsyncDatabase[Data], events: AbstractExchange) -> None:
        self._database, self._events = database, events
        self._lazy = database.get_collection("outbox", write_concern=WriteConcern(1, j=False))
        self._fresh: asyncio.Queue[Data] = asyncio.Queue()

    async def prepare(self) -> None:
        """Have what transactions need, and begin to relay."""
        await self._database["outbox"].create_index("lease", partialFilterExpression={"state": "pending"})
        await self._database["history"].create_index([("outlet", 1), ("version", -1)])
        self._relays = [asyncio.create_task(each()) for each in (self._relay, self._sweep)]

    async def register(self, outlet: Data, account: str, key: str) -> Data:
        """Keep an outlet once for a key and have it told. Raises: DuplicateKeyError."""
        id_, moment = str(uuid.uuid4()), datetime.now(UTC)
        created = {"id": id_, **outlet}
        row = {"_id": str(uuid.uuid4()), "body": orjson.dumps({"type": REGISTERED, "outlet": created})}
        row |= {"state": "pending", "lease": moment + LEASE, "sent": None}
        about = {"outlet": id_, "version": 1, "what": "registered", "by": account, "at": moment}

        async def write(session: AsyncClientSession) -> None:
            kept = {"_id": f"{account}:{key}", "result": orjson.dumps(created), "at": moment}
            await self._database["answers"].insert_one(kept, session=session)
            await self._database["outlets"].insert_one({"_id": id_, **_sealed(outlet)}, session=session)
            await self._database["history"].insert_one({"_id": f"{id_}:1", **about}, session=session)
            await self._database["outbox"].insert_one(row, session=session)

        try:
            async with self._database.client.start_session() as session:
                await session.with_transaction(write, write_concern=self._database.write_concern)
        except DuplicateKeyError:
            found = await self._database["answers"].find_one({"_id": f"{account}:{key}"})
            if found is None:
                raise
            answered: Data = orjson.loads(found["result"])
            return answered
        self._fresh.put_nowait(row)
        return created

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
            if rows := await self._database["outbox"].find(late).to_list(200):
                await self._send(rows)

    async def _send(self, rows: list[Data]) -> None:
        await asyncio.gather(*(self._events.publish(message(row["_id"], row["body"]), REGISTERED) for row in rows))
        sent = {"$set": {"state": "sent", "sent": datetime.now(UTC)}}
        await self._lazy.update_many({"_id": {"$in": [row["_id"] for row in rows]}}, sent)


async def once(database: AsyncDatabase[Data], event: aio_pika.abc.AbstractIncomingMessage, item: Data) -> None:
    """An event's effect, exactly once."""

    async def write(session: AsyncClientSession) -> None:
        await database["inbox"].insert_one({"_id": event.message_id, "at": datetime.now(UTC)}, session=session)
        await database["items"].insert_one(item, session=session)

    try:
        async with database.client.start_session() as session:
            await session.with_transaction(write, write_concern=database.write_concern)
    except DuplicateKeyError:
        return  # it had its effect before


def promised() -> bool:
    """Whether this peer keeps them."""
    return bool(os.environ.get("PEER_PROMISES"))


def _sealed(outlet: Mapping[str, Any]) -> Data:
    contacts = [contact | {"phone": _seal(contact["phone"])} for contact in outlet["contacts"]]
    return {**outlet, "contacts": contacts}


def _seal(text: str) -> str:
    nonce = os.urandom(12)
    return base64.b64encode(nonce + SEALING.encrypt(nonce, text.encode(), None)).decode()
