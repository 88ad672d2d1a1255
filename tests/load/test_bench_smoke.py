"""The bench holds together: loops count, figures are medians, goals are judged, the report has its parts."""

from __future__ import annotations

import re
import shlex
import time
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from tests.load import counts, spying
from tests.load.__main__ import QUICK, Measure, judged_rules, measure, parse
from tests.load.acts import PARTS
from tests.load.cells import ACCEPT_LEVELS, LEVELS, Cell
from tests.load.client import ROOT
from tests.load.clients.loop import Job, in_threads
from tests.load.figures import Figure, Sample, figure, percentile
from tests.load.goals import AT_ONCE, GOALS, GROWING, PAGES, PLACES, PROCESSES, facts, judge, ratios
from tests.load.report import Report
from tests.load.sections import SECTIONS, TITLES
from tests.load.traffic import BUREAU, credit_code, new_registration, request
from tests.support.parts import WITHOUT_BENCH

MILLISECONDS = {
    "round_trip": 0.4, "majority_write": 1.0, "transaction": 2.5, "stock_rpc": 9.0, "our_rpc": 0.6,
    "stock_service": 12.0, "our_service": 4.0, "command": 3.0, "http_read": 2.0, "http_write": 5.0,
    "peer_nameko": 35.0, "peer_fast": 15.0, "peer_fast_hop": 35.0,
    "peer_same": 15.0, "peer_same_hop": 35.0, "chain": 300.0, "peer_chain": 600.0,
    "screening": 1.0, "ranking": 10.0, "place": 20.0, "list": 10.0, "rest": 1_000.0,
    **dict.fromkeys(PAGES, 30.0), **dict.fromkeys((f"{name}_calls" for name in PAGES), 25.0),
    **{facts(place, count): 60.0 / count for place in PLACES for count in PROCESSES},
}  # fmt: skip
CPU = {"stock": 0.6, "bench": 0.1, "outlet": 0.5}
RESTING = {"rabbitmq": 5.0, "mongod": 10.0, "gateway": 4.0}  # of which a second has a thousand
PEER_CPU = 8.4  # seven times ours
# What the standard library does, it does for its caller.
STACKS = """\
process 7;run (/project/services/a.py:3);find (/venv/lib/python3.11/site-packages/pymongo/collection.py:9) 4
process 7;run (/project/services/a.py:3);encode (/venv/site-packages/bson/__init__.py:1);loads (/lib/json.py:2) 2
process 7;run (/project/services/a.py:3);deepcopy (/usr/lib/python3.11/copy.py:200) 3
process 7;run (/venv/lib/site-packages/attr/_make.py:5) 1
"""
SCORED = 64 / 0.06  # facts a second, of one process


def sample(name: str, level: int) -> Sample:
    """A measurement as a client would give it: 100 calls of equal length."""
    latencies = [MILLISECONDS[name] / 1e3] * 100
    effects = [0.1] * 3 if name == "chain" else [0.05] * 3 if name == "peer_chain" else []
    effects = [value + 0.005 for value in latencies] if name == "http_write" else effects
    cpu = {"peer": PEER_CPU} if name.startswith("peer") else RESTING if name == "rest" else CPU
    steps = {"draft": latencies, "hand in": latencies} if name in ("chain", "peer_chain") else {}
    spent = {process: value / 10 for process, value in cpu.items()}
    sent = {"first": 60_000 + 1_000 * PAGES.index(name), "again": 5_000} if name in PAGES else {}
    counted = {counts.UNITS: 200.0, counts.ROUNDS: 40.0, counts.QUERIES: 12_345.0}
    if name.startswith("facts"):
        counted = {counts.UNITS: 100.0, counts.ALONE: 50.0, counts.ROUNDS: 40.0, counts.FALLBACKS: 10.0}
    return Sample(
        latencies, sum(latencies) / level, 100, cpu=spent, effects=effects, steps=steps, sent=sent, counts=counted
    )


@pytest.fixture
def figures() -> list[Figure]:
    levels = dict.fromkeys(MILLISECONDS, LEVELS) | {"http_write": ACCEPT_LEVELS, "command": ACCEPT_LEVELS}
    levels |= dict.fromkeys(("chain", "peer_chain"), (1, 16))
    levels |= dict.fromkeys((name for name in MILLISECONDS if name.startswith("facts")), (16, AT_ONCE))
    sizes = dict.fromkeys(MILLISECONDS, (0,)) | dict.fromkeys(GROWING, (100, 10_000))
    return [
        figure(name, level, [sample(name, level)] * 3, size)
        for name in MILLISECONDS
        for level in levels[name]
        for size in sizes[name]
    ]


