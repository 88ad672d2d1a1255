"""How people read a story: in their language, at the width that they have, with ids as long as they want them."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from rich.cells import cell_len

from jingmei import telling
from tests.e2e.people import Data
from tests.e2e.stack import Stack
from tests.jingmei.conftest import on_terminal
from tests.jingmei.tracing import Trace, steps
from tests.support.servers import ROOT

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("指令", "审核通过", "初审", "已刊发")), ("en", ("command", "first"))]
)
def test_people_read_it_in_their_language(work: Data, trace: Trace, lang: str, words: tuple[str, ...]) -> None:
    shown = trace(work["id"], "--lang", lang)
    assert shown.code == 0, shown.err
    assert shown.out.startswith(f"{work['number']}  {work['title']}")
    assert all(word in shown.out for word in (*words, "SubmissionApproved"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("full", [(), ("--full",)], ids=("short", "full"))
def test_it_fits_the_width_it_is_given_and_nothing_is_lost(
    work: Data, trace: Trace, monkeypatch: pytest.MonkeyPatch, columns: str, full: tuple[str, ...], lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "10000")
    whole = trace(work["id"], "--lang", lang, *full)
    monkeypatch.setenv("COLUMNS", columns)
    shown = trace(work["id"], "--lang", lang, *full)
    lines = shown.out.splitlines()
    assert max(map(cell_len, lines)) <= int(columns)
    assert [line for line in lines if line != line.rstrip()] == [] and "\x1b" not in shown.out
    assert "".join(shown.out.split()) == "".join(whole.out.split())
    # Each step begins with its time; what has no room beside it is below.
    steps = [line for line in lines if re.match(r"[0-9]{2}:[0-9]{2}:[0-9]{2}[.]", line)]
    assert len(steps) == len(trace(work["id"], "--json").json["steps"])
    first = lines.index(steps[0])
    assert all(line.startswith(" " * 14) or line in steps or DAY.fullmatch(line) for line in lines[first:])


def test_without_a_window_it_is_as_wide_as_a_mail(stack: Stack, work: Data) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "jingmei", "trace", work["id"]], cwd=ROOT, env={**stack.settings, "JINGMEI_LANG": "zh"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert 100 < max(map(cell_len, told.stdout.splitlines())) <= 120
    assert told.stderr == ""


def test_on_a_terminal_of_80_columns_each_line_is_one_line_in_colour(stack: Stack, work: Data) -> None:
    told = on_terminal(80, {**stack.settings, "JINGMEI_LANG": "en"}, "trace", work["id"])
    assert "\x1b[1m" in told
    lines = re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()
    assert 60 < max(map(cell_len, lines)) <= 80
    assert any("SubmissionApproved" in line for line in lines)


def test_who_reads_only_the_beginning_is_told_nothing_else(stack: Stack, work: Data) -> None:
    told = subprocess.run(
        ["bash", "-c", '"$0" -m jingmei trace "$1" | head -1', sys.executable, work["id"]],
        cwd=ROOT, env={**os.environ, **stack.settings}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert told.stdout == f"{work['number']}  {work['title']}\n"
    assert told.stderr == ""


def test_ids_are_shortened_unless_asked_for(work: Data, trace: Trace) -> None:
    told, shortened, full = trace(work["id"], "--json"), trace(work["id"]), trace(work["id"], "--full")
    assert full.code == 0, full.err
    (submit,) = steps(told, "command", what="submissions.submit")
    (event,) = steps(told, "event", what="SubmissionSubmitted")
    for id_ in (submit["cause"], event["id"], event["who"], work["outlet"]):
        lines = shortened.out.splitlines()[2:]
        assert id_ in full.out and not any(id_ in line for line in lines)
        assert any(id_[-6:] in line for line in lines)
    # The request of a command and the event of its handlers are what the lines have in common.
    asked = next(line for line in shortened.out.splitlines() if "submissions.submit" in line)
    taken = [line for line in shortened.out.splitlines() if "event=SubmissionSubmitted" in line]
    assert f"…{submit['cause'][-6:]}" in asked
    assert taken and all(f"…{event['id'][-6:]}" in line for line in taken)


def test_reads_that_wechat_caps_are_told_as_it_shows_them() -> None:
    assert telling.said({"reads": 100_001, "capped": True}, str).partition("=")[2] in ("10万+", "100,000+")
    assert telling.said({"reads": 100_001}, str).endswith("=100001")
