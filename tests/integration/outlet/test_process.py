"""The service as a process of its own: over the real broker, on the real database."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue
from pymongo import MongoClient

from deploy.local.servers import free_ports
from shared.errors import Conflict, Invalid, KeyReused, VersionMismatch
from shared.events import OutletRegistered, OutletVerified
from shared.events.envelope import decode
from shared.ids import new_id
from tests.integration.outlet.caller import Caller
from tests.services.outlet.makers import BUREAU, LIAISON, OWNER, form
from tests.support.waiting import HOPE, until

PREFIX = f"t{new_id().replace('-', '')[-12:]}_"
KEYS = "k1:" + base64.b64encode(b"1" * 32).decode()


def environment(mongo_uri: str, amqp_uri: str, **more: str) -> dict[str, str]:
    servers = {"JINGMEI_AMQP_URI": amqp_uri, "JINGMEI_MONGO_URI": mongo_uri, "JINGMEI_DATABASE_PREFIX": PREFIX}
    return {**os.environ, **servers, **more}


def run(env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "shared.run", "outlet"]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_ready(process: subprocess.Popen[str], port: int) -> None:
    def ready() -> bool:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=HOPE):
                return True
        except OSError:
            return False

    until("the service to be ready", ready)


@pytest.fixture(scope="module")
def events(amqp_uri: str) -> Iterator[Queue]:
    """Hears what the service tells."""
    with Connection(amqp_uri) as connection:
        exchange = Exchange("jingmei.events", "topic", durable=True)
        queue = Queue(f"test-{new_id()}", exchange, "outlet.#", auto_delete=True, exclusive=True)(connection.channel())
        queue.declare()
        yield queue


@pytest.fixture(scope="module")
def caller(mongo_uri: str, amqp_uri: str, events: Queue) -> Iterator[Caller]:
    port = free_ports(1)[0]
    process = run(environment(mongo_uri, amqp_uri, JINGMEI_FIELD_KEYS=KEYS, JINGMEI_HEALTH_PORT=str(port)))
    try:
        wait_ready(process, port)
        with Caller(amqp_uri) as found:
            yield found
        process.terminate()
        _, errors = process.communicate(timeout=HOPE)
        assert process.returncode == 0, errors
    finally:
        process.kill()
        process.communicate()
        MongoClient(mongo_uri).drop_database(f"{PREFIX}outlet")


def heard(queue: Queue) -> Any:
    """The next event. Raises: AssertionError when none comes."""
    message = until("an event", lambda: queue.get(no_ack=True))
    return decode(message.body, message.content_type)


def test_a_registration_and_its_verification_are_answered_and_told(caller: Caller, events: Queue) -> None:
    outlet = caller.call("register", OWNER, form(), key=f"{BUREAU}:owner:1", fingerprint="f")
    proofs = [{"channel": outlet["channels"][0]["id"], "note": "截图"}]
    verified = caller.call("verify", LIAISON, {"outlet": outlet["id"], "proofs": proofs}, expected_version=1)
    assert (verified["status"], verified["version"]) == ("verified", 2)
    first, second = heard(events), heard(events)
    assert isinstance(first.data, OutletRegistered) and isinstance(second.data, OutletVerified)
    assert (first.subject, first.version, second.version) == (outlet["id"], 1, 2)

    # The same key again: the same answer and no second effect; another request under it is refused.
    assert caller.call("register", OWNER, form(), key=f"{BUREAU}:owner:1", fingerprint="f") == outlet
    with pytest.raises(KeyReused):
        caller.call("register", OWNER, form(name="别的"), key=f"{BUREAU}:owner:1", fingerprint="g")
    with pytest.raises(VersionMismatch):
        caller.call("suspend", LIAISON, {"outlet": outlet["id"], "reason": "r"}, expected_version=1)
    # Another may say the number of one that is verified, and is told nothing; it is not verified with it.
    again = caller.call("register", OWNER, form())
    proofs = [{"channel": again["channels"][0]["id"], "note": "截图"}]
    with pytest.raises(Conflict) as refused:
        caller.call("verify", LIAISON, {"outlet": again["id"], "proofs": proofs}, expected_version=1)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.rule, problem.params["outlet"]) == (
        "/credit_code", "credit_code.taken", outlet["id"],
    )  # fmt: skip
    assert len(caller.call("history", OWNER, {"outlet": outlet["id"]})["items"]) == 2


def test_bad_input_is_told_by_field_and_rule(caller: Caller) -> None:
    with pytest.raises(Invalid) as refused:
        caller.call("register", OWNER, form(name="x" * 61, credit_code="91110000600037341M", more=1))
    told = {problem.pointer: (problem.rule, problem.params.get("max")) for problem in refused.value.problems}
    assert told == {
        "/name": ("length.max", 60),
        "/credit_code": ("credit_code.check_digit", None),
        "/more": ("unknown", None),
    }


def test_without_field_keys_it_does_not_start(mongo_uri: str, amqp_uri: str) -> None:
    process = run(environment(mongo_uri, amqp_uri))
    _, errors = process.communicate(timeout=HOPE)
    assert process.returncode == 2
    assert "JINGMEI_FIELD_KEYS" in errors
