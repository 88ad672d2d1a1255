"""install.sh on a system that lacks everything: who must do what is told in one line before anything is changed.

The system's programs are stand-ins; on real systems `make fresh-check` looks at the same.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("deploy/strict.sh", "deploy/local/install.sh", "deploy/local/apt.sh", "deploy/local/jingmei")
# Without rabbitmq-server and typefaces, which are looked for by their paths: a machine that runs these tests has them.
PACKAGES = ["curl", "libcurl4", "libmagic1", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
# Ubuntu has it as a snap alone, which is told.
if "ID=ubuntu" not in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
    PACKAGES.append("chromium-headless-shell")
# A Python without what makes environments; what it is called with is written down.
PYTHON = """\
echo "$*" >>calls
case "$*" in
  *ensurepip*) exit 1 ;;
  *version_info\\[:2\\]*) echo 3.11 ;;
  "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac
"""
LETS_US = 'echo "sudo $*" >>calls\n'
REFUSES = 'echo "a password is required" >&2\nexit 1\n'


class System:
    """A machine with the few programs that are named, and a copy of the project's scripts on it."""

    def __init__(self, home: Path) -> None:
        self.bin = home / "bin"
        self.project = home / "a project"
        self.bin.mkdir()
        for script in SCRIPTS:
            (self.project / script).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / script, self.project / script)
        for name in ("bash", "chmod", "cp", "dirname", "env", "grep", "install", "mkdir"):
            (self.bin / name).symlink_to(str(shutil.which(name)))
        self.program("ldconfig", "")
        self.program("python3", PYTHON)

    def program(self, name: str, text: str) -> None:
        """Put a program on the PATH."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{text}")
        path.chmod(0o755)

    def install(self) -> subprocess.CompletedProcess[str]:
        """Run the script as somebody who is not root."""
        command = [str(self.project / "deploy/local/install.sh")]
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "65534:65534", self.project], check=True)
            nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"]
            command = [str(shutil.which("setpriv")), *nobody, *command]
        settings = {"PATH": str(self.bin)}
        return subprocess.run(
            command, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60
        )

    @property
    def calls(self) -> list[str]:
        """What the stand-ins were called with, those that only ask aside."""
        known = (self.project / "calls").read_text(encoding="utf-8").splitlines()
        return [line for line in known if not line.startswith("-c ")]


@pytest.fixture
def system() -> Iterator[System]:
    # pytest's own folders are closed to everybody but the user that runs the tests.
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield System(Path(made))


@pytest.mark.parametrize("sudo", [None, REFUSES], ids=["no sudo", "a sudo that refuses"])
def test_root_is_told_everything_in_one_line_and_nothing_is_changed(system: System, sudo: str | None) -> None:
    if sudo:
        system.program("sudo", sudo)
    done = system.install()
    assert done.returncode == 1
    told = re.findall(r"as root, run: (.*)", done.stderr)
    assert [shlex.split(line) for line in told] == [
        [str(system.project / "deploy/local/apt.sh"), "python3.11-venv", *PACKAGES]
    ]
    assert system.calls == []
    assert not (system.project / ".venv").exists()


def test_with_sudo_it_says_what_root_is_for_and_goes_on(system: System) -> None:
    system.program("sudo", LETS_US)
    done = system.install()
    assert done.returncode == 0, done.stderr
    assert f"root is needed to install by apt: python3.11-venv {' '.join(PACKAGES)}\n" in done.stderr
    asked, made, installed = [call for call in system.calls if call not in ("sudo -n true", "-m pip --version")]
    assert asked == f"sudo {system.project}/deploy/local/apt.sh python3.11-venv {' '.join(PACKAGES)}"
    assert made == "-m venv --clear .venv"
    assert "--require-hashes" in installed
    assert os.access(system.project / ".venv/bin/jingmei", os.X_OK)


def test_a_command_that_fails_is_named_with_its_line_and_exit_code(system: System) -> None:
    system.program("sudo", LETS_US)
    system.program("python3", PYTHON.replace("mkdir -p .venv/bin", "exit 7"))
    done = system.install()
    assert done.returncode == 7
    assert re.search(r'install\.sh, line \d+: exit code 7 of: "\$python" -m venv', done.stderr)


def test_an_old_python_is_refused(system: System) -> None:
    system.program("python3", "exit 1\n")
    done = system.install()
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_every_script_says_where_it_failed() -> None:
    scripts = [path for path in (*(ROOT / "deploy").rglob("*.sh"), ROOT / ".ci/run") if os.access(path, os.X_OK)]
    assert len(scripts) > 3
    for script in scripts:
        lines = script.read_text(encoding="utf-8").splitlines()
        assert "set -Eeuo pipefail" in lines, script
        assert any(re.match(r"source .*strict\.sh", line) for line in lines), script
