"""nameko's RPC protocol: stock clients can call us, and no request can end the process."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import orjson
import pytest

from shared.ids import new_id
from tests.faults.crafted import Raw, short, table
from tests.support.caller import EXCHANGE, Caller, asking
from tests.support.process import ServiceProcess
from tests.support.servers import ROOT

STOCK = """
import json, sys
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcClient
uri, name, context = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
with ClusterRpcClient(uri=uri) as cluster:
    made = cluster.probe.put({"name": name}, context)
    found = cluster.probe.get({"id": made["id"]}, context)
    try:
        cluster.probe.get({"id": "no such"}, context)
    except RemoteError as error:
        refused = error.exc_type
    later = cluster.probe.get.call_async({"id": made["id"]}, context)
    print(json.dumps([made["version"], found["name"], refused, later.result()["name"]]))
"""


@pytest.fixture(autouse=True)
def same_process(probe: ServiceProcess, caller: Caller) -> Any:
    """Whatever is sent, the same process answers afterwards."""
    pid = probe.pid
    yield
    assert caller.call("probe.ping").result == {"service": "probe"}
    assert (probe.pid, probe.code) == (pid, None)
    assert probe.readiness()["ready"]


def test_ping(caller: Caller) -> None:
    assert caller.call("probe.ping").result == {"service": "probe"}


def test_a_stock_nameko_client_calls_our_service(amqp_uri: str) -> None:
    name, context = new_id(), orjson.dumps(asking().to_wire()).decode()
    command = [sys.executable, "-W", "ignore", "-c", STOCK, amqp_uri, name, context]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert orjson.loads(done.stdout) == [1, name, "DomainError", name]


@pytest.mark.parametrize(
    "body",
    [
        b"{not json",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"{}",
        b'{"args": []}',
        b'{"args": [{}]}',
        b'{"args": [{}, {}, {}]}',
        b'{"args": [{}, null]}',
        b'{"args": [{}, {"actor": "me"}]}',
        b'{"args": [{}, {"actor": {"account": "a", "bureau": "b", "roles": 7}, "request_id": "r"}]}',
        b'{"args": [{}, {"actor": {"account": "a", "bureau": "b", "roles": []}, "request_id": "r", "more": 1}]}',
        b'{"args": [{}, {"actor": {"account": "a", "bureau": "b", "roles": []}, "request_id": "r", "deadline": "x"}]}',
        b"[" * 50_000,
        b"",
    ],
)
def test_a_request_of_another_form_is_answered_with_its_fault(caller: Caller, body: bytes) -> None:
    reply = caller.wait(caller.raw("probe.get", body))
    assert reply.kind == "MalformedRequest"


def test_an_unknown_method_is_named(caller: Caller) -> None:
    reply = caller.call("probe.fly")
    assert (reply.kind, reply.error["value"]) == ("MethodNotFound", "fly")  # type: ignore[index]


@pytest.mark.parametrize("missing", ["reply_to", "correlation_id"])
def test_a_request_that_cannot_be_answered_is_dropped(caller: Caller, missing: str) -> None:
    body = orjson.dumps({"args": [{}, asking().to_wire()], "kwargs": {}})
    caller.raw("probe.get", body, **{missing: None})
    assert caller.call("probe.ping").error is None


@pytest.mark.parametrize("stack", ["text", 7, {"a": 1}, [1, 2], ["x"] * 2000, None])
def test_a_crafted_call_id_stack_is_nothing_to_us(caller: Caller, stack: Any) -> None:
    body = orjson.dumps({"args": [{"name": new_id()}, asking(new_id()).to_wire()], "kwargs": {}})
    headers = {"nameko.call_id_stack": stack, "nameko.language": stack}
    assert caller.wait(caller.raw("probe.put", body, application_headers=headers)).error is None


@pytest.mark.parametrize("reply_to", ["nowhere", "rpc.reply-nobody", "x" * 255, "a.b.#", ""])
def test_an_answer_that_goes_nowhere_harms_nobody(caller: Caller, reply_to: str) -> None:
    body = orjson.dumps({"args": [{"id": "x"}, asking().to_wire()], "kwargs": {}})
    caller.raw("probe.get", body, reply_to=reply_to)
    assert caller.call("probe.ping").error is None


def test_properties_that_cannot_be_decoded_are_dropped(caller: Caller) -> None:
    bad = short(b"\xff\xfe")
    for message in (Raw(b"{}", 0x0600, bad + bad), Raw(b"{}", 0x2000, table(short(b"t") + b"T" + b"\xff" * 8))):
        caller.channel.basic_publish(message, EXCHANGE, "probe.get")
    assert caller.call("probe.ping").error is None


def test_a_routing_key_that_is_not_text_names_no_method(caller: Caller) -> None:
    id_ = caller.raw(b"probe.\xff\xfe", b"{}")  # type: ignore[arg-type]
    assert caller.wait(id_).kind == "MethodNotFound"


def test_an_answer_larger_than_a_frame_arrives_whole(caller: Caller) -> None:
    name = "名" * 200_000
    made = caller.call("probe.put", {"name": name}, asking(new_id()))
    if made.error is None:
        assert caller.call("probe.get", {"id": made.result["id"]}).result["name"] == name
    else:
        assert made.kind == "InternalError"  # an index key may be limited
