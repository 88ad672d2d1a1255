"""Processes share the files; a folder that is dear to prepare goes to one, and what takes longest is begun first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from tests.support.spread import LONGEST, TOGETHER

PLUGIN = """
import os, pytest
from tests.support.spread import Spread

def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Spread())

@pytest.fixture(autouse=True)
def told(request):
    with open("told", "a") as file:
        file.write(f"{request.node.nodeid} {os.environ['PYTEST_XDIST_WORKER']}\\n")
"""


@pytest.mark.parametrize(("folder", "processes"), [(TOGETHER[0], 1), ("tests/other/", 2)])
def test_a_dear_folder_goes_to_one_process(tmp_path: Path, folder: str, processes: int) -> None:
    told = spread(tmp_path, 2, [f"{folder}test_{name}.py" for name in "ab"])
    assert len(told) == 4 and all(name.startswith(folder) for name, _ in told)
    assert len({process for _, process in told}) == processes


def test_what_takes_longest_is_begun_first(tmp_path: Path) -> None:
    longest = [f"{each}test_one.py" if each.endswith("/") else each for each in LONGEST]
    told = spread(tmp_path, 1, ["tests/architecture/test_one.py", *longest, "tests/shared/test_one.py"])
    files = list(dict.fromkeys(name.partition("::")[0] for name, _ in told))
    assert files == [*longest, "tests/architecture/test_one.py", "tests/shared/test_one.py"]


def spread(home: Path, processes: int, files: list[str]) -> list[list[str]]:
    """Each test of these files, two in each, with the process that ran it, in the order in which they were run."""
    (home / "conftest.py").write_text(PLUGIN)
    for name in files:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("def test_one(): pass\ndef test_two(): pass\n")
    spreading = ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder", "--import-mode", "importlib"]
    plugins = ["-p", "xdist.plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, *spreading, "--rootdir", home, home]
    # No other plugin: each takes its time to be imported.
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, env=env, check=False)
    assert done.returncode == 0, done.stdout
    return [line.split() for line in (home / "told").read_text().splitlines()]
