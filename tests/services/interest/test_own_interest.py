"""Whoever belongs to an outlet does nothing for it in any staff role: every command of every service, one by one.

Each is tried by somebody who may; then they join the outlet. What they had decided a moment before is not committed,
and they are refused from then on. A command that has no line is a fault of whoever added it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from services import SERVICES
from shared.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from shared.mongo import StaleWrite
from tests.services.interest.lines import Lines, Other
from tests.services.stage import Stage, inputs_of
from tests.support.services import service

Put = Callable[[type[Any]], Stage]
TABLES: dict[str, Lines] = {name: import_module(f"tests.services.interest.of_{name}").LINES for name in SERVICES}
TRIED = [
    (name, method) for name, lines in TABLES.items() for method, line in lines.items() if not isinstance(line, Other)
]
# Not the codes of a state that does not allow it, or of a form that is wrong.
TELLING = {
    "request.not_found", "request.joined_own", "review.nothing_waits", "check_in.own", "minutes.no_task",
    "bulletin.rumour_own", "outlet.forbidden.manage", "appeal.own_answer", "request.forbidden.bureau",
    "request.forbidden.asker", "submission.forbidden.outlet",
}  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_every_command_has_its_line_and_there_is_no_other(name: str) -> None:
    assert set(TABLES[name]) == set(inputs_of(name, "command"))


@pytest.mark.parametrize(("name", "method"), TRIED, ids=[f"{name}-{method}" for name, method in TRIED])
def test_who_joins_the_outlet_is_refused_at_the_same_moment(
    stage: Put, monkeypatch: pytest.MonkeyPatch, name: str, method: str
) -> None:
    there = stage(service(name))
    line = TABLES[name][method]
    assert not isinstance(line, Other)
    attempt = line(there, monkeypatch)
    schema, data = inputs_of(name, "command")[method], dict(attempt.data)
    unit = there.decided(method, schema, data, attempt.by)
    assert not _refusals(unit.result), "who belongs to no outlet may"
    attempt.join()
    with pytest.raises(StaleWrite):
        there.commit(unit)
    if attempt.as_its_own is not None:
        assert attempt.as_its_own(there.do(method, schema, data, attempt.by))
        return
    told = _told(lambda: there.do(method, schema, data, attempt.by))
    assert {code for code in told if "own_outlet" in code} or told & TELLING, told


def _told(act: Callable[[], Any]) -> set[str]:
    """The codes by which an act was refused, and those of its fields."""
    try:
        return _refusals(act())
    except (Conflict, Forbidden, Invalid, NotFound) as error:
        return _codes(error)


def _codes(error: DomainError) -> set[str]:
    return {error.code, *(problem.rule for problem in error.problems)}


def _refusals(answer: Any) -> set[str]:
    """What a command upon several says of those that it did not do."""
    refused = answer.get("refused") if isinstance(answer, dict) else None
    return {each["code"] for each in refused} if isinstance(refused, list) else set()
