"""What README and guides promise: the tour of client authors and the operator's commands run as they are written."""

from __future__ import annotations

import re
import secrets

import pytest

from deploy.demo.people import LIAISON
from deploy.local.layout import ROOT
from tests.e2e.people import eventually
from tests.e2e.played.conftest import Played

README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
CLIENTS = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
HEADERS = re.compile(r"HTTP/1\.1 (\d{3}) [^\n]*\n(.*?)\n\n", re.DOTALL)


def block(document: str, after: str) -> str:
    """The first shell block after some text of a document."""
    found = re.search(r"```sh\n(.*?)```", document[document.index(after) :], re.DOTALL)
    assert found is not None
    return found[1]


COMMANDS = [
    line.partition("#")[0].strip() for line in block(OPERATORS, "## The operator's command").splitlines() if line
]


def test_the_tour_goes_as_it_is_told(played: Played) -> None:
    # As after `make demo INPUT=`: with a second bureau, logins and numbers are no longer enough.
    played.stage.bootstrap("330199", "演示县公安局", "admin", secrets.token_urlsafe(12))
    told = played.run(block(CLIENTS, "<!-- tour -->"))
    answers = HEADERS.findall(told)
    assert [status for status, _ in answers] == ["200", "422", "201", "201", "200", "412", "200", "200"]
    _, _, first, second, changed, *_ = (headers for _, headers in answers)
    made = [re.findall("^Location: (.+)$", headers, re.MULTILINE) for headers in (first, second)]
    assert made[0] == made[1] != [] and "Idempotent-Replayed: true" in second
    assert 'ETag: "2"' in changed
    for rule in ("choice", "credit_code.check_digit", "required"):
        assert f'"rule": "{rule}"' in told
    owner = played.stage.people["wangfang"]
    assert [each["region"] for each in owner.outlets.mine() if each["name"] == "云海日报"] == ["西兴"]
    assert played.stage.notes["period"]["digest"] in told and "→ 得分" in told
    assert int(re.findall(r'"unread": (\d+)', told)[-1]) > 0
    liaison = played.stage.people[LIAISON.login]
    eventually(lambda: any("云海日报" in item["title"] for item in liaison.inbox.inbox(limit=50).first()["items"]))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_operators_commands_run(played: Played, command: str) -> None:
    assert command.startswith(".venv/bin/jingmei ")
    assert played.run(command)


def test_what_the_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert named and named <= targets
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    paths = [
        path
        for path in re.findall(r"`([a-z]+[/\w.-]+/[\w.-]*)`", README)
        if "<" not in path and not path.startswith("out/")
    ]
    assert paths
    assert [path for path in [*linked, *paths] if not (ROOT / path).exists()] == []