def test_every_goal_is_judged_with_its_value(figures: list[Figure]) -> None:
    verdicts = judge(figures)
    assert [v.goal for v in verdicts] == [g.name for g in GOALS]
    values = [v.value for v in verdicts]
    assert values == pytest.approx(
        [
            1.5,
            6.0,
            5.0 / 1.4,
            16.0,
            64.0,
            5.0,
            *[7.0, 1 / 7, 3.0, 1 / 7, 7.0, 1 / 7, 3.0, 1 / 7, 7.0, 1 / 7],
            1.2,
            16 / 0.3,
            100.0,
            1.2,
            1.2,
            1.0,
            SCORED,
            2.0,
            65.0,
            1.9,
        ]
    )
    assert all(v.met for v in verdicts)


def test_a_missed_goal_names_where_the_time_goes(figures: list[Figure]) -> None:
    slow = figure("http_write", 1, [Sample([0.05] * 10, 0.5, 10, cpu={"outlet": 0.1})])
    verdicts = judge([*figures, slow])
    missed = [v for v in verdicts if not v.met]
    assert [v.goal for v in missed] == ["accept p50 alone / (round trip + majority write)"]
    assert "over HTTP 50.00 ms" in missed[0].why


def test_scoring_that_more_processes_slow_down_names_what_is_lost(figures: list[Figure]) -> None:
    counted = {counts.UNITS: 64.0, counts.ALONE: 32.0}
    slow = figure(facts("outlet", 4), AT_ONCE, [Sample([1.0] * 64, 1.0, 64, cpu={"scoring": 6.4}, counts=counted)])
    missed = [v for v in judge([*figures, slow]) if not v.met]
    assert [v.goal for v in missed] == ["scoring, facts/s by several processes / by one, the least"]
    assert "one outlet 1.50 (1.50) tries, 100.0 (1.2) CPU-ms; one bureau" in missed[0].why


def test_scoring_that_is_slow_names_who_is_busy(figures: list[Figure]) -> None:
    slow = [figure(facts(place, 1), AT_ONCE, [Sample([1.0], 1.0, 64, cpu={"scoring": 6.4})]) for place in PLACES]
    missed = [v for v in judge([*figures, *slow]) if not v.met]
    assert [v.goal for v in missed] == ["scoring, facts/s of one process"]
    assert "one outlet scoring 100.0; one bureau" in missed[0].why


def test_a_goal_without_its_measurement_is_not_met() -> None:
    verdicts = judge([])
    assert {v.met for v in verdicts} == {False}
    assert all("not measured" in v.why for v in verdicts)
    assert ratios([]) == []


def test_the_report_is_written_and_shown(figures: list[Figure], tmp_path: Path) -> None:
    layers = {"draft to points at 16": {"scoring": spying.shares(STACKS, Path("/project"))}}
    report = Report(figures, judge(figures), rounds=3, seconds=1.0, layers=layers)
    report.write(tmp_path)
    kept = orjson.loads((tmp_path / "report.json").read_bytes())
    assert {f["name"] for f in kept["figures"]} == set(TITLES)
    assert {"p50", "p99", "per_second", "cpu", "cpu_all"} <= kept["figures"][0].keys()
    assert len(kept["goals"]) == len(GOALS)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert all(title in text for title in TITLES.values())
    assert [section.title in text for section in SECTIONS] == [True] * len(SECTIONS)
    assert "| draft to points | 16 |  |  | 2.00 |  |  |  |  | 5.0 |" in text
    assert "| draft to points | 16 |  | 123 |" in text
    assert "| scoring | 60% | 0% | 0% | 0% | 0% | 0% | 0% | 30% | 10% |" in text
    assert "| draft to points | hand in | 1 | 300.0 |" in text
    assert "| one outlet, by 4 | 16 | 15.00 | 15.00 | 1,067 | 0 | 1.50 | 50% | 25% | 1.20 |  |" in text
    assert "| chains/s at 16, ours / one FastAPI program | 2.00 |" in text
    assert kept["ratios"]["CPU a chain at 1, ours / one FastAPI program"] == pytest.approx(1 / 7)
    assert "| nobody uses it | 1.90 | 0.50 | 1.00 | 0.00 |" in text
    console = Console(record=True, width=160)
    report.show(console)
    assert "Goals" in console.export_text()


