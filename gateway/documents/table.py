"""The tables of a period: all rankings together, one sheet per category, and every entry behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from gateway.documents.model import Kind, Sheet, SheetColumn, Value, Workbook, chinese_date
from gateway.documents.results import Ladder, Result, Standing
from shared.labels import label

PLACE: Final = SheetColumn("名次", 7, Kind.NUMBER)
NAME: Final = SheetColumn("媒体名称", 34)
CATEGORY: Final = SheetColumn("类别", 14, Kind.MARK)
WITHIN: Final = SheetColumn("类别名次", 9, Kind.NUMBER)
COUNTS: Final = (
    SheetColumn("作品（件）", 9, Kind.NUMBER, total=True),
    SheetColumn("刊发（次）", 9, Kind.NUMBER, total=True),
    SheetColumn("积分", 14, Kind.POINTS, total=True),
    SheetColumn("上期名次", 9, Kind.NUMBER),
    SheetColumn("升降", 7, Kind.MARK),
    SheetColumn("备注", 24),
)
LEDGER: Final = (
    SheetColumn("记入时间", 17, Kind.MOMENT),
    SheetColumn("媒体名称", 22),
    SheetColumn("类别", 13, Kind.MARK),
    SheetColumn("作品编号", 13, Kind.MARK),
    SheetColumn("作品标题", 30),
    SheetColumn("规则", 16),
    SheetColumn("计算过程", 56),
    SheetColumn("积分", 11, Kind.POINTS, total=True),
    SheetColumn("备注", 12),
    SheetColumn("流水号", 36, printed=False),
)


@dataclass(frozen=True)
class Entry:
    """An entry of the ledger."""

    id: str
    at: datetime
    name: str
    category: str
    number: str
    title: str
    rule: str
    working: str
    points: Decimal
    remark: str = ""


def table(result: Result, entries: tuple[Entry, ...], issuer: str, dated: date) -> Workbook:
    """The workbook of a period in whatever state; its state stands on every sheet. The first has the ranking of all."""
    title = f"{issuer}{result.name}警媒协作量化考评"
    note = _note(result)
    sheets = [
        Sheet(
            "总表", f"{title}总表", note, (PLACE, NAME, CATEGORY, WITHIN, *COUNTS),
            tuple(
                (one.overall, one.name, ladder.name, one.place, *_counts(one.among_all))
                for ladder, one in result.everybody
            ),
            frozen=2,
        ),
        *(_category(ladder, result.name, note) for ladder in result.ladders),
        Sheet("明细", f"{result.name}积分明细", note, LEDGER, tuple(_entry(entry) for entry in entries), frozen=2),
    ]  # fmt: skip
    return Workbook(f"{title}表", issuer, dated, tuple(sheets))


def _category(ladder: Ladder, period: str, note: str) -> Sheet:
    rows = tuple((one.place, one.name, *_counts(one)) for one in ladder.standings)
    return Sheet(ladder.name, f"{period}{ladder.name}量化考评排名", note, (PLACE, NAME, *COUNTS), rows, frozen=2)


def _counts(one: Standing) -> tuple[Value, ...]:
    return (one.works, one.publications, one.points, one.previous, one.movement, one.remark)


def _entry(entry: Entry) -> tuple[Value, ...]:
    return (
        entry.at, entry.name, Ladder(entry.category, ()).name, entry.number, entry.title, entry.rule, entry.working,
        entry.points, entry.remark, entry.id,
    )  # fmt: skip


def _note(result: Result) -> str:
    parts = [
        f"考评周期：{chinese_date(result.starts)}至{chinese_date(result.ends)}",
        f"计分办法：{result.rules}",
        f"状态：{label('period.state', result.status, 'zh')}",
    ]
    if result.quarters > 1:
        parts.insert(2, f"积分：{result.quarters}个季度的平均值")
    if result.finalised is not None:
        parts[-1] += f"（{chinese_date(result.finalised)}签署）"
    if result.digest:
        parts.append(f"数据摘要：{result.digest}")
    return "　　".join(parts)
