"""A further service takes its folder and its part of the compose file: no other list of services has to be touched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services import SERVICES

ROOT = Path(__file__).parents[2]
CODE = (".py", ".toml", ".yml", ".sh", ".conf", "Makefile")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".jingmei", ".*_cache", "__pycache__", "out", "images", "golden")
TOPS = ("console", "deploy", "gateway", "jingmei", "jingmei_client", "services", "shared", "tests")
# So many names one after the other are a list of the services.
MANY = 4
FEATURES = {"gateway/api/waiting.py": "what waits: a service has a part in it, or has not"}
FOLDER = {
    "__init__.py": '"""Says what it hears."""\n',
    "README.md": "# echo\n\n**Owns** nothing.\n\n**Queries**\n\n**Emits**\n\n**Consumes**\n\n**Settings**\n",
    "domain/__init__.py": '"""The rules of the echo service."""\n',
    "schemas.py": '"""What it is told."""\n',
    "repository/__init__.py": '"""What it keeps."""\n',
    "service/__init__.py": '"""The echo service."""\n\n\nclass EchoService:\n    """Says it."""\n\n    name = "echo"\n',
}


def test_no_list_of_the_services_is_written_down() -> None:
    one = rf"[\"']?(?:{'|'.join(SERVICES)})[\"']?(?:\s*:[^,\n]+)?"
    listed = re.compile(rf"(?<![\w.]){one}(?:,\s*{one}){{{MANY - 1},}}(?!\w)")
    paths = [path for top in TOPS for path in (ROOT / top).rglob("*")] + list(ROOT.iterdir())
    code = [path for path in paths if path.name.endswith(CODE) and path.is_file()]
    found = [str(path.relative_to(ROOT)) for path in code if listed.search(path.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(FEATURES)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one service more: a folder, and in the compose file a block and two passwords."""
    copy = tmp_path_factory.mktemp("seventh") / "project"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    for name, text in FOLDER.items():
        path = copy / "services" / "echo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    compose = copy / "docker-compose.yml"
    compose.write_text(_with_another(compose.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def _with_another(compose: str) -> str:
    """The compose file with an echo of the block and of the passwords of a service."""
    block = re.search(r"(?ms)^  liaison:\n.*?\n\n", compose)
    passwords = [re.search(rf"(?m)^      JINGMEI_{server}_LIAISON: .*\n", compose) for server in ("MONGO", "AMQP")]
    for found in (each[0] for each in (block, *passwords) if each):
        compose = compose.replace(found, found + found.replace("liaison", "echo").replace("LIAISON", "ECHO"))
    return compose


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What a command says there, of no settings but its own."""
    clean = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(project), "PYTHONPATH": str(project)}
    return subprocess.run(command, cwd=project, env=clean, capture_output=True, text=True, check=False)


def test_every_program_of_the_project_takes_it(project: Path) -> None:
    made = run(project, sys.executable, "-m", "deploy.docker.make_env", ".env")
    assert made.returncode == 0 and "\nJINGMEI_MONGO_ECHO=" in (project / ".env").read_text(), made.stderr
    scaled = run(project, "make", "-n", "-o", ".venv/.installed", "scale", "echo=2")
    assert "scale echo=2\n" in scaled.stdout, scaled.stderr
    told = run(project, sys.executable, "-m", "deploy.local.stack", "scale", "nothing=1")
    assert "echo" in told.stdout, told
    begun = run(project, sys.executable, "-W", "ignore", "-m", "shared.run", "echo")
    assert begun.returncode == 2 and "JINGMEI_AMQP_URI" in begun.stderr, begun


def test_the_tests_of_the_project_hold_of_it(project: Path) -> None:
    tests = ["tests/deploy/test_compose.py", "tests/deploy/test_layout.py", "tests/architecture/test_anatomy.py"]
    done = run(
        project, sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-k", "not outgrows", *tests
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert (
        "[echo]" in run(project, sys.executable, "-m", "pytest", "-q", "--collect-only", "-n", "0", *tests[-1:]).stdout
    )
