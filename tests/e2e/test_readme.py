"""What the README promises: its tour and its operator's commands run as they are written, after the demo's story."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from deploy.demo.__main__ import Story
from deploy.local.layout import ROOT, Layout
from deploy.local.servers import Broker, Database
from tests.e2e.stack import Stack

README = (ROOT / "README.md").read_text(encoding="utf-8")
HEADERS = re.compile(r"HTTP/1\.1 (\d{3}) [^\n]*\n(.*?)\n\n", re.DOTALL)
PARTS = (".venv", "gateway", "jingmei", "services", "shared")


def block(after: str) -> str:
    """The first shell block after some text of the README."""
    found = re.search(r"```sh\n(.*?)```", README[README.index(after) :], re.DOTALL)
    assert found is not None
    return found[1]


COMMANDS = [line.partition("#")[0].strip() for line in block("## The operator's command").splitlines() if line]


@pytest.fixture(scope="module")
def project(broker: Broker, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that looks like the project after `make demo`; behind it a stack of its own, with one bureau."""
    root = tmp_path_factory.mktemp("project")
    stack = Stack(broker, database, tmp_path_factory.mktemp("readme"))
    stack.start()
    try:
        for part in PARTS:
            (root / part).symlink_to(sys.prefix if part == ".venv" else ROOT / part)
        layout = Layout(root / ".jingmei" / "local", {"gateway": stack.gateway.port})
        layout.save()
        lines = [f"{name}={value}\n" for name, value in stack.settings.items()]
        layout.env_file.write_text("".join(lines), encoding="utf-8")
        Story(layout).play()
        yield root
    finally:
        stack.stop()


def run(project: Path, script: str) -> str:
    """What a script prints, to either side; it must not fail."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JINGMEI_")}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=project, env=inherited, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_tour_goes_as_it_is_told(project: Path) -> None:
    told = run(project, block("<!-- tour -->"))
    answers = HEADERS.findall(told)
    assert [status for status, _ in answers] == ["200", "201", "201", "200"]
    first, second = answers[1:3]
    assert "Idempotent-Replayed: true" not in first[1] and "Idempotent-Replayed: true" in second[1]
    assert 'ETag: "2"' in answers[3][1]
    for rule in ("length.min", "choice", "credit_code.check_digit", "required"):
        assert f'"rule":"{rule}"' in told
    assert "西兴" in told and "outlet.registered" in told
    assert orjson.loads(re.findall(r'\{"unread":\d+,"urgent":\d+\}', told)[-1])["unread"] > 0


def test_the_demo_can_be_played_again(project: Path) -> None:
    layout = Layout.load(project / ".jingmei" / "local")
    story = Story(layout)
    story.play()
    assert story.outlet["status"] == "verified"
    assert len(story.times) == len(story.phases())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_operators_commands_run(project: Path, command: str) -> None:
    assert command.startswith(".venv/bin/jingmei ")
    assert run(project, command)


def test_what_the_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert named and named <= targets
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    paths = [path for path in re.findall(r"`([a-z]+[/\w.-]+/[\w.-]*)`", README) if "<" not in path]
    assert paths
    assert [path for path in [*linked, *paths] if not (ROOT / path).exists()] == []
