"""What need not be answered at once: screening, points, and telling people. Run by `python -m`.

An event has all of its effects in one transaction with its row in the inbox and with what is told in turn.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from aio_pika.abc import AbstractIncomingMessage
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from tests.load.peers.fast.outlets import PREFETCH, broker, database, exchange
from tests.load.peers.fast.promises import Outbox, history, once
from tests.load.peers.fast_chain.works import QUEUE, change, indexes, now, queue
from tests.load.texts import listed

Data = dict[str, Any]
Session = AsyncClientSession
Told = list[tuple[str, Data]]
# What must not stand in a text: residents' and phone numbers, number plates, the words of a list.
FOUND = [
    re.compile(each)
    for each in (
        r"(?<!\d)\d{17}[\dX]",
        r"(?<!\d)1[3-9]\d{9}(?!\d)",
        r"[\u4e00-\u9fff][A-Z][A-Z\d]{5}",
        "|".join(listed(200)),
    )
]
# Points in cents: of a publication by the level of its medium, for 1,000 reads each, up to a cap; a grade multiplies.
LEVEL = {"central": 2_000, "provincial": 1_000, "municipal": 500, "county": 200}
GRADE = {"A": 2, "B": 1, "C": 1}
A_THOUSAND, CAP = 50, 1_000
HOME = ZoneInfo("Asia/Shanghai")


class Worker:
    """Gives events their effects."""

    def __init__(self, kept: AsyncDatabase[Data], outbox: Outbox) -> None:
        self._db, self._outbox = kept, outbox
        self._does: dict[str, Callable[[Data, Session], Awaitable[Told]]] = {
            "submitted": self._screen, "publication_verified": self._published, "metrics_verified": self._measured,
        }  # fmt: skip

    async def handle(self, message: AbstractIncomingMessage) -> None:
        """One event: acknowledged when its effects are kept, given back when they are not."""
        async with message.process(requeue=True):
            event, id_ = orjson.loads(message.body), str(message.message_id)
            self._outbox.offer(await once(self._db, id_, partial(self._effects, id_, event)) or [])

    async def _effects(self, id_: str, event: Data, session: Session) -> list[Data]:
        does = self._does.get(event["type"])
        told = await does(event, session) if does else []
        item = {"_id": f"{id_}:{event['work']['account']}", "account": event["work"]["account"], "read": False}
        item |= {"kind": event["type"], "work": event["work"]["id"], "at": now()}
        await self._db["items"].insert_one(item, session=session)
        return await self._outbox.keep(told, session)

    async def _screen(self, event: Data, session: Session) -> Told:
        """Look through a text and have it reviewed."""
        work = event["work"]
        hits = [found.group() for each in FOUND for found in each.finditer(f"{work['title']}\n{event['body']}")]
        row: Data = {
            "_id": str(uuid.uuid4()),
            "version": 1,
            "status": "open",
            "level": 1,
            "claimed_by": None,
            "had": [],
        }
        row |= {"work": work["id"], "account": work["account"], "hash": event["hash"], "hits": hits, "opened": now()}
        await self._db["reviews"].insert_one(row, session=session)
        await self._db["history"].insert_one(history(row["_id"], 1, "opened"), session=session)
        known = {"_id": work["id"], "status": "submitted"}
        after = await change(self._db, "works", known, {"status": "in_review"}, session)
        await self._db["history"].insert_one(history(work["id"], after["version"], "in_review"), session=session)
        return [("review_opened", {"work": work, "review": row["_id"]})]

    async def _published(self, event: Data, session: Session) -> Told:
        publication = event["publication"]
        cents = LEVEL[publication["level"]] * GRADE[event["work"]["grade"]]
        return await self._enter(event, f"publication:{publication['level']}", cents, session)

    async def _measured(self, event: Data, session: Session) -> Told:
        cents = min(CAP, event["metrics"]["reads"] // 1_000 * A_THOUSAND)
        return await self._enter(event, "metrics:reads", cents, session)

    async def _enter(self, event: Data, rule: str, cents: int, session: Session) -> Told:
        """Into the ledger and the outlet's standing, of the quarter of the publication."""
        work, day = event["work"], datetime.fromisoformat(event["publication"]["published_at"]).astimezone(HOME)
        period, about = f"{day.year}-Q{(day.month + 2) // 3}", event["publication"]["id"]
        row = {"_id": f"{about}:{rule}", "work": work["id"], "outlet": work["outlet"], "period": period, "at": now()}
        await self._db["ledger"].insert_one(row | {"rule": rule, "cents": cents}, session=session)
        place = {"_id": f"{period}:{work['outlet']}"}
        added = {"$inc": {"cents": cents, "entries": 1, "works": int(rule.startswith("publication"))}}
        await self._db["standings"].update_one(place, added, upsert=True, session=session)
        return [("points_entered", {"work": work, "rule": rule, "cents": cents, "period": period})]


async def main() -> None:
    """Listen until killed."""
    kept, connection = database(), await broker()
    channel = await connection.channel(publisher_confirms=True)
    await channel.set_qos(prefetch_count=PREFETCH)
    await indexes(kept)
    outbox = Outbox(kept, await queue(channel))
    await outbox.prepare()
    listening = await channel.get_queue(f"{exchange()}.{QUEUE}")
    await listening.consume(Worker(kept, outbox).handle)
    await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main())
