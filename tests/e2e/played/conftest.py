"""A stack of its own on which a demo's quarter was played once: what its documents promise is tried on it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo.play import Times, play
from deploy.demo.quarter import read
from deploy.demo.report import tell
from deploy.demo.sample import Sample, write
from deploy.demo.setup import BUREAU, stage
from deploy.demo.stage import Stage
from deploy.local.layout import ROOT, Layout
from deploy.local.servers import Broker, Database
from tests.e2e.stack import Stack

PARTS = (".venv", "console", "gateway", "jingmei", "jingmei_client", "services", "shared", "examples", "deploy")
# A quarter as the project's own, drawn by the same hand, of a third of its works: every kind of row is among them, and
# the owner who walks through the pages has outlets that are not at the head of the ranking: those are others' there.
SEED, WORKS = 352, 17
RUN = re.compile(r"<!-- (?:run|tour) -->\n+```sh\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Played:
    """A folder that looks like the project after `make demo`, and the run that made it so."""

    root: Path
    workbook: Path
    layout: Layout
    stage: Stage
    times: Times
    told: str

    def run(self, script: str) -> str:
        """What a script prints, to either side; it must not fail."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=self.root, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    def again(self) -> tuple[Stage, Times]:
        """One more run on the same workbook, as `make demo` would make it."""
        made = stage(self.layout, self.workbook, self.root / "out" / "demo")
        return made, play(made, Console(quiet=True))


@pytest.fixture(scope="package")
def played(broker: Broker, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A small quarter in the bureau of the project's own, played through a gateway."""
    root = tmp_path_factory.mktemp("project")
    workbook = root / "quarter.xlsx"
    write(workbook, Sample(SEED, works=WORKS).draw())
    # Everybody signs in from one address here, some of them again and again.
    home = tmp_path_factory.mktemp("played")
    stack = Stack(broker, database, home, "tests.e2e.played.cheap:create_app()", SIGN_IN_RATE="1000/minute")
    stack.start()
    try:
        for part in PARTS:
            (root / part).symlink_to(sys.prefix if part == ".venv" else ROOT / part)
        (root / "out").mkdir()
        layout = Layout(root / ".jingmei" / "local", {"gateway": stack.gateway.port})
        layout.save()
        lines = [f"{name}={value}\n" for name, value in stack.settings.items()]
        layout.env_file.write_text("".join(lines), encoding="utf-8")
        (layout.home / "demo-bureaus.json").write_text(json.dumps({read(workbook).digest: BUREAU}), encoding="utf-8")
        made, console = stage(layout, workbook, root / "out" / "demo"), Console(file=StringIO(), record=True, width=140)
        times = play(made, console)
        tell(made, layout, times, console)
        yield Played(root, workbook, layout, made, times, console.export_text())
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def blocks() -> Callable[[str], list[str]]:
    """The runnable shell blocks of a document, by its path."""
    return lambda path: RUN.findall((ROOT / path).read_text(encoding="utf-8"))
