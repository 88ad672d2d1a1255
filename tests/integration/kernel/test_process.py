"""The life of a process: settings, start, readiness, metrics, stop."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from deploy.local.servers import free_ports
from tests.conftest import Spawn
from tests.integration.kernel.conftest import PROBE
from tests.support.caller import Caller
from tests.support.process import ServiceProcess
from tests.support.servers import ROOT
from tests.support.waiting import HOPE, until


def run(target: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run to the end, with nothing of ours in the environment but `settings`."""
    command = [sys.executable, "-m", "shared.run", *target.split()]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )


def test_every_wrong_setting_is_named_at_once() -> None:
    wrong = {"MONGO_URI": "http://x", "MAX_WORKERS": "many", "RETRY_LADDER": "5,zero", "FIELD_KEYS": "k1:short"}
    done = run("outlet", **{f"JINGMEI_{name}": value for name, value in wrong.items()})
    assert done.returncode == 2
    assert {line.split(":")[1].strip() for line in done.stderr.splitlines()} == {
        "JINGMEI_AMQP_URI", *(f"JINGMEI_{name}" for name in wrong),
    }  # fmt: skip
    assert "Traceback" not in done.stderr


def test_without_a_name_it_says_how_it_is_called() -> None:
    done = run("")
    assert (done.returncode, "python -m shared.run" in done.stderr) == (2, True)


def test_ready_says_what_is_missing(service_process: Spawn, settings: dict[str, str]) -> None:
    nowhere = free_ports(2)
    process = service_process(
        PROBE, wait=False,
        JINGMEI_AMQP_URI=f"amqp://guest:guest@127.0.0.1:{nowhere[0]}/",
        JINGMEI_MONGO_URI=f"mongodb://127.0.0.1:{nowhere[1]}/?replicaSet=jingmei",
    )  # fmt: skip

    def told() -> dict[str, str]:
        problems: dict[str, str] = process.readiness()["problems"]
        return problems if "ConnectionRefused" in str(problems) and "Timeout" in str(problems) else {}

    problems = until("both servers named", told)
    assert {"database", "probe.publisher", "probe.rpc", "probe.events"} <= set(problems)
    assert process.get("/live") == b'{"status":"live"}'
    assert process.terminate() == 0, process.tail(40)


def test_one_that_never_gets_ready_gives_up(service_process: Spawn) -> None:
    nowhere = free_ports(1)[0]
    uri = f"amqp://guest:guest@127.0.0.1:{nowhere}/"
    process = service_process(PROBE, wait=False, JINGMEI_AMQP_URI=uri, JINGMEI_START_DEADLINE="2")
    process.expected = {3}
    assert process.wait() == 3
    assert any(line["event"] == "never ready" for line in process.lines())


def test_metrics_tell_what_it_does(probe: ServiceProcess, caller: Caller) -> None:
    caller.call("probe.get", {"id": "no such"})
    assert probe.metric("jingmei_rpc_requests_total", method="get", outcome="DomainError") >= 1
    text = probe.get("/metrics").decode()
    for name in ("jingmei_in_flight", "jingmei_outbox_pending", "jingmei_outbox_oldest_seconds", "jingmei_broker_up"):
        assert f"\n{name}" in text
    assert probe.get("/elsewhere").startswith(b'{"paths"')


def test_it_stops_as_it_is_told_and_logs_json(service_process: Spawn) -> None:
    process = service_process(PROBE)
    assert process.terminate() == 0, process.tail(40)
    events = [line["event"] for line in process.lines()]
    assert events[0] == "started"
    assert events[-2:] == ["stopping", "stopped"]
    assert all(line["service"] == "probe" for line in process.lines())


def test_a_second_signal_in_the_midst_of_the_first_changes_nothing(service_process: Spawn) -> None:
    process = service_process("tests.integration.kernel.insisting:InsistingService")
    assert process.terminate() == 0, process.tail(40)
    assert [line["event"] for line in process.lines()][-3:] == ["told again", "stopping", "stopped"]


def test_a_signal_is_heard_while_the_loop_has_nothing_to_do() -> None:
    code = """
import signal, sys
from shared import run
import eventlet
stop = eventlet.event.Event()
run.hear_signals_at_once()
signal.signal(signal.SIGTERM, lambda *_: stop.send())
print("waits", flush=True)
with eventlet.Timeout(600):
    stop.wait()
"""
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as waiting:
        try:
            assert waiting.stdout is not None and waiting.stdout.readline() == b"waits\n"
            waiting.terminate()
            assert waiting.wait(HOPE) == 0
        finally:
            waiting.kill()


def test_a_burst_of_signals_changes_nothing(service_process: Spawn) -> None:
    processes = [service_process(PROBE, wait=False) for _ in range(3)]
    for process in processes:
        process.wait_ready()
        for _ in range(200):
            process.signal(signal.SIGTERM)
            process.signal(signal.SIGINT)
    assert [process.wait() for process in processes] == [0, 0, 0], "\n".join(p.tail(40) for p in processes)


def test_it_may_be_told_at_any_moment_of_its_start(service_process: Spawn) -> None:
    processes: list[ServiceProcess] = []
    for moment in range(10):
        process = service_process(PROBE, wait=False)
        process.expected = {0, -signal.SIGTERM}
        wait = moment * 0.2 + random.uniform(0, 0.2)
        threading.Timer(wait, process.signal, [signal.SIGTERM]).start()
        processes.append(process)
    for process in processes:
        code = process.wait()
        # Python itself was still starting: nothing of ours had begun.
        assert code == 0 or (code == -signal.SIGTERM and not process.tail()), process.tail(40)


def test_one_that_fails_says_what_it_died_of(service_process: Spawn) -> None:
    process = service_process("tests.integration.kernel.failing:FailingService", wait=False)
    process.expected = {1}
    assert process.wait() == 1, process.tail(40)
    (died,) = [line for line in process.lines() if line["event"] == "the container died"]
    assert "LookupError: a riddle" in died["exception"]


def test_a_health_port_that_is_taken_ends_it(settings: dict[str, str], probe: ServiceProcess, tmp_path: Path) -> None:
    done = run(PROBE, **settings, JINGMEI_HEALTH_PORT=str(probe.port))
    assert done.returncode == 1
    assert "Address already in use" in done.stderr + done.stdout


def test_scheduled_jobs_have_their_effect_once_over_instances(service_process: Spawn, probe: Any, db: Any) -> None:
    service_process(PROBE)
    runs = db.runs.count_documents({"what": "sweep"})
    until("three more rounds", lambda: db.runs.count_documents({"what": "sweep"}) >= runs + 3)
    jobs = sorted(row["job"] for row in db.effects.find({"what": "job"}))
    assert jobs == ["first", "second", "third"], "the one that fails before them keeps none from its turn"
