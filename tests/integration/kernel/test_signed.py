"""With keys, a credential of the broker is not enough: what no program of ours said has no effect and no answer."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import Any

import amqp
import orjson
import pytest
from pymongo.database import Database

from shared.ids import new_id
from shared.messaging.intake import body as body_of
from shared.signing import ANSWER, CALL, FACT, SIGNATURE, Signer
from tests.gateway.serving import SIGNERS, SIGNING
from tests.integration.kernel.conftest import LADDER
from tests.support.bus import Bus, cloud_event, routing_key
from tests.support.caller import Caller, asking
from tests.support.process import ServiceProcess
from tests.support.waiting import until

TOLD = "jingmei.probe.ProbeTold.v1"
PROBE, GATEWAY = Signer("probe", SIGNERS), Signer("gateway", SIGNERS)
STRANGER = Signer("probe", (("s1", bytes(32)),))
pytestmark = pytest.mark.usefixtures("probe")


@pytest.fixture(scope="module")
def settings(settings: dict[str, str]) -> dict[str, str]:
    """A process with keys."""
    return settings | {"JINGMEI_SIGNING_KEYS": SIGNING, "JINGMEI_UNSIGNED": "false"}


class Hearing(Caller):
    """It keeps the answers as they came."""

    def __init__(self, uri: str) -> None:
        self.answers: list[amqp.Message] = []
        super().__init__(uri)

    def _replied(self, message: amqp.Message) -> None:
        self.answers.append(message)
        super()._replied(message)


def say(bus: Bus, event: dict[str, Any], signature: str) -> None:
    headers = {SIGNATURE: signature} if signature else {}
    bus.raw(orjson.dumps(event), routing_key(TOLD), application_headers=headers)


def effects(db: Database[Any], event: dict[str, Any]) -> int:
    return db.effects.count_documents({"subject": event["subject"]})


def call(
    caller: Caller, signer: Signer, *, lasts: float | None = 60.0, to: str = "", method: str = "probe.put", **other: Any
) -> str:
    """A request that is signed for `to` and sent for this caller; gives its correlation id."""
    context = replace(asking(new_id()), deadline=None if lasts is None else time.time() + lasts)
    body = orjson.dumps({"args": [{"name": new_id()}, context.to_wire()], "kwargs": {}})
    id_ = new_id()
    parts = (b"probe.put", (to or caller.queue).encode(), id_.encode(), body)
    known = {"correlation_id": id_, "app_id": signer.sign(CALL, *parts), **other}
    caller.raw(method, body, **known)
    return str(known["correlation_id"])


def test_a_fact_of_its_source_has_its_effect(bus: Bus, db: Database[Any]) -> None:
    event = cloud_event(TOLD, {})
    say(bus, event, PROBE.sign(FACT, orjson.dumps(event)))
    until("its effect", lambda: effects(db, event) == 1)


@pytest.mark.parametrize(
    ("signer", "why"),
    [
        (None, "it is not signed"),
        (STRANGER, "its signature does not fit"),
        (Signer("probe", (("s9", bytes(range(32))),)), "a key that is not known here: 's9'"),
        (Signer("scoring", SIGNERS), "scoring says what only probe may say"),
    ],
)
def test_any_other_is_a_dead_letter_with_its_reason(
    bus: Bus, db: Database[Any], signer: Signer | None, why: str
) -> None:
    event = cloud_event(TOLD, {})
    say(bus, event, signer.sign(FACT, orjson.dumps(event)) if signer else "")
    row = until("a dead letter", lambda: db.dead_letters.find_one({"event_id": event["id"]}))
    assert row["reason"] == "signature"
    assert why in row["error"]
    assert effects(db, event) == 0


def test_a_signature_is_of_every_byte(bus: Bus, db: Database[Any]) -> None:
    event = cloud_event(TOLD, {})
    signature = PROBE.sign(FACT, orjson.dumps(event))
    forged = {**event, "bureau": "330106"}
    say(bus, forged, signature)
    row = until("a dead letter", lambda: db.dead_letters.find_one({"event_id": event["id"]}))
    assert (row["reason"], row["bureau"]) == ("signature", "330106")


def test_what_is_tried_again_and_what_is_dead_keep_their_signature(bus: Bus, db: Database[Any]) -> None:
    event = cloud_event(TOLD, {"mode": "fail"})
    signature = PROBE.sign(FACT, orjson.dumps(event))
    say(bus, event, signature)
    row = until("a dead letter", lambda: db.dead_letters.find_one({"event_id": event["id"]}))
    assert (row["reason"], row["attempts"]) == ("exhausted", len(LADDER) + 1), "each rung believed it"
    assert row["headers"]["signature"] == signature


def test_a_call_of_the_gateway_has_its_effect(caller: Caller, db: Database[Any]) -> None:
    reply = caller.wait(call(caller, GATEWAY))
    assert reply.error is None
    made = reply.result["id"]
    until("what the probe says of it is believed", lambda: db.effects.count_documents({"subject": made}) == 1)


def test_an_answer_says_whose_it_is(amqp_uri: str) -> None:
    with closing(Hearing(amqp_uri)) as caller:
        assert caller.wait(call(caller, GATEWAY)).error is None
        (answer,) = caller.answers
    parts = (answer.properties["correlation_id"].encode(), body_of(answer))
    assert GATEWAY.check(answer.properties["app_id"], ANSWER, *parts, program="probe") == "probe"


@pytest.mark.parametrize(
    "forged",
    [
        {"signer": Signer("gateway")},
        {"signer": STRANGER},
        {"signer": PROBE},
        {"signer": GATEWAY, "to": "rpc.reply-gateway-1"},
        {"signer": GATEWAY, "method": "probe.rename"},
        {"signer": GATEWAY, "correlation_id": "another-1"},
    ],
)
def test_any_other_call_is_refused(caller: Caller, db: Database[Any], forged: dict[str, Any]) -> None:
    before = db.things.count_documents({})
    reply = caller.wait(call(caller, **forged))
    assert reply.error is not None
    assert reply.error["exc_type"] == "Forged", reply.error
    assert db.things.count_documents({}) == before


def test_a_call_that_never_ends_is_refused(caller: Caller) -> None:
    """What was overheard could be said again at any time."""
    reply = caller.wait(call(caller, GATEWAY, lasts=None))
    assert reply.error is not None
    assert reply.error["value"] == "a deadline is missing"


def test_nor_does_one_that_is_over_have_an_effect(caller: Caller) -> None:
    reply = caller.wait(call(caller, GATEWAY, lasts=-1.0))
    assert reply.kind == "deadline"


def test_without_keys_a_process_must_be_told_to_believe_everything(settings: dict[str, str], tmp_path: Any) -> None:
    process = ServiceProcess(
        "tests.integration.kernel.probe:ProbeService",
        {name: value for name, value in settings.items() if name != "JINGMEI_SIGNING_KEYS"},
        tmp_path / "log",
    )
    process.expected = {2}
    assert process.wait() == 2
    assert "JINGMEI_SIGNING_KEYS" in process.tail()
