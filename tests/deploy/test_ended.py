"""A test run whose server ends by itself says so at the first failure, with the server's own last words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.servers import Database, free_ports

ROOT = Path(__file__).parents[2]
STORY = """
def test_one(servers):
    servers.database.kill()
    raise AssertionError("a riddle")

def test_two(servers):
    pass
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Of one member, as it is one that ends."""
    made = Database(tmp_path_factory.mktemp("database"), free_ports(1)[0])
    made.start()
    yield made
    made.stop()


def test_how_a_node_ended_is_told(database: Database) -> None:
    assert database.ended == ""
    database.kill()
    assert f"mongod on port {database.ports[0]} ended with -9" in database.ended
    database.start()
    assert database.ended == ""


def test_a_run_without_its_server_stops_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "test_story.py").write_text(STORY)
    plugins = ["-p", "no:cacheprovider", "-p", "no:pytest_nameko", "-p", "tests.conftest"]
    command = [sys.executable, "-m", "pytest", *plugins, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert "1 failed" in done.stdout
    assert "a riddle" not in done.stdout
    lines = [line for line in done.stdout.splitlines() if "ended with -9" in line]
    # Where CI is set pytest's own summary tells the failure once more, so nothing is counted.
    assert any(line.startswith("mongod on port") for line in lines), "the failure"
    assert any(line.startswith("!!!") for line in lines), "why the run stopped"
