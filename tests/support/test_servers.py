"""Files of servers are where there is room for them, and what a killed run has left goes with the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.processes import find
from tests.support import servers
from tests.support.servers import ON_DISK, claim, clear, place
from tests.support.waiting import until


def test_what_a_run_left_goes_once_it_and_its_servers_are_gone(tmp_path: Path) -> None:
    left, used, mine = (tmp_path / f"jingmei-tests-{name}" for name in ("left", "used", "mine"))
    for each in (left, used, mine):
        each.mkdir()
    claim(left).close()
    claim(used).close()
    with claim(mine):
        with subprocess.Popen([sys.executable, "-c", "input()", str(used)], stdin=subprocess.PIPE) as server:
            # A process that has just begun has no command line for a moment.
            until("the server to be seen", lambda: find(str(used)) is not None)
            clear(tmp_path)
            assert sorted(tmp_path.iterdir()) == sorted((used, mine))
            server.communicate(b"\n")
        clear(tmp_path)
        assert list(tmp_path.iterdir()) == [mine]


def test_only_what_is_asked_for_is_started() -> None:
    with servers.Servers() as mine:
        assert find(str(mine.home)) is None
        database = mine.database
        assert mine.database is database and database.running
        assert find(str(mine.home / "rabbitmq")) is None
        database.kill()
        assert not mine.database.running, "what a test has killed stays so"
        mine.restore()
        assert database.running
        assert find(str(mine.home / "rabbitmq")) is None
    assert find(str(mine.home)) is None and not mine.home.exists()


def test_memory_is_used_when_there_is_plenty_and_the_disk_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "IN_MEMORY", tmp_path)
    monkeypatch.setattr(servers, "PLENTY", 0)
    assert place() == tmp_path
    monkeypatch.setattr(servers, "available", lambda: 0)
    assert place() == ON_DISK
    monkeypatch.undo()
    monkeypatch.setattr(servers, "IN_MEMORY", tmp_path / "none")
    assert place() == ON_DISK
