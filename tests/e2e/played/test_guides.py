"""Each command in the guides runs as it is written, whatever a reader has tried before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.played.conftest import Played

TOUR, GUIDES = "README.md", ("docs/operators.md", "docs/media.md", "docs/police.md", "docs/clients.md")
ORDERS = ((TOUR, *GUIDES), (*reversed(GUIDES), TOUR))


@pytest.mark.parametrize("order", ORDERS, ids=("after the tour", "again, the other way round"))
def test_the_commands_run_in_any_order_and_again(
    played: Played, blocks: Callable[[str], list[str]], order: tuple[str, ...]
) -> None:
    for document in order:
        found = blocks(document)
        assert found
        for block in found:
            assert played.run(block) is not None


def test_a_reader_of_the_outlets_guide_sees_their_own_works_and_points(
    played: Played, blocks: Callable[[str], list[str]]
) -> None:
    told = "".join(map(played.run, blocks("docs/media.md")))
    assert "submitted\n" in told and "withdrawn\n" in told
    assert "社区反诈小课堂开讲" in told and "份额之和为 60，应等于 100。" in told
    assert "→ 得分" in told.rpartition("社区反诈小课堂开讲")[2]
