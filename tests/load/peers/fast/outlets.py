"""Keeping and telling: called by the web process itself, or run as a service behind RPC (`python -m` this)."""

from __future__ import annotations

import asyncio
import os
import uuid
from typing import Any

import aio_pika
import orjson
from aio_pika.abc import AbstractConnection, AbstractExchange
from aio_pika.patterns import JsonRPC
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from tests.load.peers.fast.events import REGISTERED, message
from tests.load.peers.fast.promises import KeptOutlets, promised

REGISTER = f"{os.environ['PEER_NAME']}.register"
PREFETCH = 200


class Outlets:
    """Keeps outlets."""

    def __init__(self, documents: AsyncCollection[dict[str, Any]], events: AbstractExchange) -> None:
        self._documents, self._events = documents, events

    async def register(self, outlet: dict[str, Any], *_who: str) -> dict[str, Any]:
        """Keep an outlet (majority) and tell it (persistent, confirmed). Raises: DuplicateKeyError."""
        id_ = str(uuid.uuid4())
        await self._documents.insert_one({"_id": id_, **outlet})
        created = {"id": id_, **outlet}
        body = orjson.dumps({"type": REGISTERED, "outlet": created})
        await self._events.publish(message(str(uuid.uuid4()), body), REGISTERED)
        return created


def database() -> AsyncDatabase[dict[str, Any]]:
    """The peer's own, written with majority."""
    client = AsyncMongoClient[dict[str, Any]](os.environ["MONGO_URI"])
    return client.get_database(os.environ["PEER_NAME"], write_concern=WriteConcern("majority", j=True))


async def broker() -> AbstractConnection:
    """A connection that comes back by itself."""
    return await aio_pika.connect_robust(os.environ["AMQP_URI"])


async def outlets(connection: AbstractConnection) -> Outlets | KeptOutlets:
    """Ready to be used."""
    kept = database()
    await kept["outlets"].create_index("credit_code", unique=True)
    channel = await connection.channel(publisher_confirms=True)
    events = await channel.declare_exchange(exchange(), aio_pika.ExchangeType.TOPIC, durable=True)
    if not promised():
        return Outlets(kept["outlets"], events)
    made = KeptOutlets(kept, events)
    await made.prepare()
    return made


def exchange() -> str:
    """Where this peer's events go."""
    return f"{os.environ['PEER_NAME']}.events"


async def main() -> None:
    """Serve `register` over RPC until killed."""
    connection = await broker()
    kept = await outlets(connection)

    async def register(*, outlet: dict[str, Any], account: str, key: str) -> dict[str, Any]:
        try:
            return await kept.register(outlet, account, key)
        except DuplicateKeyError:
            return {"taken": outlet["credit_code"]}

    channel = await connection.channel()
    await channel.set_qos(prefetch_count=PREFETCH)
    rpc = await JsonRPC.create(channel)
    await rpc.register(REGISTER, register, durable=True)
    await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main())
