"""The whole local stack from a copy of the project: up, scaled, killed, down, up again, removed."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.layout import MOST, Layout
from deploy.local.processes import listening, wait_for
from deploy.local.supervise import Supervisor
from services import PROGRAMS
from tests.deploy.conftest import left_behind
from tests.support.waiting import HOPE

ROOT = Path(__file__).parents[2]
PARTS = ("console", "deploy", "gateway", "jingmei", "jingmei_client", "services", "shared")


class Copy:
    """The project elsewhere, with the same Python environment; its stack touches no other."""

    def __init__(self, home: Path) -> None:
        self.root = home / "project"
        for part in PARTS:
            # With what Python has compiled: else all of its processes, which start at once, would compile everything.
            shutil.copytree(ROOT / part, self.root / part)
        self.local = self.root / ".jingmei" / "local"

    def stack(self, *arguments: str, code: int | None = 0, answer: str = "") -> str:
        """What a command of the stack prints, which ends with `code` (None: with any)."""
        done = subprocess.run(
            [sys.executable, "-m", "deploy.local.stack", *arguments], cwd=self.root, input=answer, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert code in (None, done.returncode), done.stdout
        return done.stdout

    def pids(self, code: int | None = None) -> dict[str, str]:
        """Process ids of the running processes by name, as the status table tells them, ready or not."""
        rows = re.findall(r"([a-z]+(?:-\d+)?) +│ (?:RUNNING|STARTING) +│ (\d+)", self.stack("status", code=code))
        return dict(rows)

    def pid(self, name: str) -> int:
        """The supervisor's own word for one process, which takes a hundredth of a command; 0 while it does not run."""
        known = {each["name"]: each["pid"] for each in Supervisor(Layout.load(self.local)).processes()}
        return known[name]


def apart() -> dict[str, int]:
    """Ports far from those that every copy on this machine tries first: while it is down none of them takes its own."""
    span = 8 + MOST * len(PROGRAMS)
    while True:
        first = random.randrange(10_000, 18_000, span)
        if not any(listening(port) for port in range(first, first + span)):
            return {"broker": first, "database": first + 3, "gateway": first + 4, "health": first + 8}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    made = Copy(tmp_path_factory.mktemp("stack"))
    Layout(made.local, apart()).save()
    try:
        made.stack("up")
        yield made
    finally:
        made.stack("clean", "--yes")
    assert left_behind(made.root) == []
    assert not made.local.exists()


RUNNING = {"rabbitmq", "mongodb", *(f"{program}-1" for program in PROGRAMS)}


def test_everything_is_ready(copy: Copy) -> None:
    assert set(copy.pids(code=0)) == RUNNING


def test_up_again_changes_nothing(copy: Copy) -> None:
    before = copy.pids()
    copy.stack("up")
    assert copy.pids() == before


def test_secrets_are_the_owners_alone(copy: Copy) -> None:
    assert stat.S_IMODE((copy.local / "env").stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.local.stat().st_mode) == 0o700


def test_scaling_one_program_leaves_the_others(copy: Copy) -> None:
    before = copy.pids()
    copy.stack("scale", "review=2", "gateway=2")
    grown = copy.pids()
    assert set(grown) - set(before) == {"review-2", "gateway-2"}
    assert before.items() <= grown.items()
    copy.stack("scale", "review=1", "gateway=1")
    assert copy.pids() == before


def test_a_count_that_makes_no_sense_is_refused(copy: Copy) -> None:
    for wanted in ("review=0", "review=many", "reviews=2"):
        assert wanted in copy.stack("scale", wanted, code=2)


def test_a_killed_process_comes_back(copy: Copy) -> None:
    before = copy.pid("scoring-1")
    os.kill(before, signal.SIGKILL)
    wait_for("another scoring-1", lambda: copy.pid("scoring-1") not in (0, before), HOPE)
    copy.stack("up")
    assert int(copy.pids(code=0)["scoring-1"]) == copy.pid("scoring-1")


@pytest.mark.parametrize("name", ["mongodb", "rabbitmq"])
def test_a_killed_server_comes_back_and_the_services_go_on(copy: Copy, name: str) -> None:
    before = copy.pids(code=0)
    os.kill(int(before[name]), signal.SIGKILL)
    after: dict[str, str] = {}

    def back() -> bool:
        after.clear()
        after.update(copy.pids())
        ready = "not running" not in (told := copy.stack("status", code=None)) and told.count(" yes ") == len(PROGRAMS)
        return ready and after.get(name, before[name]) != before[name]

    wait_for(f"another {name}, and all to be ready", back, HOPE)
    assert {each: pid for each, pid in after.items() if each != name} == {
        each: pid for each, pid in before.items() if each != name
    }
    assert f'"server":"{name}"' in copy.stack("logs", "-s", "servers")


def test_logs_of_one_program(copy: Copy) -> None:
    told = copy.stack("logs", "-s", "outlet")
    assert "outlet-1" in told or '"outlet"' in told
    assert "no logs of nobody" in copy.stack("logs", "-s", "nobody", code=1)


def test_down_leaves_nothing_running_and_up_finds_everything_again(copy: Copy) -> None:
    before = (copy.local / "env").read_text(), json.loads((copy.local / "state.json").read_text())["ports"]
    copy.stack("down")
    assert left_behind(copy.root) == []
    assert "STOPPED" in copy.stack("status", code=1)
    assert copy.stack("down") is not None, "again is fine"
    copy.stack("up")
    assert before == ((copy.local / "env").read_text(), json.loads((copy.local / "state.json").read_text())["ports"])
    assert set(copy.pids()) == RUNNING


def test_removing_asks_first(copy: Copy) -> None:
    copy.stack("clean", answer="n\n", code=1)
    assert set(copy.pids()) == RUNNING
