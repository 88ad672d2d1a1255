"""A credential of one program is not one of all: what each may do at a real broker, and what it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import amqp
import pytest
from amqp.exceptions import AccessRefused

from deploy.local.servers import Broker
from shared.ids import new_id
from shared.messaging import topology
from shared.sending.permissions import Grant, definitions, of_listener, of_operator, of_program
from tests.support.caller import connect

PASSWORD = "of-a-test"
APPROVED, REGISTERED = "review.SubmissionApproved.v1.330108", "outlet.OutletRegistered.v1.330108"
LADDER = (1, 5)
Act = Callable[[amqp.Channel], object]


class World:
    """A virtual host with its users."""

    def __init__(self, broker: Broker) -> None:
        self.broker, self.name = broker, f"p{new_id()[-12:]}"
        self.grants: dict[str, Grant] = {name: of_program(name) for name in ("outlet", "review", "gateway")}
        self.grants |= {"operator": of_operator(), "archive": of_listener("archive", ["review.#"])}
        # Users are the whole broker's.
        users = {self.user(name): grant for name, grant in self.grants.items()}
        broker.add_vhost(self.name)
        broker.define(definitions(self.name, users, dict.fromkeys(users, PASSWORD)))

    def user(self, name: str) -> str:
        return f"{self.name}-{name}"

    def may(self, name: str, act: Act) -> bool:
        """Whether the broker lets somebody do it; a connection each, for a refusal ends the channel."""
        with closing(connect(self.broker.uri(self.name, self.user(name), PASSWORD))) as connection:
            channel = connection.channel()
            channel.confirm_select()
            try:
                act(channel)
                # What was refused without an answer of its own is told by then.
                channel.basic_qos(0, 1, False)
            except AccessRefused:
                return False
            return True

    def end(self) -> None:
        self.broker.delete_vhost(self.name)
        for name in self.grants:
            self.broker.delete_user(self.user(name))


@pytest.fixture(scope="module")
def world(broker: Broker) -> Iterator[World]:
    made = World(broker)
    for service in ("outlet", "review"):
        assert made.may(service, partial(topology.declare_events, service=service, bindings=["#"], ladder=LADDER))
        assert made.may(service, partial(topology.declare_rpc, service=service))
    yield made
    made.end()


def publish(exchange: str, key: str) -> Act:
    return lambda channel: channel.basic_publish_confirm(amqp.Message(b"{}"), exchange, key)


def consume(queue: str) -> Act:
    return lambda channel: channel.basic_consume(queue, callback=lambda _: None)


def bind(queue: str, exchange: str, key: str) -> Act:
    return lambda channel: channel.queue_bind(queue, exchange, routing_key=key)


def own_queue(queue: str, key: str) -> Act:
    def act(channel: amqp.Channel) -> None:
        channel.queue_declare(queue, exclusive=True)
        channel.queue_bind(queue, topology.EVENTS, routing_key=key)

    return act


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("outlet", publish(topology.EVENTS, REGISTERED)),
        ("outlet", publish(topology.EVENTS, "kernel.FactsWanted.v1.000000.review")),
        ("outlet", publish(topology.RETRY, topology.wait_key("outlet", 1))),
        ("outlet", publish(topology.DEAD, "outlet")),
        ("outlet", publish(topology.RPC, "rpc.reply-gateway-1")),
        ("outlet", consume("outlet.events.v1")),
        ("outlet", consume("rpc-outlet")),
        ("gateway", publish(topology.RPC, "outlet.get")),
        ("gateway", publish(topology.EVENTS, "gateway.AccountOpened.v1.330108")),
        ("gateway", own_queue("gateway.streams-1", "notification.InboxChanged.v1.*")),
        ("operator", publish(topology.RETRY, topology.back_key("outlet"))),
        ("operator", publish(topology.EVENTS, "kernel.FactsWanted.v1.000000.outlet")),
        ("operator", lambda channel: channel.queue_declare("outlet.events.v1", passive=True)),
        ("archive", own_queue("archive.events", "review.#")),
    ],
)
def test_each_may_do_its_work(world: World, who: str, act: Act) -> None:
    assert world.may(who, act)


@pytest.mark.parametrize(
    ("who", "act"),
    [
        # Facts of another, orders, the queues of others by every way into them.
        ("outlet", publish(topology.EVENTS, APPROVED)),
        ("outlet", publish(topology.RPC, "review.decide")),
        ("outlet", publish("", "review.events.v1")),
        ("outlet", publish("", "rpc-review")),
        ("outlet", publish(topology.RETRY, topology.back_key("review"))),
        ("outlet", consume("review.events.v1")),
        ("outlet", consume("rpc-review")),
        ("outlet", consume("review.dlq.v1")),
        ("outlet", bind("outlet.events.v1", topology.RPC, "review.*")),
        ("outlet", bind("outlet.events.v1", topology.RETRY, topology.back_key("review"))),
        ("outlet", bind("review.events.v1", topology.EVENTS, "#")),
        ("outlet", lambda channel: channel.queue_delete("review.events.v1")),
        ("outlet", lambda channel: channel.queue_purge("review.events.v1")),
        ("outlet", lambda channel: channel.queue_declare("mine")),
        ("outlet", lambda channel: channel.queue_declare("rpc.reply-gateway-9", exclusive=True)),
        ("gateway", publish(topology.EVENTS, APPROVED)),
        ("gateway", publish("", "outlet.events.v1")),
        ("gateway", publish(topology.RETRY, topology.back_key("outlet"))),
        ("gateway", consume("outlet.events.v1")),
        ("gateway", consume("rpc-outlet")),
        ("operator", publish(topology.EVENTS, APPROVED)),
        ("operator", publish(topology.RPC, "review.decide")),
        ("operator", publish(topology.RETRY, topology.wait_key("outlet", 1))),
        ("operator", publish("", "outlet.events.v1")),
        ("operator", consume("outlet.events.v1")),
        ("operator", lambda channel: channel.queue_delete("outlet.events.v1")),
        ("archive", own_queue("archive.events", "#")),
        ("archive", own_queue("archive.events", "outlet.#")),
        ("archive", own_queue("other.events", "review.#")),
        ("archive", publish(topology.EVENTS, APPROVED)),
        ("archive", publish("", "review.events.v1")),
        ("archive", publish(topology.RPC, "review.decide")),
        ("archive", consume("review.events.v1")),
    ],
)
def test_and_nothing_else(world: World, who: str, act: Act) -> None:
    assert not world.may(who, act)


@pytest.mark.parametrize("name", ["gateway", "operator", "rpc", "jingmei", "x", "Archive", "a.b", "a|b", ".*", ""])
def test_a_listener_has_a_name_of_its_own(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        of_listener(name)


def test_who_has_no_password_keeps_the_one_there_is() -> None:
    made = definitions("v", {"a": of_operator(), "b": of_operator()}, {"a": "x"})
    assert [user["name"] for user in made["users"]] == ["a"]
    assert [each["user"] for each in made["permissions"]] == ["a", "b"]
