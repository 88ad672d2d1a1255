"""The gateway against its own document: schemathesis asks by it, and judges every answer by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis.configuration import storage_directory
from openapi_spec_validator import OpenAPIV31SpecValidator

from shared.context import BUSINESS_ROLES, Role
from tests.e2e.cast import FILE, SHEET, UPLOAD
from tests.e2e.people import Data, People, Person, address, eventually, invite, join, register, verify
from tests.e2e.stack import Stack
from tests.e2e.works import approved, measure, publish

SEED = 20261102
# Requests for what is refused whatever else is asked: by the role, or because what the path names is nowhere.
REFUSED = 1
# These end what who asks needs: the session, the outlet. Each is asked by somebody of its own.
ENDINGS = ("DELETE /v1/sessions/current", "DELETE /v1/sessions", "POST /v1/outlets/{outlet}/closure")
# Answers without an end, which have tests of their own.
STREAMS = ("GET /v1/inbox/stream",)
# Bytes of a file as they are, which schemathesis cannot write; a kept client of the protocol sends them in its tests.
BYTES = ("POST /v1/uploads", "PATCH /v1/uploads/{upload}")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "ignored_auth",
)
CONFIG = """\
color = false
[generation]
max-examples = {examples}
database = "none"
[[operations]]
include-name = {refused}
generation.max-examples = {few}
phases.examples.enabled = false
[output.sanitization]
enabled = false
[output.truncation]
enabled = false
[checks.negative_data_rejection]
# Beside the usual: 412 and 414 are refusals too, of a version and of a request line that is too long.
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 414, 415, 422, 428, 429, "5xx"]
[parameters]
{parameters}
"""
ENDING = """
[[operations]]
include-name = {name}
[operations.headers]
Authorization = "Bearer {token}"
[operations.parameters]
"path.outlet" = "{outlet}"
"""
MAY = {
    "staff": {*map(str, BUSINESS_ROLES), "signed_in", "public"},
    "owner": {str(Role.OUTLET_OWNER), str(Role.OUTLET_MEMBER), "signed_in", "public"},
}


@pytest.fixture(scope="module")
def document(people: People) -> Data:
    found: Data = people.nobody.call("GET", "/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def roles(document: Data) -> dict[str, set[str]]:
    """Every operation with the roles that it is for."""
    return {
        f"{method.upper()} {path}": set(operation["x-roles"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def test_the_document_is_valid(document: Data) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_operation_is_told_in_both_languages(document: Data) -> None:
    operations = [each for item in document["paths"].values() for name, each in item.items() if name != "parameters"]
    assert len(operations) > 50
    assert all(" / " in each["summary"] and each["x-roles"] for each in operations)


@dataclass(frozen=True)
class Run:
    """Chosen operations, each asked by the document's examples and `examples` more times at most; where it refuses,
    `REFUSED` times and by none of the document's, which are the same to it.
    """

    stack: Stack
    roles: dict[str, set[str]]
    home: Path
    examples: int

    def __call__(
        self, tester: Person, refused: Collection[str], parts: Mapping[str, str], *options: str, more: str = ""
    ) -> None:
        """`more`: settings of single operations. What fails is told with the request to repeat it."""
        # A deadline of a millisecond is for other tests.
        fixed = {"header.X-Deadline-Ms": "9000"} | {f"path.{name}": value for name, value in parts.items()}
        told = CONFIG.format(
            examples=self.examples, refused=json.dumps(sorted(refused)), few=min(REFUSED, self.examples),
            parameters="\n".join(f'"{name}" = "{value}"' for name, value in fixed.items()),
        )  # fmt: skip
        config = self.home / "schemathesis.toml"
        config.write_text(told + more, encoding="utf-8")
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run",
            f"{self.stack.url}/openapi.json", "--phases", "examples,fuzzing", "--seed", str(SEED),
            "--checks", ",".join(CHECKS), "--suppress-health-check", "all",
            "--continue-on-failure", "--workers", "2", "--warnings", "off", *options,
        ]  # fmt: skip
        for name, value in {"Authorization": f"Bearer {tester.token}", **address()}.items():
            command += ["-H", f"{name}: {value}"]
        # Which characters there are takes Hypothesis seconds to find out; it keeps that for all who look there.
        kept = os.environ | {"HYPOTHESIS_STORAGE_DIRECTORY": str(storage_directory().path)}
        done = subprocess.run(command, cwd=self.home, env=kept, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2_000:]

    def refusing(self, who: str) -> set[str]:
        """The operations that are not for somebody."""
        return {name for name, roles in self.roles.items() if not roles & MAY[who]}


@pytest.fixture
def run(stack: Stack, roles: dict[str, set[str]], tmp_path: Path, pytestconfig: pytest.Config) -> Run:
    return Run(stack, roles, tmp_path, pytestconfig.getoption("examples"))


@pytest.mark.parametrize("who", ["staff", "owner"])
def test_answers_are_as_documented_on_any_object(run: Run, people: People, who: str) -> None:
    tester = people.new(*BUSINESS_ROLES) if who == "staff" else people.new()
    nowhere = {name for name in run.roles if "{" in name}
    refused = run.refusing(who)
    # Refusals by role are looked at by the walk of all roles, and here by who has most roles, of whom they are fewest.
    without = (*STREAMS, *BYTES, *(ENDINGS if who == "staff" else sorted(refused)))
    more = "" if who == "staff" else endings(people)
    run(tester, (refused | nowhere) - set(ENDINGS), {}, *_without(without), more=more)


@pytest.mark.parametrize("who", ["staff", "owner"])
def test_answers_are_as_documented_on_objects_that_are_there(run: Run, people: People, who: str) -> None:
    owner, staff = people.new(), people.new(*BUSINESS_ROLES)
    tester = {"owner": owner, "staff": staff}[who]
    parts = there(people, owner, staff, tester)
    refused = run.refusing(who)
    # An owner is refused by role before any object is looked for, so those that are there make no difference to it.
    without = (*ENDINGS, *BYTES, *(sorted(refused) if who == "owner" else ()))
    run(tester, refused, parts, "--include-path-regex", r"\{", *_without(without))


def endings(people: People) -> str:
    """The operations that end something, each with a session and an outlet that nobody else needs."""
    askers = {name: people.new() for name in ENDINGS}
    return "".join(
        ENDING.format(name=json.dumps(name), token=asker.token, outlet=register(asker)["id"])
        for name, asker in askers.items()
    )


def there(people: People, owner: Person, staff: Person, tester: Person) -> dict[str, str]:
    """Parts of paths that name what is there."""
    member = people.new()
    outlet = join(owner, member, register(owner)["id"])
    verify(staff, outlet)
    item = eventually(lambda: tester.ok("GET", "/inbox")["items"])[0]
    work = approved(people, owner, outlet["id"])
    publication = publish(owner, work)
    by_hand = {"outlet": outlet["id"], "rule": "first_report", "reason": "首家报道"}
    adjusted = eventually(
        lambda: staff.call("POST", "/v1/adjustments", json=by_hand), lambda answer: answer.status_code == 201
    )
    return {
        "submission": work["id"],
        "revision": "1",
        "publication": publication["id"],
        "metrics": measure(owner, publication)["id"],
        "period": "2003-Q1",
        "scheme": "county",
        "adjustment": adjusted.json()["id"],
        "outlet": outlet["id"],
        "channel": outlet["channels"][0]["id"],
        "account": member.account,
        "invitation": invite(owner, outlet["id"])[0],
        "item": item["id"],
        "file": owner.ok("POST", "/files", **FILE)["id"],
        "upload": tester.ok("POST", "/uploads", headers=UPLOAD)["id"],
        "import_id": staff.ok("POST", "/outlet-imports", **SHEET)["id"],
        "session": tester.ok("GET", "/sessions")["items"][0]["id"],
    }


def _without(names: Iterable[str]) -> list[str]:
    return [part for name in names for part in ("--exclude-name", name)]
