"""The example of another system, run as its README says, on the real broker."""

from __future__ import annotations

import ast
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import amqp
import pytest

from shared.context import RequestContext
from shared.messaging import topology
from tests.conftest import Spawn
from tests.gateway.serving import KEY
from tests.load.traffic import CONTEXT, new_registration
from tests.support.bus import Bus, cloud_event
from tests.support.caller import Caller
from tests.support.servers import ROOT
from tests.support.waiting import HOPE, until

EXAMPLES = ROOT / "examples"
QUEUE = "archive.events"
TYPE = "jingmei.review.SubmissionApproved.v1"
Run = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def run(bus: Bus, amqp_uri: str, tmp_path: Path, file: Path) -> Iterator[Run]:
    """Runs the example in a folder where nothing of ours is; waits until it consumes."""
    topology.declare_exchanges(bus.channel)
    started: list[subprocess.Popen[bytes]] = []

    def start(keys: str = "#") -> subprocess.Popen[bytes]:
        own = {"AMQP_URI": amqp_uri, "FILE": str(file), "KEYS": keys, "PATH": os.environ["PATH"]}
        command = [sys.executable, "-P", str(EXAMPLES / "listener.py")]
        process = subprocess.Popen(command, env=own, cwd=tmp_path, stderr=subprocess.PIPE)
        started.append(process)
        until("the listener to consume", lambda: process.poll() is not None or consumers(bus))
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=HOPE)
    bus.channel.queue_delete(QUEUE)


def consumers(bus: Bus) -> int:
    """How many consume the queue; 0 while there is none."""
    channel = bus.channel.connection.channel()
    try:
        return int(channel.queue_declare(QUEUE, passive=True).consumer_count)
    except amqp.NotFound:
        return 0
    finally:
        if channel.is_open:
            channel.close()


def archived(file: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(file) as db:
        found = db.execute("SELECT id, type FROM archive ORDER BY rowid").fetchall()
    db.close()
    return found


def test_it_is_short_plain_and_shown_in_its_readme() -> None:
    source = (EXAMPLES / "listener.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 30
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported - sys.stdlib_module_names == {"kombu"}
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    settings = set(re.findall(r"""(?:getenv\(|environ\[)"(\w+)\"""", source))
    command = next(line for line in readme.splitlines() if line.endswith("python examples/listener.py"))
    assert set(re.findall(r"(\w+)=", command)) == settings


def test_it_hears_what_happens_once_however_often_it_is_told(run: Run, bus: Bus, file: Path) -> None:
    run()
    event = cloud_event(TYPE, {"title": "夜巡三公里"})
    other = cloud_event(TYPE, {"title": "第二件"})
    for each in (event, event, other, event):
        bus.publish(each)
    until("both", lambda: len(archived(file)) == 2)
    until("all acknowledged", lambda: bus.ready(QUEUE) == 0)
    assert archived(file) == [(event["id"], TYPE), (other["id"], TYPE)]


def test_what_happens_while_it_is_away_waits_for_it(run: Run, bus: Bus, file: Path) -> None:
    first = run()
    first.kill()
    first.wait(HOPE)
    until("its consumer to be gone", lambda: not consumers(bus))
    ids = [bus.publish(cloud_event(TYPE, {"n": n})) for n in range(5)]
    assert bus.ready(QUEUE) == 5
    run()
    until("all", lambda: len(archived(file)) == 5)
    assert [id_ for id_, _ in archived(file)] == ids


def test_a_crash_between_the_work_and_its_acknowledgement_has_no_second_effect(run: Run, bus: Bus, file: Path) -> None:
    """The work is done and the event comes again: as after a crash right before the acknowledgement."""
    process = run()
    event = cloud_event(TYPE, {"title": "夜巡三公里"})
    bus.publish(event)
    until("the work", lambda: archived(file))
    process.kill()
    process.wait(HOPE)
    bus.publish(event)
    run()
    marker = bus.publish(cloud_event(TYPE, {"title": "后一件"}))
    until("the one after it", lambda: (marker, TYPE) in archived(file))
    assert archived(file) == [(event["id"], TYPE), (marker, TYPE)]


def test_work_that_fails_is_not_acknowledged(run: Run, bus: Bus, file: Path) -> None:
    process = run()
    with sqlite3.connect(file) as db:
        db.execute("ALTER TABLE archive RENAME TO elsewhere")
    db.close()
    id_ = bus.publish(cloud_event(TYPE, {}))
    assert process.wait(HOPE) != 0
    until("it to be back in the queue", lambda: bus.ready(QUEUE) == 1)
    with sqlite3.connect(file) as db:
        db.execute("ALTER TABLE elsewhere RENAME TO archive")
    db.close()
    run()
    until("the work", lambda: archived(file) == [(id_, TYPE)])


def test_it_chooses_by_routing_key(run: Run, bus: Bus, file: Path) -> None:
    run("review.SubmissionApproved.v1.*")
    bus.publish(cloud_event("jingmei.review.SubmissionRejected.v1", {}))
    id_ = bus.publish(cloud_event(TYPE, {}))
    until("the chosen one", lambda: archived(file))
    assert archived(file) == [(id_, TYPE)]


def test_it_hears_a_real_service(run: Run, service_process: Spawn, caller: Caller, file: Path) -> None:
    run("outlet.#")
    service_process("outlet", JINGMEI_FIELD_KEYS=f"k1:{KEY}")
    key, body = new_registration()
    context = RequestContext(CONTEXT.actor, request_id=key, key=key, fingerprint=key)
    assert caller.call("outlet.register", body, context).error is None

    def heard() -> list[str]:
        # In December it also tells that next year's working days are missing.
        return [type_ for _, type_ in archived(file) if "Workdays" not in type_]

    assert until("the registration", heard) == ["jingmei.outlet.OutletRegistered.v1"]
