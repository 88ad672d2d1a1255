"""What is no longer kept, a story says."""

from __future__ import annotations

from datetime import timedelta

from jingmei.story.model import id_at, moment_of
from shared.clock import now
from shared.ids import new_id
from tests.e2e.people import BUREAU, Data
from tests.e2e.stack import Stack
from tests.jingmei.tracing import Trace, database, steps


def test_it_says_what_is_no_longer_kept(stack: Stack, work: Data, trace: Trace) -> None:
    whole = trace(work["id"], "--json")
    db, gateway = database(stack, "submission"), database(stack, "gateway")
    ids = [step["id"] for step in steps(whole, "event", service="submission")]
    rows, asked = list(db["outbox"].find({"_id": {"$in": ids}})), {step["who"] for step in steps(whole, "command")}
    trail = list(gateway["audit"].find({"account": {"$in": sorted(asked)}}))
    db["outbox"].delete_many({"_id": {"$in": ids}})
    gateway["audit"].delete_many({"_id": {"$in": [row["_id"] for row in trail]}})
    told, shown = trace(work["id"], "--json"), trace(work["id"])
    db["outbox"].insert_many(rows)
    gateway["audit"].insert_many(trail)
    gone = {each["kind"]: (each["count"], each["days"]) for each in told.json["gone"]}
    assert gone["event"] == (len(ids), 7)
    assert gone["command"][0] >= 2
    assert f"event: {len(ids)} are past the 7 days that they are kept." in shown.err
    assert "the audit trail no longer has" in shown.err
    # When they were told is known all the same, and who handled them.
    assert {step["id"] for step in steps(told, "event", service="submission", what="")} == set(ids)
    assert len(steps(told, "handler")) == len(steps(whole, "handler"))


def test_it_says_that_the_events_of_old_points_are_gone(stack: Stack, work: Data, trace: Trace) -> None:
    old = now() - timedelta(days=8)
    entry = {
        "_id": new_id(), "bureau": BUREAU, "outlet": work["outlet"], "submission": work["id"], "period": "2026-Q4",
        "cents": 100, "rule": "trace:old", "cause": "e-2", "at": old, "reverses": "", "by": "",
    }  # fmt: skip
    ledger = database(stack, "scoring")["ledger"]
    ledger.insert_many([entry, entry | {"_id": new_id(), "rule": "trace:older"}])
    told = trace(work["id"], "--json")
    ledger.delete_many({"cause": "e-2", "bureau": BUREAU})
    # Both entries were told with one event.
    assert told.json["gone"] == [{"kind": "event", "count": 1, "days": 7}]


def test_ids_and_moments_belong_together() -> None:
    moment = now()
    id_ = new_id()
    assert abs(moment_of(id_) - moment) < timedelta(seconds=5)
    assert id_at(moment - timedelta(seconds=5)) < id_ < id_at(moment + timedelta(seconds=5))
