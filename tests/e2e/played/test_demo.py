"""The demo: its quarter is what the workbook says, its documents are there, a second run changes nothing.

The quarter is a small one; the project's own, which `make demo` plays, is played by
`make test T="tests/e2e/played/test_demo.py -m slow"`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from rich.cells import cell_len
from rich.console import Console

from deploy.demo.people import ADMIN, EDITORS, EVERY_STAFF, FINAL, KEEPERS, LEADER, LIAISON, MANAGER, OWNER
from deploy.demo.play import PHASES, play
from deploy.demo.quarter import Quarter, read
from deploy.demo.report import tell
from deploy.demo.setup import LOGINS, SAMPLE, stage
from deploy.demo.stage import Stage
from tests.e2e import recomputation
from tests.e2e.played.conftest import Played

IDEAS = {"idea:adopted"}


def ranking(played: Stage) -> list[dict[str, Any]]:
    return list(played.people[MANAGER.login].rankings.ranking(played.quarter.period))


@pytest.mark.parametrize("small", [True, False], ids=["played here", "the project's own"])
def test_the_quarter_has_every_kind_of_row(played: Played, small: bool) -> None:
    quarter = played.stage.quarter if small else read(SAMPLE)
    assert kinds(quarter) == {
        "genres": {"article", "photo_set", "video"},
        "grades": {"A", "B", "C", "D"},
        "sensitivities": {"normal", "sensitive", "major"},
        "originals": {True, False},
        "together": {True, False},
        "placements": {"normal", "headline", "front_page"},
        "reprints": {True, False},
        "after the quarter": {True, False},
        "more than WeChat shows": {True, False},
    }


def kinds(quarter: Quarter) -> dict[str, set[Any]]:
    works, publications = quarter.works, quarter.publications
    return {
        "genres": {row.genre for row in works},
        "grades": {row.grade for row in works},
        "sensitivities": {row.sensitivity for row in works},
        "originals": {row.original for row in works},
        "together": {len(row.authors) > 1 for row in works},
        "placements": {row.placement for row in publications},
        "reprints": {row.reprint for row in publications},
        "after the quarter": {row.published_at.month > 9 for row in publications},
        "more than WeChat shows": {row.reads > 100_000 for row in quarter.metrics},
    }


def test_every_phase_was_played(played: Played) -> None:
    assert list(played.times) == [phase.name for phase in PHASES]


def test_works_are_where_the_workbook_says(played: Played) -> None:
    works_are_as_told(played.stage)


def works_are_as_told(played: Stage) -> None:
    final, quarter = played.people[FINAL.login], played.quarter
    found = Counter(row["status"] for row in final.submissions.search(kind="work", limit=100))
    published = {row.work for row in quarter.publications}
    rejected = sum(work.grade == "D" for work in quarter.works)
    assert found == {"rejected": rejected, "published": len(published)}
    ideas = Counter(row["status"] for row in final.submissions.search(kind="golden_idea"))
    assert ideas == {"adopted": 2, "declined": 1}


def test_the_ranking_is_what_a_recomputation_by_hand_gives(played: Played) -> None:
    points_are_right(played.stage, played.workbook)


@pytest.mark.slow
def test_the_projects_own_quarter_comes_out_right(played: Played) -> None:
    made = stage(played.layout, SAMPLE, played.root / "out" / "demo")
    assert list(play(made, Console(quiet=True))) == list(played.times)
    works_are_as_told(made)
    points_are_right(made, SAMPLE)


def points_are_right(played: Stage, workbook: Path) -> None:
    counted = recomputation.entries(workbook)
    wanted = recomputation.totals(counted, played.quarter.period)
    lines = ledger(played)
    ideas = {outlet: cents for outlet, cents in lines.items() if outlet[4] in IDEAS}
    by_hand = Counter({line._replace(cents=0): line.cents for line in counted if line.quarter == "2026-Q3"})
    assert {line: cents for line, cents in lines.items() if line not in ideas} == by_hand
    for line, cents in ideas.items():
        wanted[line[1]] = wanted.get(line[1], 0) + cents
    assert {row["name"]: cents_of(row["points"]) for row in ranking(played)} == wanted


def ledger(played: Stage) -> dict[Any, int]:
    """Every effective entry of the period, in the recomputation's words."""
    manager, period = played.people[MANAGER.login], played.quarter.period
    works = {id_: number for number, id_ in (played.ids["works"] | played.ids["ideas"]).items()}
    publications = {id_: number for number, id_ in played.ids["publications"].items()}
    found: Counter[Any] = Counter()
    for name, outlet in played.ids["outlets"].items():
        for entry in manager.scoring.ledger(outlet, period=period):
            place = publications.get(entry["publication"], "")
            line = recomputation.Entry(period, name, works[entry["submission"]], place, entry["rule"], 0)
            found[line] += cents_of(entry["points"])
    return {line: cents for line, cents in found.items() if cents}


