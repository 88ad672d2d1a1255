"""Each command in the guides runs as it is written, whatever a reader has tried before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.played.conftest import Played

DOCUMENTS = ("docs/operators.md", "docs/clients.md")


@pytest.mark.parametrize("backwards", [False, True], ids=["as they stand", "again, the other way round"])
def test_the_commands_run_in_any_order_and_again(
    played: Played, blocks: Callable[[str], list[str]], backwards: bool
) -> None:
    for document in reversed(DOCUMENTS) if backwards else DOCUMENTS:
        found = blocks(document)
        assert found
        for block in found:
            assert played.run(block) is not None


def test_a_program_of_an_outlet_sees_its_own_works_and_points(
    played: Played, blocks: Callable[[str], list[str]]
) -> None:
    own = [block for block in blocks("docs/clients.md") if "社区反诈小课堂开讲" in block]
    told = "".join(map(played.run, own))
    assert "submitted\n" in told and "withdrawn\n" in told
    assert "社区反诈小课堂开讲" in told and "份额之和为 60，应等于 100。" in told
    assert "→ 得分" in told.rpartition("社区反诈小课堂开讲")[2]
