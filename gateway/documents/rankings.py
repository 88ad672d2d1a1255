"""The rankings of a period as tables of its notice."""

from __future__ import annotations

from typing import Final

from gateway.documents.model import Block, Column, Grid, Heading
from gateway.documents.results import ALL, NONE, Ladder, Result, Standing, ordinal, points

RANKING: Final = (
    Column("名次", 2), Column("媒体名称", 8, text=True), Column("作品（件）", 3), Column("刊发（次）", 3),
    Column("积分", 3), Column("升降", 2),
)  # fmt: skip
OVERALL: Final = (
    Column("名次", 2), Column("媒体名称", 7, text=True), Column("类别", 4), Column("作品（件）", 3),
    Column("刊发（次）", 3), Column("积分", 3), Column("升降", 2),
)  # fmt: skip


def rankings(result: Result) -> tuple[Block, ...]:
    """The ranking of all where there are several categories or awards rest on it, and each category's, one below the
    other; on one page where they have room there."""
    tables = [(ladder.name, _ranking(ladder)) for ladder in result.present]
    if len(tables) > 1 or any(award.overall for award in result.awards):
        tables.insert(0, (ALL, _overall(result)))
    headings = [Heading(f"{ordinal(number)}、{name}") for number, (name, _) in enumerate(tables, start=1)]
    return tuple(block for heading, (_, grid) in zip(headings, tables, strict=True) for block in (heading, grid))


def _overall(result: Result) -> Grid:
    rows = ((ladder, one.among_all) for ladder, one in result.everybody)
    return Grid(OVERALL, tuple((_placed(one), one.name, ladder.name, *_counted(one)) for ladder, one in rows))


def _ranking(ladder: Ladder) -> Grid:
    return Grid(RANKING, tuple((_placed(one), one.name, *_counted(one)) for one in ladder.standings))


def _placed(one: Standing) -> str:
    return NONE if one.place is None else str(one.place)


def _counted(one: Standing) -> tuple[str, ...]:
    return str(one.works), str(one.publications), points(one.points), one.movement
