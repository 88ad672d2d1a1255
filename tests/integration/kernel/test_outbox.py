"""The outbox: what one process left behind another sends; what nobody listens for waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import orjson
import pytest
from bson.binary import Binary
from pymongo.database import Database

from shared.clock import now
from shared.mongo.transaction import LEASE
from tests.support.bus import EVENTS, Bus, cloud_event, routing_key
from tests.support.process import ServiceProcess
from tests.support.waiting import until

TOLD, HINTED = "jingmei.probe.ProbeTold.v1", "jingmei.probe.ProbeHinted.v1"
pytestmark = pytest.mark.usefixtures("probe")


def left_behind(db: Database[Any], lease_until: datetime, key: str = routing_key(TOLD)) -> dict[str, Any]:
    """A row as a process writes it at its commit, and dies before it sends."""
    event = cloud_event(TOLD, {})
    row = {
        "_id": event["id"], "seq": event["id"], "type": TOLD, "routing_key": key, "aggregate": event["subject"],
        "mandatory": True, "body": Binary(orjson.dumps(event)), "state": "pending", "lease_until": lease_until,
        "token": "somebody who died", "attempts": 0, "last_error": None, "created_at": now(), "sent_at": None,
    }  # fmt: skip
    db.outbox.insert_one(row)
    return row


def sent(db: Database[Any], row: dict[str, Any]) -> bool:
    return db.outbox.find_one({"_id": row["_id"]})["state"] == "sent"


def test_rows_of_a_dead_process_are_taken_over(db: Database[Any]) -> None:
    row = left_behind(db, now() - timedelta(seconds=1))
    until("the mark", lambda: sent(db, row))
    until("one effect", lambda: db.effects.count_documents({"subject": row["aggregate"]}) == 1)


def test_a_lease_that_runs_is_respected_until_its_end(db: Database[Any]) -> None:
    row = left_behind(db, now() + timedelta(seconds=2))
    until("the mark", lambda: sent(db, row))
    assert db.outbox.find_one({"_id": row["_id"]})["sent_at"] >= row["lease_until"]


def test_a_lease_by_a_clock_that_is_hours_ahead_is_not_waited_for(db: Database[Any]) -> None:
    row = left_behind(db, now() + timedelta(hours=5))
    until("the mark", lambda: sent(db, row))


def test_what_nobody_listens_for_stays_and_raises_the_alarm(db: Database[Any], probe: ServiceProcess) -> None:
    row = left_behind(db, now() - timedelta(seconds=1), "probe.Nobody.v1.330108")
    until("the reason", lambda: db.outbox.find_one({"_id": row["_id"]})["last_error"] == "unroutable")
    until("the alarm", lambda: probe.metric("jingmei_outbox_unroutable") == 1)
    assert not sent(db, row)
    db.outbox.delete_one({"_id": row["_id"]})
    until("the end of the alarm", lambda: probe.metric("jingmei_outbox_unroutable") == 0)


def test_a_hint_is_sent_once_after_its_commit_and_is_in_no_outbox(bus: Bus, db: Database[Any]) -> None:
    queue = bus.channel.queue_declare("", exclusive=True).queue
    bus.channel.queue_bind(queue, EVENTS, routing_key(HINTED))
    event = cloud_event(TOLD, {"mode": "hint"})
    bus.publish(event)
    hint = until("the hint", lambda: bus.channel.basic_get(queue, no_ack=True))
    assert orjson.loads(hint.body)["subject"] == event["subject"]
    assert db.effects.count_documents({"subject": event["subject"]}) == 1  # it was committed before
    bus.publish(event)
    after = cloud_event(TOLD, {"mode": "hint"})
    bus.publish(after)
    hint = until("the hint after it", lambda: bus.channel.basic_get(queue, no_ack=True))
    assert orjson.loads(hint.body)["subject"] == after["subject"]  # the repeated one told nothing again
    assert db.outbox.count_documents({"type": HINTED}) == 0


def test_where_nothing_waits_it_looks_once_a_lease(db: Database[Any]) -> None:
    """Whatever is committed after a look is held by who commits it for as long: no takeover comes later for that."""
    row = left_behind(db, now() - timedelta(seconds=1))
    until("the mark", lambda: sent(db, row))
    looks = {"op": "query", "command.filter": {"state": "pending"}, "command.sort": {"lease_until": 1}}
    profile = db["system.profile"]

    def rested() -> bool:
        moments = [each["ts"] for each in profile.find(looks).sort("ts", 1)]
        return any(then - before > LEASE * 0.9 for before, then in pairwise(moments))

    db.command("profile", 2)
    try:
        until("two looks that lie a lease apart", rested)
    finally:
        db.command("profile", 0)
