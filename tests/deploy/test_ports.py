"""Ports of its own: nobody else of ours is given a port between its choice and the moment when its server opens it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.servers import StartError, free_ports

ROOT = Path(__file__).parents[2]
ASK = """
from deploy.local import processes
processes.PORTS = range({first}, {end})
print(processes.free_ports(1))
"""


def test_they_come_in_a_row_and_never_twice() -> None:
    given = [free_ports(3) for _ in range(40)]
    assert all(ports == list(range(ports[0], ports[0] + 3)) for ports in given)
    assert len({port for ports in given for port in ports}) == 120


def test_another_process_does_not_get_what_was_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = free_ports(1)[0]
    ask = [sys.executable, "-c", ASK.format(first=first, end=first + 2)]
    told = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "no 1 free ports" in told.stderr
    for module in ("processes", "__init__"):  # another clone, which knows nothing of this one's folder
        copied = tmp_path / "deploy" / "local" / f"{module}.py"
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text((ROOT / "deploy" / "local" / f"{module}.py").read_text())
    told = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "no 1 free ports" in told.stderr
    monkeypatch.setattr(processes, "PORTS", range(first, first + 2))
    with pytest.raises(StartError, match="no 1 free ports"):
        free_ports(1)
