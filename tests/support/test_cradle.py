"""What processes are forked from outlives whatever is asked of it."""

from __future__ import annotations

from pathlib import Path

from tests.support.cradle import CRADLE, Started
from tests.support.waiting import HOPE


def test_two_who_ask_of_one_process_are_both_told_and_nobody_else_loses_by_it(tmp_path: Path) -> None:
    one, other = (CRADLE.start("nobody", {}, tmp_path / "log") for _ in range(2))
    code = one.wait(HOPE)
    assert code != 0 and Started(CRADLE, one.pid).wait(HOPE) == code
    assert other.wait(HOPE) == code
