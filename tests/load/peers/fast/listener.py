"""The second service: an item for each registered outlet. Run by `python -m`."""

from __future__ import annotations

import asyncio
import os

import orjson
from aio_pika import ExchangeType
from aio_pika.abc import AbstractIncomingMessage

from tests.load.peers.fast.events import REGISTERED
from tests.load.peers.fast.outlets import PREFETCH, broker, database, exchange
from tests.load.peers.fast.promises import once, promised
from tests.load.peers.noting import note


async def main() -> None:
    """Listen until killed."""
    kept = database()
    connection = await broker()
    channel = await connection.channel()
    await channel.set_qos(prefetch_count=PREFETCH)
    events = await channel.declare_exchange(exchange(), ExchangeType.TOPIC, durable=True)
    queue = await channel.declare_queue(f"{os.environ['PEER_NAME']}.listener", durable=True)
    await queue.bind(events, REGISTERED)

    async def handle(message: AbstractIncomingMessage) -> None:
        async with message.process(requeue=True):
            outlet = orjson.loads(message.body)["outlet"]
            item = {"kind": "outlet_registered", "name": outlet["name"], "read": False}
            if promised():
                row = {"_id": outlet["id"], **item}
                await once(
                    kept, str(message.message_id), lambda session: kept["items"].insert_one(row, session=session)
                )
            else:
                await kept["items"].replace_one({"_id": outlet["id"]}, item, upsert=True)
            note(outlet["id"])

    await queue.consume(handle)
    await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main())
