"""The last lines of a run: the time of each part, and what was skipped, which fails it. With and without processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.parts import LINT, part_of
from tests.support.servers import ROOT

PLUGIN = """
import pytest
from tests.support.parts import Parts

def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Parts(frozenset({"no such machine here"})))
"""
GOOD = "def test_one(): pass\ndef test_two(): pass\n"
SKIPPED = """
import pytest
def test_good(): pass
def test_skipped(): pytest.skip("not now")
@pytest.mark.skip(reason="never")
def test_marked(): pass
@pytest.mark.xfail(reason="a riddle")
def test_fails(): assert False
@pytest.mark.xfail(reason="solved")
def test_passes(): pass
"""
ALLOWED = 'import pytest\ndef test_skipped(): pytest.skip("no such machine here")\ndef test_good(): pass\n'
MODULE = 'import pytest\npytest.importorskip("nothing_of_that_name")\n'


def run(home: Path, side_by_side: str, **files: str) -> tuple[int, list[str]]:
    """The exit code of a run of these tests, and its lines from the table on."""
    (home / "conftest.py").write_text(PLUGIN)
    for name, content in files.items():
        folder = home / "tests" / name
        folder.mkdir(parents=True)
        (folder / f"test_{name}.py").write_text(content)
    command = [sys.executable, "-m", "pytest", "-p", "xdist.plugin", "-n", side_by_side, "--rootdir", home, home]
    # Nothing of our own settings, and no other plugin: each takes its time to be imported.
    env = os.environ | {
        "PYTHONPATH": str(ROOT),
        LINT: "41",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
    }
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, env=env, check=False)
    return done.returncode, [line for line in done.stdout.partition("= parts =")[2].splitlines() if line]


def test_each_part_has_its_line_and_nothing_skipped_is_green(tmp_path: Path) -> None:
    code, lines = run(tmp_path, "2", deploy=GOOD, e2e=GOOD, other=GOOD)
    assert code == 0
    told = [re.sub(r"[\d.]+ s$", "- s", " ".join(line.split())) for line in lines[1:6]]
    assert told == ["lint - s", "deploy 2 tests - s", "e2e 2 tests - s", "other 2 tests - s", "all 6 tests - s"]
    assert "6 passed" in lines[-1] and len(lines) == 7


@pytest.mark.parametrize("side_by_side", ["0", "2"])
def test_a_skip_fails_the_run_and_is_told_in_its_last_lines(tmp_path: Path, side_by_side: str) -> None:
    code, lines = run(tmp_path, side_by_side, good=GOOD, part=SKIPPED, whole=MODULE)
    assert code == 1
    told = sorted(line.partition("failed: tests/")[2] for line in lines[-6:-1])
    assert told[:4] == [
        "part/test_part.py::test_fails: expected to fail: a riddle",
        "part/test_part.py::test_marked: never",
        "part/test_part.py::test_passes: expected to fail: solved",
        "part/test_part.py::test_skipped: not now",
    ]
    assert told[4].startswith("whole/test_whole.py: could not import 'nothing_of_that_name'")


def test_a_reason_that_is_declared_stands_in_the_last_lines(tmp_path: Path) -> None:
    code, lines = run(tmp_path, "0", part=ALLOWED)
    assert code == 0
    assert lines[-2] == "skipped: 1, because no such machine here"


def test_a_run_that_failed_anyhow_keeps_its_code(tmp_path: Path) -> None:
    code, lines = run(tmp_path, "0", bad="def test_bad(: pass", part=ALLOWED)
    assert (code, [line for line in lines if "NOT TESTED" in line]) == (2, [])


def test_a_part_is_a_folder_under_tests() -> None:
    assert part_of("tests/gateway/rpc/test_client.py::test_one[a::b]") == "gateway"
    assert part_of("tests/test_alone.py::test_one") == "tests"
