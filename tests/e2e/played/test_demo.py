"""The demo: its quarter is what the workbook says, its documents are there, a second run changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

import openpyxl
from rich.cells import cell_len
from rich.console import Console

from deploy.demo.people import ADMIN, EDITORS, EVERY_STAFF, FINAL, LEADER, LIAISON, MANAGER, OWNER
from deploy.demo.play import PHASES
from deploy.demo.report import tell
from deploy.demo.setup import LOGINS, SAMPLE
from tests.e2e import recomputation
from tests.e2e.played.conftest import Played

IDEAS = {"idea:adopted"}


def ranking(played: Played) -> list[dict[str, Any]]:
    manager = played.stage.people[MANAGER.login]
    return list(manager.rankings.ranking(played.stage.quarter.period))


def test_every_phase_was_played(played: Played) -> None:
    assert list(played.times) == [phase.name for phase in PHASES]


def test_works_are_where_the_workbook_says(played: Played) -> None:
    found = Counter(
        row["status"] for row in played.stage.people[FINAL.login].submissions.search(kind="work", limit=100)
    )
    quarter = played.stage.quarter
    published = {row.work for row in quarter.publications}
    rejected = sum(work.grade == "D" for work in quarter.works)
    assert found == {"rejected": rejected, "published": len(published)}
    ideas = Counter(row["status"] for row in played.stage.people[FINAL.login].submissions.search(kind="golden_idea"))
    assert ideas == {"adopted": 2, "declined": 1}


def test_the_ranking_is_what_a_recomputation_by_hand_gives(played: Played) -> None:
    wanted = recomputation.totals(recomputation.entries(SAMPLE), played.stage.quarter.period)
    lines = ledger(played)
    ideas = {outlet: cents for outlet, cents in lines.items() if outlet[4] in IDEAS}
    by_hand = Counter(
        {line._replace(cents=0): line.cents for line in recomputation.entries(SAMPLE) if line.quarter == "2026-Q3"}
    )
    assert {line: cents for line, cents in lines.items() if line not in ideas} == by_hand
    for line, cents in ideas.items():
        wanted[line[1]] = wanted.get(line[1], 0) + cents
    assert {row["name"]: cents_of(row["points"]) for row in ranking(played)} == wanted


def ledger(played: Played) -> dict[Any, int]:
    """Every effective entry of the period, in the recomputation's words."""
    manager, stage = played.stage.people[MANAGER.login], played.stage
    works = {id_: number for number, id_ in (stage.ids["works"] | stage.ids["ideas"]).items()}
    publications = {id_: number for number, id_ in stage.ids["publications"].items()}
    found: Counter[Any] = Counter()
    for name, outlet in stage.ids["outlets"].items():
        for entry in manager.scoring.ledger(outlet, period=stage.quarter.period):
            place = publications.get(entry["publication"], "")
            line = recomputation.Entry(stage.quarter.period, name, works[entry["submission"]], place, entry["rule"], 0)
            found[line] += cents_of(entry["points"])
    return {line: cents for line, cents in found.items() if cents}


def cents_of(points: str) -> int:
    return int(Decimal(points) * 100)


def test_a_second_run_changes_nothing(played: Played) -> None:
    before, entries = ranking(played), ledger(played)
    documents = {file.name: file.read_bytes() for file in played.stage.notes["files"]}
    again, times = played.again()
    assert list(times) == list(played.times)
    assert again.ids == played.stage.ids
    assert ranking(played) == before and ledger(played) == entries
    assert again.notes["period"]["digest"] == played.stage.notes["period"]["digest"]
    pdf = {name for name in documents if name.endswith(".pdf")}
    assert pdf and {file.name for file in again.notes["files"]} == set(documents)
    assert all((again.out / name).read_bytes() == documents[name] for name in pdf)


def test_refused_rows_came_back_with_reasons(played: Played) -> None:
    book = openpyxl.load_workbook(played.stage.out / "未导入.xlsx")
    assert book.active.max_row == 1 + len(played.stage.quarter.refused) == 4


def test_the_report_says_how_it_came_out(played: Played) -> None:
    best = ranking(played)[0]
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
    assert people[0] == OWNER and people[-1] == ADMIN and len(people) == 2 + len(roles)
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
