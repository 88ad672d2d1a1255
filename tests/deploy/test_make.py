"""The Makefile: every target explains itself, and CI runs the developer's test command and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(*arguments: str) -> str:
    """What make prints. Its own variables from an outer `make test` are not passed on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", *arguments], cwd=ROOT, env=inherited, capture_output=True, text=True, check=True)
    return done.stdout


def test_help_is_the_default_and_lists_every_target() -> None:
    phony = set(re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    listed = re.findall(r"^ +make (\S+) +\S", make(), re.MULTILINE)
    assert set(listed) == phony
    assert len(listed) == len(phony)


def test_counts_are_taken_from_the_command_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("review", "9")
    assert "scale gateway=2\n" in make("-n", "-o", ".venv/.installed", "scale", "gateway=2")


def test_containers_are_used_only_when_asked_for() -> None:
    assert "docker" not in make("-n", "up", "N=2")
    told = make("-n", "up", "N=2", "ENGINE=docker")
    assert "docker compose up" in told
    assert "--scale gateway=2" in told


def test_ci_runs_the_test_command() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]
    assert os.access(ROOT / ".ci/run", os.X_OK)
