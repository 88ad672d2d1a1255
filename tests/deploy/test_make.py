"""The Makefile: every target explains itself, and CI runs the developer's test command, and a fresh system's part."""

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


@pytest.mark.parametrize(
    ("fresh", "tested", "code"), [(0, 0, 0), (0, 2, 2), (1, 0, 1), (1, 2, 1), (3, 0, 0), (3, 2, 2)]
)
def test_ci_checks_a_fresh_system_and_runs_the_test_command(tmp_path: Path, fresh: int, tested: int, code: int) -> None:
    """Both count, but for a machine where the first cannot be found out (3); what it said is the last line."""
    programs = {
        ".ci/run": (ROOT / ".ci/run").read_text(encoding="utf-8"),
        "deploy/strict.sh": (ROOT / "deploy/strict.sh").read_text(encoding="utf-8"),
        "deploy/fresh/check.sh": f'#!/bin/sh\necho "$DISTRO, $ROLE, $PART: $0" >&2\nexit {fresh}\n',
        "bin/make": f'#!/bin/sh\necho "make $*: 9 passed"\nexit {tested}\n',
    }
    for name, text in programs.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}/bin:{os.environ['PATH']}"
    ran = ["bash", ".ci/run"]
    done = subprocess.run(
        ran, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    fresh_said = "bookworm, root, install: deploy/fresh/check.sh"
    assert done.stdout.splitlines() == [fresh_said, "make test: 9 passed", "", fresh_said]
    assert os.access(ROOT / ".ci/run", os.X_OK)
