"""The RPC client against a real broker and a stand-in service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from deploy.local.servers import Broker
from gateway.errors import Internal, ServiceUnavailable
from gateway.rpc import RpcClient
from shared.context import Actor, RequestContext
from shared.errors import Conflict, DeadlineExceeded, DomainError
from shared.signing import Signer
from tests.gateway.peer import Peer, Refusal
from tests.gateway.serving import SIGNERS
from tests.support.waiting import HOPE, until

ACTOR = Actor("a1", "330108")
# A deadline that nothing here waits for.
FAR = 3 * HOPE
ALARM = "the broker takes no messages (alarm)"


def context(seconds: float = HOPE) -> RequestContext:
    return RequestContext(ACTOR, "request-1", deadline=time.time() + seconds)


@pytest.fixture
def client(amqp_uri: str) -> Iterator[RpcClient]:
    made = RpcClient(amqp_uri, Signer("gateway"))
    made.start()
    until("a connection", lambda: made.ready)
    yield made
    made.stop()


def fails(call: Callable[[], Any]) -> DomainError:
    """The error that a call ends with; that it ends long before `FAR` is what "at once" means here."""
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(call).exception(HOPE)
    assert isinstance(error, DomainError), error
    return error


def test_a_result_comes_back_with_what_was_asked_and_by_whom(client: RpcClient, peer: Peer) -> None:
    assert client.call("echo.echo", {"name": "媒体"}, context()) == ({"name": "媒体"}, False)
    method, data, told = peer.received[0]
    assert (method, data) == ("echo", {"name": "媒体"})
    assert RequestContext.from_wire(told).actor == ACTOR


def test_a_large_body_arrives_whole(client: RpcClient, peer: Peer) -> None:
    text = "警" * 300_000
    assert client.call("echo.echo", {"text": text}, context())[0] == {"text": text}


def test_answers_find_their_own_calls_when_many_are_made_at_once(client: RpcClient, peer: Peer) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda n: client.call("echo.echo", {"n": n}, context())[0]["n"], range(500)))
    assert answers == list(range(500))


def test_a_domain_error_is_raised_again_as_it_was(client: RpcClient, peer: Peer) -> None:
    def refuse(_data: Any, _context: Any) -> None:
        raise Refusal(exc_type="DomainError", exc_args=[Conflict("outlet.state", status="closed").to_wire()], value="")

    peer.methods["refuse"] = refuse
    error = fails(lambda: client.call("echo.refuse", {}, context()))
    assert isinstance(error, Conflict)
    assert (error.code, error.params) == ("outlet.state", {"status": "closed"})


@pytest.mark.parametrize(("told", "kind"), [("Unavailable", ServiceUnavailable), ("KeyError", Internal)])
def test_other_errors_tell_nothing_of_their_content(
    client: RpcClient, peer: Peer, told: str, kind: type[DomainError]
) -> None:
    def fail(_data: Any, _context: Any) -> None:
        raise Refusal(exc_type=told, exc_args=["secret"], value="secret")

    peer.methods["fail"] = fail
    error = fails(lambda: client.call("echo.fail", {}, context()))
    assert type(error) is kind
    assert "secret" not in str(error)


def test_a_service_that_is_away_shows_at_once(client: RpcClient) -> None:
    error = fails(lambda: client.call("nowhere.get", {}, context(FAR)))
    assert isinstance(error, ServiceUnavailable)


def test_a_slow_service_ends_in_the_deadline_and_its_late_answer_disturbs_nobody(client: RpcClient, peer: Peer) -> None:
    go_on = threading.Event()
    peer.methods["slow"] = lambda data, _: go_on.wait(HOPE) and data
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(fails, lambda: client.call("echo.slow", {}, context(6)))
        until("the request", lambda: peer.received)
        # The broker is heard meanwhile: it is the service that is slow.
        assert client.call("echo.echo", {"n": 0}, context())[0] == {"n": 0}
        error = slow.result(HOPE)
    assert isinstance(error, DeadlineExceeded)
    assert [method for method, _data, _told in peer.received] == ["slow", "echo"]
    go_on.set()
    assert client.call("echo.echo", {"n": 1}, context())[0] == {"n": 1}


def test_a_deadline_that_has_passed_asks_nobody(client: RpcClient, peer: Peer) -> None:
    error = fails(lambda: client.call("echo.echo", {}, context(-1)))
    assert isinstance(error, DeadlineExceeded)
    assert peer.received == []


def test_without_a_broker_calls_are_refused_at_once() -> None:
    away = RpcClient("amqp://127.0.0.1:1/", Signer("gateway"))
    away.start()
    error = fails(lambda: away.call("echo.echo", {}, context(FAR)))
    away.stop()
    assert isinstance(error, ServiceUnavailable)
    assert error.params["retry_after"] > 0


def test_a_lost_connection_ends_the_waiting_calls_at_once_and_comes_back(
    client: RpcClient, peer: Peer, broker: Broker
) -> None:
    taken, go_on = threading.Event(), threading.Event()

    def slow(data: Any, _context: Any) -> Any:
        taken.set()
        go_on.wait(HOPE)
        return data

    peer.methods["slow"] = slow
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(fails, lambda: client.call("echo.slow", {}, context(FAR)))
        assert taken.wait(HOPE)
        for line in broker.ctl("list_connections", "--no-table-headers", "pid", "client_properties").splitlines():
            if "gateway.rpc" in line:
                broker.ctl("close_connection", line.split()[0], "a test")
        error = waiting.result(HOPE)
    go_on.set()
    assert isinstance(error, ServiceUnavailable)
    until("a connection", lambda: client.ready)


def test_a_memory_alarm_refuses_at_once_and_ends(client: RpcClient, peer: Peer, broker: Broker) -> None:
    client.call("echo.echo", {}, context())
    broker.memory_alarm(on=True)
    try:
        until("the alarm", lambda: fails_or_not(client) is not None and client.problem == ALARM)
        error = fails(lambda: client.call("echo.echo", {}, context(FAR)))
        assert isinstance(error, ServiceUnavailable)
    finally:
        broker.memory_alarm(on=False)
    until("the end of the alarm", lambda: client.ready)
    until("an answer", lambda: fails_or_not(client) is None)


def test_a_frozen_broker_ends_every_call_in_time_and_is_used_again_afterwards(
    client: RpcClient, peer: Peer, broker: Broker
) -> None:
    broker.freeze()
    try:
        error = fails(lambda: client.call("echo.echo", {}, context(4)))
        assert isinstance(error, ServiceUnavailable)
        until("the silence to be noticed", lambda: not client.ready)
        error = fails(lambda: client.call("echo.echo", {}, context(FAR)))
        assert isinstance(error, ServiceUnavailable)
    finally:
        broker.thaw()
    until("the broker to be heard", lambda: client.ready)
    until("an answer", lambda: fails_or_not(client) is None)


@pytest.fixture
def careful(amqp_uri: str) -> Iterator[RpcClient]:
    """A client that believes its services alone."""
    made = RpcClient(amqp_uri, Signer("gateway", SIGNERS))
    made.start()
    until("a connection", lambda: made.ready)
    yield made
    made.stop()


@pytest.mark.parametrize("forger", [Signer("echo"), Signer("echo", (("s1", bytes(32)),)), Signer("review", SIGNERS)])
def test_a_forged_answer_is_no_answer_and_the_true_one_counts(careful: RpcClient, peer: Peer, forger: Signer) -> None:
    peer.signers = [forger, Signer("echo", SIGNERS)]
    assert careful.call("echo.echo", {"n": 1}, context()) == ({"n": 1}, False)
    peer.signers = [forger]
    with pytest.raises(DeadlineExceeded):
        careful.call("echo.echo", {"n": 2}, context(1.0))


def fails_or_not(client: RpcClient) -> DomainError | None:
    try:
        client.call("echo.echo", {}, context(3))
    except DomainError as error:
        return error
    return None
