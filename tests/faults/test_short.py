"""The short scenarios as part of `make test`, and the proof that the checker finds what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import proof, runner
from tests.faults.scenario import Scenario
from tests.support.servers import Servers

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def killable() -> Iterator[Servers]:
    """Servers that these tests kill, so nobody else uses them."""
    with Servers() as servers:
        yield servers


def name(scenario: Scenario) -> str:
    """What pytest calls it."""
    return f"{scenario.number}-{scenario.title.replace(' ', '_')}"


@pytest.mark.parametrize("scenario", runner.choose([], short=True), ids=name)
def test_promises_are_kept(killable: Servers, scenario: Scenario, tmp_path: Path) -> None:
    """One effect each, nothing lost, nothing left over, no strange exit."""
    result = runner.run(killable, scenario, seed=1, short=True, out=tmp_path)
    assert not result.findings.problems, "\n".join(result.findings.problems)


def test_the_checker_finds_out_stock_handlers(killable: Servers, tmp_path: Path) -> None:
    """The same checker on the usual pattern tells losses."""
    result = runner.run(killable, proof.PAIR[1], seed=1, short=True, out=tmp_path)
    assert not result.findings.problems, "\n".join(result.findings.problems)
    assert result.findings.lost > 0