def cents_of(points: str) -> int:
    return int(Decimal(points) * 100)


def test_a_second_run_changes_nothing(played: Played) -> None:
    before, entries = ranking(played.stage), ledger(played.stage)
    documents = {file.name: file.read_bytes() for file in played.stage.notes["files"]}
    again, times = played.again()
    assert list(times) == list(played.times)
    assert again.ids == played.stage.ids
    assert ranking(played.stage) == before and ledger(played.stage) == entries
    assert again.notes["period"]["digest"] == played.stage.notes["period"]["digest"]
    pdf = {name for name in documents if name.endswith(".pdf")}
    assert pdf and {file.name for file in again.notes["files"]} == set(documents)
    assert all((again.out / name).read_bytes() == documents[name] for name in pdf)


def test_refused_rows_came_back_with_reasons(played: Played) -> None:
    book = openpyxl.load_workbook(played.stage.out / "未导入.xlsx")
    assert book.active.max_row == 1 + len(played.stage.quarter.refused) == 4


def test_the_report_says_how_it_came_out(played: Played) -> None:
    best = ranking(played.stage)[0]
    assert best["name"] in played.told and best["points"] in played.told
    assert played.stage.notes["period"]["digest"] in played.told


def test_the_report_tells_of_a_ranking_that_is_signed(played: Played) -> None:
    explained = played.told.partition("why this score")[2].partition("文书 documents")[0]
    assert "（已定榜）" in explained and "公示中" not in played.told


def test_the_report_says_where_to_go_on(played: Played) -> None:
    """Where, as whom, with which password and to see what; so in the bureau of another workbook too."""
    console, lines = Console(file=StringIO(), record=True, width=100), onwards(played.told)
    tell(replace(played.stage, bureau="330109"), played.layout, played.times, console)
    other = onwards(console.export_text())
    for told, bureau, passwords in ((lines, "330108", "demo-passwords"), (other, "330109", "demo-passwords-330109")):
        whole = "\n".join(told)
        assert f"公安局 bureau {bureau}" in whole and f"{played.layout.home}/{passwords}\n" in f"{whole}\n"
        assert f"{played.layout.gateway_url}/docs" in whole and "make status" in whole and "make down" in whole
        assert ".venv/bin/jingmei trace 2026-0000" in whole and f"--bureau {bureau}" in whole
    people = [words[0] for words in map(str.split, other) if words and words[0] in LOGINS]
    roles = [role for staff in EVERY_STAFF for role in staff.roles if staff.login in people]
    assert people[0] == OWNER and people[-3:] == [*(keeper.login for keeper in KEEPERS), ADMIN]
    assert len(people) == 4 + len(roles)
    assert sorted(roles) == sorted({role for staff in EVERY_STAFF for role in staff.roles})
    # The way to the passwords is as long as the folder's name.
    assert max(cell_len(line) for line in other if str(played.layout.home) not in line) <= 100


def onwards(told: str) -> list[str]:
    """The last part of a report."""
    return [line.rstrip() for line in told.partition("what next")[2].splitlines()]


def test_everybody_was_told(played: Played) -> None:
    people = played.stage.people
    assert all(people[login].inbox.unread()["unread"] > 0 for login in set(EDITORS) & set(people))
    for staff in (LIAISON, LEADER):
        assert list(people[staff.login].inbox.inbox(limit=1))