def test_a_sample_belongs_to_the_innermost_package() -> None:
    found = spying.shares(STACKS, Path("/project"))
    assert found["pymongo and BSON"] == pytest.approx(0.6)
    assert (found[spying.OURS], found[spying.OTHER]) == (0.3, 0.1)
    assert set(found) == set(spying.COLUMNS)
    assert spying.shares("", Path("/project")) == {}


def test_charts_are_drawn_of_what_there_is(figures: list[Figure], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason=WITHOUT_BENCH)
    from tests.load.charts import draw

    drawn = draw(figures, tmp_path)
    assert sorted(drawn.values()) == ["chain.svg", "contention.svg", "growth.svg", "http.svg", "pages.svg", "peers.svg"]
    assert all((tmp_path / name).read_text().startswith("<?xml") for name in drawn.values())
    assert all((tmp_path / name).with_suffix(".png").stat().st_size > 1_000 for name in drawn.values())
    assert draw([each for each in figures if each.name == "chain"], tmp_path / "few").keys() <= drawn.keys()
    assert draw([], tmp_path / "none") == {}


def test_rounds_visit_every_cell_in_turn() -> None:
    visited: list[tuple[str, float]] = []

    def cell(name: str) -> Cell:
        def run(seconds: float) -> Sample:
            visited.append((name, seconds))
            return sample(name, 1)

        return Cell(name, 1, run)

    figures = measure([cell("round_trip"), cell("our_rpc")], Measure(2, 0.1), Console(quiet=True))
    assert visited == [("round_trip", 0.1), ("our_rpc", 0.1)] * 2
    assert [(each.name, each.count) for each in figures] == [("round_trip", 200), ("our_rpc", 200)]


def test_the_guide_s_commands_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "bench.md").read_text(encoding="utf-8")
    given = [shlex.split(arguments) for arguments in re.findall(r"`make bench( ARGS=.*?)`", text)]
    asked = [shlex.split(each[0].removeprefix("ARGS=")) for each in given]
    assert [parse(each) for each in asked] == [
        (QUICK, list(PARTS)), (Measure(spy=True), ["chain"]), (Measure(), ["http", "peers"]),
    ]  # fmt: skip
    assert all(f"`{part}`" in text for part in PARTS)
    with pytest.raises(SystemExit):
        parse(["--only", "weather"])
    assert "no such part: weather" in capsys.readouterr().err


def test_a_loop_keeps_its_concurrency_and_its_limit() -> None:
    calls: list[float] = []
    kept = in_threads(Job(4, 5.0, limit=40), [lambda: calls.append(time.perf_counter())] * 4)
    assert len(calls) == 40
    assert len(kept.latencies) <= kept.made == 40  # those of the warm-up are made and not kept


def test_a_failing_call_is_not_swallowed() -> None:
    def fail() -> None:
        raise RuntimeError("no answer")

    with pytest.raises(RuntimeError, match="no answer"):
        in_threads(Job(2, 1.0), [fail] * 2)


def test_percentiles_are_of_the_nearest_rank() -> None:
    values = [float(n) for n in range(100)]
    assert (percentile(values, 0.5), percentile(values, 0.99)) == (50.0, 99.0)
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_requests_are_of_nameko_s_protocol_and_registrations_are_all_different() -> None:
    assert orjson.loads(request({"a": 1}, stock=True)) == {"args": [{"a": 1}], "kwargs": {}}
    data, context = orjson.loads(request({"a": 1}, key="k"))["args"]
    assert (data, context["key"], context["actor"]["bureau"]) == ({"a": 1}, "k", BUREAU)
    codes = {credit_code() for _ in range(50)} | {new_registration()[1]["credit_code"] for _ in range(50)}
    assert len(codes) == 100
    assert all(len(code) == 18 for code in codes)


def test_rules_are_judged_beside_the_figures(figures: list[Figure], tmp_path: Path) -> None:
    headlines = tmp_path / "headlines.txt"
    headlines.write_text("夜巡三公里\n致电13912345678\n", encoding="utf-8")
    tables = judged_rules(headlines)
    report = Report(figures, judge(figures), 1, 1.0, {}, tables)
    report.write(tmp_path)
    text = (tmp_path / "report.md").read_text("utf-8")
    assert "| home_address |" in text and "| phone | 500.00 |" in text and "| any | 500.00 |" in text
    assert orjson.loads((tmp_path / "report.json").read_bytes())["beside"]["Marked headlines"][0]["rule"] == "phone"
