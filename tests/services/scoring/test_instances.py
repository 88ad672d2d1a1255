"""Two processes of the service on one database, over the broker: works pour in while their quarter closes."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pymongo import MongoClient

from shared.context import Actor, RequestContext, Role
from shared.events import Event, OutletState, OutletVerified, Received
from shared.events.outlet import MemberState
from shared.ids import new_id
from tests.conftest import Spawn
from tests.services.scoring.desk import Work
from tests.services.stage import received
from tests.support.bus import Bus
from tests.support.caller import Caller
from tests.support.waiting import until

BUREAU = "370888"
WORKS, OUTLETS = 30, 4
# So many messages come after the quarter has closed, however fast the others were.
LATE = 20


def asking(*roles: Role) -> RequestContext:
    actor = Actor("tester", BUREAU, frozenset(roles or {Role.SCORING_MANAGER}))
    return RequestContext(actor, request_id=new_id(), key=new_id(), fingerprint="f")


def call(caller: Caller, method: str, *roles: Role, **data: Any) -> Any:
    reply = caller.call(f"scoring.{method}", data, asking(*roles))
    assert reply.error is None, reply.error
    return reply.result


def publish(bus: Bus, events: Iterable[Received[Event]]) -> None:
    for event in events:
        bus.raw(event.envelope.encode(event.data), type(event.data).routing_key(event.bureau))


def outlets() -> list[Received[Event]]:
    made = []
    for _ in range(OUTLETS):
        id_ = new_id()
        state = OutletState(
            id_, f"媒体{id_[-4:]}", "self_media", "verified", members=(MemberState("m", "outlet_owner"),)
        )
        made.append(received(OutletVerified(state, "liaison"), id_, version=2, bureau=BUREAU))
    return made


def test_works_pour_in_while_their_quarter_closes(
    service_process: Spawn, caller: Caller, bus: Bus, amqp_uri: str, mongo: MongoClient[Any], database_prefix: str
) -> None:
    for _ in range(2):
        service_process("scoring", JINGMEI_RETRY_LADDER="1,1,2,10,60")
    db = mongo[f"{database_prefix}scoring"]
    known = outlets()
    publish(bus, known)
    until("the outlets are known", lambda: db["outlets"].count_documents({"bureau": BUREAU}) == OUTLETS)
    ids = [event.subject for event in known]
    shuffle = random.Random(11)
    works = [Work(tuple(shuffle.sample(ids, 2)), levels=("county", "central"), reads=6000, bureau=BUREAU)
             for _ in range(WORKS)]  # fmt: skip
    told = [event for work in works for event in work.told()]
    told += shuffle.sample(told, 20)
    shuffle.shuffle(told)

    def pour() -> None:
        with Bus(amqp_uri) as another:
            publish(another, told[:-LATE])

    pouring = threading.Thread(target=pour)
    pouring.start()
    until("some points", lambda: db["ledger"].count_documents({"bureau": BUREAU}) > 20)
    closed = until_closed(caller)
    frozen = call(caller, "ranking", period="2026-Q3", limit=100)["items"]
    pouring.join()
    publish(bus, told[-LATE:])

    def effective() -> Counter[str]:
        found: Counter[str] = Counter()
        for entry in db["ledger"].find({"bureau": BUREAU}):
            found[entry["submission"]] += entry["cents"]
        return found

    # 2 + 20 × 0.5, and the tier 4, shared by two
    until("every work has its points", lambda: list(effective().values()).count(1600) == WORKS)
    assert closed["status"] == "closed"
    assert call(caller, "ranking", period="2026-Q3", limit=100)["items"] == frozen
    entries = list(db["ledger"].find({"bureau": BUREAU}))
    assert len({entry["_id"] for entry in entries}) == len(entries)
    assert {(entry["period"], entry["late"]) for entry in entries} == {("2026-Q3", ""), ("2026-Q4", "2026-Q3")}
    for period in ("2026-Q3", "2026-Q4"):
        rebuilt = call(caller, "rebuild_period", period=period)
        assert rebuilt["identical"], rebuilt
        counters = call(caller, "period", period=period)["counters"]
        assert counters["entries"] == sum(entry["period"] == period for entry in entries)
    counters = call(caller, "period", period="2026-Q3")["counters"]
    assert (counters["works"], counters["publications"], counters["metrics"]) == (WORKS, 2 * WORKS, WORKS)
    assert db["dead_letters"].count_documents({}) == 0


def until_closed(caller: Caller) -> Any:
    """Close the quarter; while so much pours in, somebody else may be faster a few times."""
    replies = []

    def closed() -> bool:
        reply = caller.call("scoring.close_period", {"period": "2026-Q3"}, asking())
        replies.append(reply)
        return reply.error is None

    until("the quarter closes", closed)
    return replies[-1].result
