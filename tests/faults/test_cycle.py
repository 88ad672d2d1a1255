"""The comparison of two quarters finds what differs, and nothing that only looks different."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.faults.cycle_facts import Facts, differences
from tests.faults.cycle_papers import lines, masked

LINE, OTHER = (
    ("滨江消防", "2026-Q3", "W003", "P004", "publication", "2.88"),
    ("白马湖生活", "2026-Q3", "W001", "", "", "1"),
)
ITEM = ("editor02", "award.granted", "award")
HEADINGS = ("记入时间", "媒体名称", "积分", "流水号")


def facts(*ledger: tuple[str, ...], inbox: tuple[tuple[str, ...], ...] = (ITEM,)) -> Facts:
    return Facts({"ledger": Counter(ledger), "inboxes": Counter(inbox)})


def test_equal_facts_have_no_difference_in_whichever_order() -> None:
    assert differences(facts(LINE, OTHER), facts(OTHER, LINE)) == []


def test_a_tampered_line_is_missing_and_surplus() -> None:
    tampered = (*LINE[:-1], "2.89")
    told = differences(facts(LINE, OTHER), facts(tampered, OTHER))
    assert told == [f"ledger: missing 1 × {LINE}", f"ledger: surplus 1 × {tampered}"]


def test_a_doubled_line_is_surplus() -> None:
    assert differences(facts(LINE), facts(LINE, LINE)) == [f"ledger: surplus 1 × {LINE}"]


@pytest.mark.parametrize(("inbox", "what"), [((), "missing"), ((ITEM, ITEM), "surplus")])
def test_messages_are_counted(inbox: tuple[tuple[str, ...], ...], what: str) -> None:
    assert differences(facts(LINE), facts(LINE, inbox=inbox)) == [f"inboxes: {what} 1 × {ITEM}"]


def test_an_area_that_is_not_there_is_missing() -> None:
    assert differences(facts(LINE), Facts({"inboxes": Counter([ITEM])})) == [f"ledger: missing 1 × {LINE}"]


def test_what_is_wrong_within_the_run_is_told_too() -> None:
    assert differences(facts(), Facts(facts().areas, ["permits: numbers [1, 3]"])) == ["permits: numbers [1, 3]"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "编号330108-2026-0001核验330108-RBYF-VPS6-5DF7",
            "编号330109-2026-0001核验330109-K2V9-92E8-GDWE",
        ),
        ("2026年9月30日 | 2026-000005", "2026年10月8日 | 2026-000006"),
        ("http://127.0.0.1:40/verify/330108-DFNN-EYEM-Q2RH", "http://127.0.0.1:5/verify/330109-NQYV-BXE0-2CAN"),
        ("数据摘要：0f3c2f0f3a2a4be19f0c7f6a2bb2f7d1", "数据摘要：1f3c2f0f3a2a4be19f0c7f6a2bb2f7d2"),
    ],
)  # fmt: skip
def test_what_belongs_to_one_run_is_masked(one: str, other: str) -> None:
    assert masked(one) == masked(other) != one


@pytest.mark.parametrize("text", ["得分 2.88", "自媒体第1名", "330108-2026-0001", "2026年第三季度", "阅读播放 100001"])
def test_what_a_quarter_is_about_is_not(text: str) -> None:
    assert masked(text).endswith(text[-4:])


def paper(path: Path, *rows: tuple[str, str, float, str]) -> Counter[tuple[str, ...]]:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("明细", 0)
    for row in (("明细",), HEADINGS, *rows):
        sheet.append(row)
    book.save(path)
    return lines([path])


def test_entries_are_summed_up(tmp_path: Path) -> None:
    once = paper(tmp_path / "table.xlsx", ("10:00", "滨江消防", 2.88, "a"))
    again = paper(
        tmp_path / "table.xlsx",
        ("11:00", "滨江消防", 1.44, "b"), ("11:01", "滨江消防", -1.44, "c"), ("11:01", "滨江消防", 2.88, "d"),
    )  # fmt: skip
    assert once == again
    assert once != paper(tmp_path / "table.xlsx", ("10:00", "滨江消防", 2.89, "a"))
