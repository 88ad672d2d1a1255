"""Processes share the files; a folder that is dear to prepare goes to one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from tests.support.spread import TOGETHER

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
    (tmp_path / "conftest.py").write_text(PLUGIN)
    (tmp_path / folder).mkdir(parents=True)
    for name in "ab":
        (tmp_path / folder / f"test_{name}.py").write_text("def test_one(): pass\ndef test_two(): pass\n")
    plugins = ["-p", "xdist.plugin", "-p", "no:cacheprovider"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *plugins,
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--rootdir",
        tmp_path,
        tmp_path,
    ]
    # No other plugin: each takes its time to be imported.
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, check=False)
    assert done.returncode == 0, done.stdout
    told = [line.split() for line in (tmp_path / "told").read_text().splitlines()]
    assert len(told) == 4 and all(name.startswith(folder) for name, _ in told)
    assert len({process for _, process in told}) == processes
