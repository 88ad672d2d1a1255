"""The real thing: services as processes, events through the broker, answers over RPC, the operator beside them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import amqp
import orjson
import pytest
from kombu.connection import Connection

from jingmei.settings import settings
from jingmei.stores import Stores
from shared.context import Actor, RequestContext, Role
from shared.events import OUTLET_FACTS, Envelope, Event, OutletRegistered, OutletState, OutletVerified
from shared.events.envelope import CONTENT_TYPE
from shared.events.outlet import MemberState
from shared.ids import new_id
from shared.messaging import topology
from tests.gateway.serving import KEY
from tests.jingmei.conftest import deployed
from tests.support.servers import Servers
from tests.support.services import hearing
from tests.support.waiting import HOPE, until

ROOT = Path(__file__).parents[2]
HEARING = hearing(OUTLET_FACTS)
BUREAU = "370829"
STATE = OutletState("o1", "甲", "self_media", "verified", members=(MemberState("owner", "outlet_owner"),))


def eventually(what: Callable[[], Any], good: Callable[[Any], bool] = bool) -> Any:
    """The first good answer, within a bound."""
    found: list[Any] = []

    def good_one() -> bool:
        found[:] = [what()]
        return good(found[0])

    until("a good answer", good_one)
    return found[0]


class Wire:
    """What other systems and the gateway do: publish events, call methods."""

    def __init__(self, channel: amqp.Channel) -> None:
        self._channel = channel
        self._replies = channel.queue_declare(f"rpc.reply-test-{new_id()}", exclusive=True).queue
        channel.queue_bind(self._replies, topology.RPC, routing_key=self._replies)

    def publish(self, event: Event, version: int, body: bytes | None = None) -> str:
        """Publish a fact about outlet o1; gives the event's id."""
        envelope = Envelope.seal(event, subject="o1", bureau=BUREAU, version=version)
        message = amqp.Message(
            body or envelope.encode(event), content_type=CONTENT_TYPE, delivery_mode=2, message_id=envelope.id
        )
        key = type(event).routing_key(BUREAU)
        self._channel.basic_publish_confirm(message, topology.EVENTS, key, mandatory=True)
        return envelope.id

    def call(self, service: str, method: str, data: dict[str, Any], account: str, *roles: Role) -> Any:
        """The reply of a service over nameko's RPC protocol."""
        context = RequestContext(Actor(account, BUREAU, frozenset(roles)), new_id(), key=new_id(), fingerprint="f")
        request = {"args": [data, context.to_wire()], "kwargs": {}}
        message = amqp.Message(
            orjson.dumps(request).decode(),
            content_type="application/json",
            reply_to=self._replies,
            correlation_id=new_id(),
        )
        self._channel.basic_publish(message, topology.RPC, f"{service}.{method}", mandatory=True)
        reply = eventually(lambda: self._channel.basic_get(self._replies, no_ack=True))
        answer = orjson.loads(reply.body)
        assert answer["error"] is None, answer
        return answer["result"]


@pytest.fixture(scope="module")
def deployment(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    with pytest.MonkeyPatch.context() as patch, deployed(servers, patch, tmp_path_factory.mktemp("deployed")) as stores:
        yield stores


@pytest.fixture(scope="module")
def wire(deployment: Stores) -> Iterator[Wire]:
    """The services that hear outlets, running."""
    command = [sys.executable, "-W", "ignore", "-m", "shared.run"]
    own = {"JINGMEI_LOG_LEVEL": "error", "JINGMEI_HEALTH_PORT": "0", "JINGMEI_FIELD_KEYS": f"k1:{KEY}"}
    environment = os.environ | own
    running = [subprocess.Popen([*command, name], cwd=ROOT, env=environment) for name in HEARING]
    try:
        with Connection(settings().amqp_uri) as connection:
            eventually(lambda: all(_consumed(connection, name) for name in HEARING))
            channel = connection.channel()
            yield Wire(channel)
            for process in running:
                process.terminate()
            codes = [process.wait(HOPE) for process in running]
            for name in HEARING:
                channel.queue_delete(topology.events_queue(name))
        assert codes == [0] * len(HEARING)
    finally:
        for process in running:
            process.kill()
            process.wait(HOPE)


def test_an_outlet_event_reaches_inboxes_and_replicas(wire: Wire) -> None:
    wire.publish(OutletVerified(STATE, "liaison-1"), 2)
    wire.publish(OutletRegistered(STATE, "owner"), 1)
    eventually(lambda: wire.call("notification", "unread", {}, "owner")["unread"], lambda n: n == 1)
    eventually(lambda: wire.call("notification", "unread", {}, "l", Role.LIAISON)["unread"], lambda n: n == 1)
    (item,) = wire.call("notification", "inbox", {}, "l", Role.LIAISON)["items"]
    assert item["kind"] == "outlet.registered"
    assert wire.call("notification", "mark_all_read", {"up_to": item["id"]}, "l", Role.LIAISON)["marked"] == 1
    assert wire.call("notification", "unread", {}, "l", Role.LIAISON)["unread"] == 0
    assert eventually(lambda: wire.call("submission", "may_submit", {"outlet": "o1"}, "owner"))["may"]
    conflicts = {"outlets": ["o1"]}
    eventually(
        lambda: wire.call("review", "conflicts_of_interest", conflicts, "owner"), lambda r: r["conflicts"] == ["o1"]
    )
    page = {"category": "self_media"}
    eventually(lambda: wire.call("scoring", "outlets_by_category", page, "x")["items"], lambda items: len(items) == 1)


def test_a_dead_letter_is_seen_replayed_and_dies_again_of_the_same(
    wire: Wire, deployment: Stores, jingmei: Callable[..., Any]
) -> None:
    id_ = wire.publish(OutletVerified(STATE, "x"), 3, body=b"{broken")
    letters = eventually(lambda: jingmei("dlq", "list", "--json").json, lambda rows: len(rows) == len(HEARING))
    assert {(row["service"], row["event_id"], row["reason"]) for row in letters} == {
        (name, id_, "undecodable") for name in HEARING
    }
    assert jingmei("dlq", "replay", "--service", "review", "--yes", "--by", "wang").code == 0
    dead = deployment.database("review")["dead_letters"]
    row = eventually(dead.find_one, lambda row: row["state"] == "dead" and len(row["history"]) >= 3)
    assert {entry["action"] for entry in row["history"]} >= {"died", "replaying"}
    assert dead.count_documents({}) == 1
    others = [name for name in HEARING if name != "review"]
    assert all(len(deployment.database(name)["dead_letters"].find_one()["history"]) == 1 for name in others)


def _consumed(connection: Any, service: str) -> bool:
    """Whether a service takes events and commands."""
    channel = connection.channel()
    try:
        queues = (topology.events_queue(service), topology.rpc_queue(service))
        return all(channel.queue_declare(queue, passive=True).consumer_count for queue in queues)
    except amqp.exceptions.NotFound:
        return False
    finally:
        channel.close() if channel.connection else None
