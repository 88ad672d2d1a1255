"""Each command in the guides runs as it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.played.conftest import Played

GUIDES = ("docs/operators.md", "docs/media.md", "docs/police.md")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_commands_of_a_guide_run(played: Played, blocks: Callable[[str], list[str]], guide: str) -> None:
    found = blocks(guide)
    assert found
    for block in found:
        assert played.run(block) is not None
