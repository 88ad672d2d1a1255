"""Rows that the system refuses come back with their place and reason; whatever refers to them with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deploy.demo.admission import admitted, go_on
from deploy.demo.quarter import Quarter, Refused, read, without
from deploy.demo.setup import SAMPLE
from deploy.demo.stage import Stage
from jingmei_client.errors import Problem, problem_of


@pytest.fixture(scope="module")
def kept() -> Quarter:
    return read(SAMPLE)


@pytest.fixture
def stage(kept: Quarter) -> Stage:
    return Stage(
        "http://127.0.0.1:1", "330108", "滨江县公安局", kept, Path("out"), {}, lambda *_: None, lambda *_: None
    )


def refusing(status: int, code: str, **problem: Any) -> Any:
    """Something that is refused in this way when it is asked for."""

    def ask() -> None:
        raise problem_of(status, {"code": code, **problem})

    return ask


def test_what_is_admitted_is_given(stage: Stage) -> None:
    assert admitted(stage, "作品", 2, lambda: {"id": "w"}) == {"id": "w"} and not stage.turned_down


@pytest.mark.parametrize(
    ("pointer", "column", "letter"),
    [("/title", "标题", "C"), ("/authors/1/share", "合作作者(媒体:份额)", "G"), ("/body", "", ""), ("", "", "")],
)
def test_a_refusal_names_the_column(stage: Stage, pointer: str, column: str, letter: str) -> None:
    broken = {"pointer": pointer, "rule": "length.max", "message": "太长。"}
    assert admitted(stage, "作品", 5, refusing(422, "validation", errors=[broken])) is None
    reasons = ("太长。", "the system refuses it: length.max")
    assert stage.turned_down == [Refused("作品", 5, column, *reasons, letter=letter)]


def test_a_conflict_with_another_row_is_a_refusal(stage: Stage) -> None:
    ask = refusing(409, "publication.twice", detail="这次刊发已经上报。")
    assert admitted(stage, "刊发", 9, ask) is None
    assert str(stage.turned_down[0]) == ("刊发 第 9 行：这次刊发已经上报。 · the system refuses it: publication.twice")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (409, "concurrent_change"),
        (409, "submission.outlet_may_not"),
        (422, "idempotency.key_reused"),
        (403, "x"),
        (503, "x"),
    ],
)
def test_what_is_not_about_the_row_stops_the_run(stage: Stage, status: int, code: str) -> None:
    with pytest.raises(Problem):
        admitted(stage, "作品", 2, refusing(status, code))


def test_an_outlet_takes_everything_of_its_own_along(kept: Quarter) -> None:
    lost = kept.outlets[3]
    left = without(kept, [Refused("媒体", lost.row, "账号链接", "不行", "no")])
    assert lost.name not in {each.name for each in left.outlets}
    assert all(lost.name != each.outlet and lost.name not in dict(each.authors) for each in left.works)
    numbers = {each.number for each in left.works}
    assert {each.work for each in left.publications} <= numbers and len(left.publications) < len(kept.publications)
    assert {each.publication for each in left.metrics} == {each.number for each in left.publications}
    rows = [
        len(getattr(q, name)) for q in (kept, left) for name in ("outlets", "works", "publications", "metrics", "ideas")
    ]
    assert len(left.refused) - len(kept.refused) == sum(rows[:5]) - sum(rows[5:])
    assert [each.sheet for each in left.refused] == sorted(
        (each.sheet for each in left.refused), key=["媒体", "作品", "刊发", "数据", "金点子"].index
    )
    assert all(each.column and each.reason_zh and each.value for each in left.refused if each.sheet != "媒体")


def test_a_row_is_told_once(kept: Quarter) -> None:
    outlet = kept.outlets[0]
    work = next(each for each in kept.works if each.outlet == outlet.name)
    told = [Refused("媒体", outlet.row, "", "甲", "a"), Refused("作品", work.row, "标题", "乙", "b")]
    left = without(kept, told)
    assert [each.reason_zh for each in left.refused if (each.sheet, each.row) == ("作品", work.row)] == ["乙"]


def test_nothing_refused_changes_nothing(kept: Quarter, stage: Stage) -> None:
    go_on(stage)
    assert stage.quarter == kept


def test_without_one_work_the_run_ends_with_the_reasons(stage: Stage) -> None:
    stage.turned_down = [Refused("媒体", each.row, "", "不行", "no") for each in stage.quarter.outlets]
    with pytest.raises(RuntimeError, match="媒体 第 2 行：不行"):
        go_on(stage)
