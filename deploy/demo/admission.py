"""What a phase asks for one row of the workbook: the system's no comes back with the row, and the others go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deploy.demo.quarter import Refused, without
from deploy.demo.quarter.columns import SHEETS
from deploy.demo.stage import Stage
from jingmei_client import Conflict, Invalid, KeyReused, Problem

T = TypeVar("T")
TAKEN = frozenset(
    {
        "channel.exists",
        "publication.twice", "publication.twice_joint", "publication.twice_elsewhere", "publication.unapproved",
        "publication.limit",
        "metrics.exists", "metrics.limit",
    }
)  # fmt: skip
ALIKE = {"share": "authors", "shares_of": "authors"}


def admitted(stage: Stage, sheet: str, row: int, ask: Callable[[], T]) -> T | None:
    """What `ask()` gives; None when the content of the row is refused, which is noted."""
    try:
        return ask()
    except (Invalid, Conflict) as problem:
        if isinstance(problem, KeyReused) or (isinstance(problem, Conflict) and problem.code not in TAKEN):
            raise
        column = _column(sheet, problem)
        letter = stage.quarter.letters.get((sheet, column), "")
        stage.turned_down.append(Refused(sheet, row, column, *_reason(problem), letter=letter))
        return None


def go_on(stage: Stage) -> None:
    """The rows that were refused leave the quarter, and with them whatever refers to them."""
    stage.quarter = without(stage.quarter, stage.turned_down)
    stage.turned_down.clear()
    if not stage.quarter.works:
        told = "".join(f"\n  {each}" for each in stage.quarter.refused[:3])
        raise RuntimeError(f"没有一件作品可以导入 / no work can go in{told}")


def _column(sheet: str, problem: Problem) -> str:
    """The heading of the column that the first broken rule is about, or nothing."""
    headings = {column.key: column.heading for column in SHEETS[sheet]}
    for broken in problem.errors:
        for name in reversed(broken.pointer.split("/")):
            if heading := headings.get(ALIKE.get(name, name)):
                return heading
    return ""


def _reason(problem: Problem) -> tuple[str, str]:
    told = "；".join(each.message for each in problem.errors) or problem.detail or problem.title
    rules = ", ".join(each.rule for each in problem.errors)
    return told, f"the system refuses it: {rules or problem.code}"
