"""What the operator is told to run makes a user that hears what it is meant to, at a real broker, and says nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import closing

import amqp
import orjson
import pytest
from amqp.exceptions import AccessRefused

from deploy.local.servers import Broker
from shared.ids import new_id
from tests.jingmei.conftest import Outcome
from tests.support.bus import EVENTS
from tests.support.caller import connect

Jingmei = Callable[..., Outcome]


@pytest.fixture
def vhost(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"b{new_id()[-12:]}"
    broker.add_vhost(name)
    monkeypatch.setenv("JINGMEI_AMQP_URI", broker.uri(name))
    monkeypatch.setenv("JINGMEI_MONGO_URI", "mongodb://127.0.0.1:1/")
    with closing(connect(broker.uri(name))) as connection:
        connection.channel().exchange_declare(EVENTS, "topic", durable=True, auto_delete=False)
    return name


def test_the_commands_make_a_user_that_only_listens(broker: Broker, vhost: str, jingmei: Jingmei) -> None:
    name = f"a{new_id()[-8:]}"
    told = jingmei("bus", "grant", name, "--key", "review.#")
    assert told.code == 0, told.err
    commands = [shlex.split(line) for line in told.out.splitlines()]
    assert [command[:2] for command in commands] == [
        ["rabbitmqctl", "add_user"], ["rabbitmqctl", "set_permissions"], ["rabbitmqctl", "set_topic_permissions"],
    ]  # fmt: skip
    for command in commands:
        broker.ctl(*command[1:])
    uri = next(word for word in told.err.split() if word.startswith("amqp://"))
    assert uri.endswith(f"/{vhost}")
    with closing(connect(uri)) as connection:
        channel = connection.channel()
        channel.queue_declare(f"{name}.events", exclusive=True)
        channel.queue_bind(f"{name}.events", EVENTS, routing_key="review.#")
        with closing(connect(broker.uri(vhost))) as ours:
            publishing = ours.channel()
            publishing.confirm_select()
            publishing.basic_publish_confirm(amqp.Message(b"{}"), EVENTS, "review.SubmissionApproved.v1.330108")
            publishing.basic_publish_confirm(amqp.Message(b"{}"), EVENTS, "outlet.OutletClosed.v1.330108")
        assert channel.queue_declare(f"{name}.events", passive=True).message_count == 1
        channel.confirm_select()
        with pytest.raises(AccessRefused):
            channel.basic_publish_confirm(amqp.Message(b"{}"), EVENTS, "review.SubmissionApproved.v1.330108")
    broker.delete_user(name)
    broker.delete_vhost(vhost)


def test_as_json_it_is_what_the_broker_imports(broker: Broker, vhost: str, jingmei: Jingmei) -> None:
    told = jingmei("bus", "grant", "archive", "--json")
    made = orjson.loads(told.out)
    assert (made["vhosts"], [user["name"] for user in made["users"]]) == ([{"name": vhost}], ["archive"])
    broker.define(made)
    with closing(connect(broker.uri(vhost, "archive", made["users"][0]["password"]))) as connection:
        assert connection.connected
    broker.delete_user("archive")
    broker.delete_vhost(vhost)


@pytest.mark.parametrize("name", ["outlet", "gateway", "operator", "Archive", "a.b"])
def test_nobody_is_called_as_one_of_ours(vhost: str, broker: Broker, jingmei: Jingmei, name: str) -> None:
    told = jingmei("bus", "grant", name)
    assert (told.code, name in told.err) == (2, True)
    broker.delete_vhost(vhost)
