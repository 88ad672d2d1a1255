"""What tests of `jingmei trace` share: a work that really went through five services, and how its story is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pymongo.database import Database

from jingmei.story import traces
from shared.context import Role
from tests.e2e.people import Data, People, eventually, register, verify
from tests.e2e.rounds import decide, handed_in
from tests.e2e.stack import Stack
from tests.e2e.works import in_state, measure, publish, verify_publication

Trace = Callable[..., Any]
REASON = "见 13912345678 与 11010519491231002X"


def database(stack: Stack, owner: str) -> Database[Data]:
    found: Database[Data] = stack.client[f"{stack.settings['JINGMEI_DATABASE_PREFIX']}{owner}"]
    return found


@pytest.fixture(scope="package")
def work(stack: Stack, people: People) -> Data:
    """From the draft to verified metrics and points."""
    owner, liaison = people.new(name="王小芳"), people.new(Role.LIAISON)
    first, final = people.new(Role.REVIEWER_FIRST), people.new(Role.REVIEWER_FINAL)
    outlet = verify(liaison, register(owner))["id"]
    review = handed_in(owner, outlet, people.new(Role.LEADER))
    decide(first, review, reason=REASON)
    decide(final, review, grade="A", no_embargo=True)
    made = in_state(owner, {"id": review["submission"]}, "approved")
    publication = verify_publication(liaison, publish(owner, made))
    snapshot = measure(owner, publication)
    liaison.ok("POST", "/metrics/verification", json={"metrics": [{"metrics": snapshot["id"], "version": 1}]})
    last = database(stack, "submission")["history"].find_one({"submission": made["id"], "act": "verify_metrics"})
    assert last is not None
    eventually(lambda: database(stack, "scoring")["ledger"].find_one({"submission": made["id"]}))
    # Whoever hears of the last event has heard of all.
    for service in ("notification", "scoring"):
        eventually(lambda name=service: heard(stack, name, last["events"][0]))
    return owner.ok("GET", f"/submissions/{made['id']}")


def heard(stack: Stack, service: str, event: str) -> bool:
    db = database(stack, service)
    return any(db["inbox"].find_one({"_id": f"{handler}:{event}"}) for handler in traces.handlers(db))


@pytest.fixture
def trace(stack: Stack, jingmei: Any, monkeypatch: pytest.MonkeyPatch) -> Trace:
    """Runs the command on the stack."""
    for name, value in stack.settings.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: jingmei("trace", *arguments)


def steps(told: Any, kind: str, **fields: str) -> list[Data]:
    found = [step for step in told.json["steps"] if step["kind"] == kind]
    return [step for step in found if all(step[name] == value for name, value in fields.items())]


def whats(told: Any, kind: str) -> set[str]:
    return {step["what"] for step in steps(told, kind)}
