"""Sheets of lists: what stands in them, in both languages; nothing that somebody wrote becomes a formula."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from gateway.api import activity_examples, requests_examples
from gateway.api.submission_examples import QUEUED_METRICS, SUMMARY
from gateway.exporting import METRICS, REPLIES, REQUESTS, WORKS, Table, write

TRICK = '=HYPERLINK("http://evil.example","点我")'
NUMBER = "11010519491231002X"


def written(table: Table, row: dict[str, Any], locale: str) -> dict[str, Any]:
    """The cells of one row by their headings."""
    file = BytesIO()
    write(file, table, [row], locale)
    headings, cells = openpyxl.load_workbook(file).active.iter_rows()
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formulas"
    return {heading.value: cell.value for heading, cell in zip(headings, cells, strict=True)}


def test_works_in_the_words_of_a_language() -> None:
    row = SUMMARY | {"title": f"{TRICK} {NUMBER}", "submitted_at": "2026-11-02T08:30:00Z", "status": "in_review"}
    zh, en = written(WORKS, row, "zh"), written(WORKS, row, "en")
    assert (zh["状态"], en["State"]) == ("审核中", "in review")
    assert zh["标题"].startswith("=HYPERLINK") and NUMBER not in zh["标题"]
    assert zh["提交时间"].isoformat() == "2026-11-02T16:30:00", "as the clock of Shanghai shows it"
    assert len(zh) == len(en) == len(WORKS.columns)


@pytest.mark.parametrize(("capped", "reads"), [(True, "10万+"), (False, 5200)])
def test_numbers_are_numbers_and_what_is_capped_says_so(capped: bool, reads: Any) -> None:
    row = QUEUED_METRICS | {"capped": capped, "reads": 5200, "flags": ["drop", "jump"], "reason": "+1"}
    zh = written(METRICS, row, "zh")
    assert (zh["阅读播放"], zh["点赞"], zh["不采信的理由"], zh["核实时间"]) == (reads, 820, "+1", None)
    assert "、" in zh["标记"]


def test_requests_with_what_is_late_and_who_has_them() -> None:
    row = requests_examples.SUMMARY | {"title": f"{TRICK} {NUMBER}"}
    row["clock"] = requests_examples.CLOCK | {"overdue": True}
    zh, en = written(REQUESTS, row, "zh"), written(REQUESTS, row, "en")
    assert zh["标题"].startswith("=HYPERLINK") and NUMBER not in zh["标题"]
    assert (zh["办理人"], zh["超时"], en["Late"], en["State"]) == ("陈警官", "超时", "late", "in hand")
    assert (zh["时限"].isoformat(), zh["希望日期"]) == ("2026-09-22T17:30:00", "2026-09-25")
    plain = written(REQUESTS, row | {"clock": None, "officer": None, "needed_by": None}, "zh")
    assert (plain["办理人"], plain["超时"], plain["时限"], plain["希望日期"]) == (None,) * 4


def test_who_comes_with_their_turn_and_who_let_them_in() -> None:
    row = activity_examples.WALKED_IN | {"turn": 3, "place_in_line": None, "remark": f"{TRICK} {NUMBER}"}
    zh, en = written(REPLIES, row, "zh"), written(REPLIES, row, "en")
    assert (zh["次序"], zh["姓名"], zh["答复"], zh["未报名到场"], zh["超出名额"]) == (3, "赵磊", None, "是", "是")
    assert (zh["签到民警"], zh["未受邀"], en["How"]) == ("陈警官", None, "by hand")
    assert zh["备注"].startswith("=HYPERLINK") and NUMBER not in zh["备注"]
    assert "7KQ4" not in str(zh), "codes are their owners' alone"
