"""Events: one effect each, the retry ladder, dead letters with everything that is known."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pymongo.database import Database

from shared.ids import new_id
from tests.integration.kernel.conftest import LADDER
from tests.support.bus import Bus, cloud_event
from tests.support.caller import Caller, asking
from tests.support.process import ServiceProcess
from tests.support.waiting import meanwhile, until

TOLD, FOLLOWED = "jingmei.probe.ProbeTold.v1", "jingmei.probe.ProbeFollowed.v1"
COUNTED = "jingmei.probe.ProbeCounted.v1"
pytestmark = pytest.mark.usefixtures("probe")


def effects(db: Database[Any], subject: str) -> list[str]:
    return [row["what"] for row in db.effects.find({"subject": subject}).sort("_id")]


def letter(db: Database[Any], **match: Any) -> dict[str, Any]:
    found = until(f"a dead letter {match}", lambda: db.dead_letters.find_one(match))
    assert found is not None
    return found


def test_an_event_has_one_effect_however_often_it_comes(bus: Bus, db: Database[Any], probe: ServiceProcess) -> None:
    event = cloud_event(TOLD, {})
    for _ in range(10):
        bus.publish(event)
    last = cloud_event(TOLD, {})
    bus.publish(last)
    until("the last effect", lambda: effects(db, last["subject"]))
    until("ten deliveries", lambda: probe.metric("jingmei_events_handled_total", outcome="repeated") >= 9)
    assert effects(db, event["subject"]) == ["told"]


def test_a_command_s_event_reaches_its_consumer(caller: Caller, db: Database[Any]) -> None:
    made = caller.call("probe.put", {"name": new_id()}, asking(new_id())).result["id"]
    until("the effect", lambda: effects(db, made) == ["told"])
    row = until("the mark", lambda: db.outbox.find_one({"aggregate": made, "state": "sent"}))
    body = orjson.loads(row["body"])
    assert (body["type"], body["subject"], body["aggregateversion"]) == (TOLD, made, 1)
    assert row["routing_key"] == f"probe.ProbeTold.v1.{body['bureau']}"


def test_what_needs_a_predecessor_waits_for_it(bus: Bus, db: Database[Any]) -> None:
    subject = new_id()
    bus.publish(cloud_event(FOLLOWED, {}, subject=subject))
    until("the first try", lambda: db.runs.count_documents({"what": f"followed {subject}"}) == 1)
    assert effects(db, subject) == []
    bus.publish(cloud_event(TOLD, {}, subject=subject))
    until("both effects", lambda: effects(db, subject) == ["told", "followed"])


def test_events_about_one_thing_are_taken_one_after_the_other(bus: Bus, caller: Caller, db: Database[Any]) -> None:
    thing = caller.call("probe.put", {"name": new_id()}, asking(new_id())).result["id"]
    for _ in range(20):
        bus.publish(cloud_event(COUNTED, {}, subject=thing))
    until("all of them", lambda: db.things.find_one({"_id": thing, "version": 21}))
    assert db.runs.count_documents({"what": f"counted {thing}"}) == 20, "none was decided upon what was stale already"


def test_what_always_fails_goes_up_the_ladder_and_dies(bus: Bus, db: Database[Any]) -> None:
    event = cloud_event(TOLD, {"mode": "fail"})
    bus.publish(event)
    row = letter(db, event_id=event["id"])
    assert (row["reason"], row["error_class"], row["error"]) == ("exhausted", "RuntimeError", "always")
    assert row["attempts"] == len(LADDER) + 1
    assert (row["last_at"] - row["first_at"]).total_seconds() >= LADDER[-1]
    assert (row["service"], row["type"], row["bureau"]) == ("probe", TOLD, event["bureau"])
    assert orjson.loads(row["body"]) == event
    assert [entry["action"] for entry in row["history"]] == ["died"]


def test_a_refusal_of_the_domain_dies_at_once(bus: Bus, db: Database[Any]) -> None:
    event = cloud_event(TOLD, {"mode": "refuse"})
    bus.publish(event)
    row = letter(db, event_id=event["id"])
    assert (row["reason"], row["error_class"], row["attempts"]) == ("refused", "Conflict", 1)
    assert "thing.refused" in row["error"]


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("unknown_version", {"type": "jingmei.probe.ProbeTold.v7"}),
        ("unknown_event", {"type": "jingmei.probe.ProbeSilent.v1"}),
        ("unhandled_event", {"type": "jingmei.outlet.OutletVerified.v1"}),
        ("schema", {"bureau": "nowhere"}),
        ("schema", {"data": {"mode": 7}}),
    ],
)
def test_what_can_never_be_handled_says_why(bus: Bus, db: Database[Any], reason: str, change: dict[str, Any]) -> None:
    event = cloud_event(TOLD, {})
    body = {**event, **change, "data": {"outlet": {}, "by": ""} if reason == "unhandled_event" else event["data"]}
    body |= {name: value for name, value in change.items() if name == "data"}
    bus.raw(orjson.dumps(body), "probe.ProbeTold.v1.330108")
    found = letter(db, event_id=event["id"])
    expected = {reason, "schema"} if reason == "unhandled_event" else {reason}
    assert found["reason"] in expected
    assert effects(db, event["subject"]) == []


def test_a_message_that_is_no_event_is_kept_as_it_came(bus: Bus, db: Database[Any]) -> None:
    body = b"\xff\xfe not JSON " + new_id().encode()
    headers = {"who": "stranger", "x-jingmei-reason": "forged"}
    bus.raw(body, "probe.ProbeTold.v1.330108", message_id=new_id(), application_headers=headers)
    row = letter(db, reason="undecodable")
    assert bytes(row["body"]) == body
    assert "stranger" in row["headers"]["original"]


def test_the_dead_letter_queue_is_empty_once_they_are_stored(bus: Bus, db: Database[Any]) -> None:
    event = cloud_event(TOLD, {"mode": "refuse"})
    bus.publish(event)
    letter(db, event_id=event["id"])
    until("an empty queue", lambda: bus.ready("probe.dlq.v1") == 0)
    meanwhile(1, lambda: db.dead_letters.count_documents({"event_id": event["id"]}) == 1, "one row")
