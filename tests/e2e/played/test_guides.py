"""Each command in the guides runs as it is written, whatever a reader has tried before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.e2e.played.conftest import Played

# The operators' last: what only looks there then meets what all others have left.
DOCUMENTS = ("docs/clients.md", "docs/operators.md")
# What leaves something behind that the next reader meets: in the system, which is sent something, or in a folder.
LEAVES = re.compile(r" -d |-X (?:POST|PATCH)|--data|--yes|\bmigrate\b|\bout\b")


@pytest.fixture(scope="module")
def told(played: Played, blocks: Callable[[str], list[str]]) -> dict[str, str]:
    """What each block says, by its text, run as they stand."""
    found = {document: blocks(document) for document in DOCUMENTS}
    assert all(found.values())
    return {block: played.run(block) for each in found.values() for block in each}


def test_the_commands_run_as_they_stand_and_say_something(told: dict[str, str]) -> None:
    assert [block for block, said in told.items() if not said.strip()] == []


def test_those_that_leave_something_run_again_the_other_way_round(played: Played, told: dict[str, str]) -> None:
    """Those that only look leave nothing to one another."""
    again = [block for block in reversed(told) if LEAVES.search(block)]
    assert 0 < len(again) < len(told)
    for block in again:
        played.run(block)


def test_a_program_of_an_outlet_sees_its_own_works_and_points(told: dict[str, str]) -> None:
    (own,) = (each for block, each in told.items() if "社区反诈小课堂开讲" in block)
    assert "submitted\n" in own and "withdrawn\n" in own
    assert "社区反诈小课堂开讲" in own and "份额之和为 60，应等于 100。" in own
    assert "→ 得分" in own.rpartition("社区反诈小课堂开讲")[2]
