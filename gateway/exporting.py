"""Sheets of lists: their columns, and how each is written. What leaves the system has no numbers of people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

import xlsxwriter

from shared.clock import SHANGHAI
from shared.identity.masking import mask_numbers
from shared.labels import label
from shared.sheets.writer import OPTIONS

Row = Mapping[str, Any]
Value = str | int | datetime | None
Said = Callable[[Row, str], Value]
MOMENT: Final = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Column:
    """A column: its heading in both languages, its width in characters, and `said(row, locale)`, what stands in it."""

    zh: str
    en: str
    width: int
    said: Said


@dataclass(frozen=True)
class Table:
    """A sheet: its title in both languages, and its columns."""

    zh: str
    en: str
    columns: Sequence[Column]


def write(file: BinaryIO, table: Table, rows: Iterable[Row], locale: str) -> None:
    """Write the rows, the headings first, in the language asked for."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(table.zh if locale == "zh" else table.en)
        bold, text, moment = (book.add_format(each) for each in ({"bold": True}, {"num_format": "@"}, {}))
        moment.set_num_format(MOMENT)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.zh if locale == "zh" else column.en, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(table.columns):
                match column.said(row, locale):
                    case datetime() as at:
                        sheet.write_datetime(number, place, at.astimezone(SHANGHAI).replace(tzinfo=None), moment)
                    case int() as count:
                        sheet.write_number(number, place, count)
                    case str() as words if words:
                        sheet.write_string(number, place, words, text)


def _plain(name: str) -> Said:
    return lambda row, _: row[name]


def _title(row: Row, _: str) -> str:
    return mask_numbers(row["title"])


def _moment(name: str) -> Said:
    return lambda row, _: datetime.fromisoformat(row[name]) if row[name] else None


def _label(name: str, area: str) -> Said:
    return lambda row, locale: label(area, row[name], locale) if row[name] else ""


def _flags(row: Row, locale: str) -> str:
    return ("、" if locale == "zh" else ", ").join(label("metrics.flag", each, locale) for each in row["flags"])


def _masked(name: str) -> Said:
    return lambda row, _: mask_numbers(row[name])


def _inner(name: str, part: str) -> Said:
    """A part of what there may be nothing of."""
    return lambda row, _: mask_numbers(row[name][part]) if row[name] else ""


def _yes(words: tuple[str, str], holds: Callable[[Row], bool]) -> Said:
    """A mark in both languages where something holds."""
    return lambda row, locale: words[locale != "zh"] if holds(row) else ""


def _due(row: Row, _: str) -> Value:
    return datetime.fromisoformat(row["clock"]["due_at"]) if row["clock"] else None


def _target(row: Row, locale: str) -> Value:
    return label("request.target", row["clock"]["target"], locale) if row["clock"] else ""


def _corrected(row: Row, _: str) -> Value:
    return datetime.fromisoformat(row["corrected"]["at"]) if row["corrected"] else None


def _let_in(beyond: str) -> Callable[[Row], bool]:
    return lambda row: bool(row["walk_in"] and row["walk_in"][beyond])


def _reads(row: Row, _: str) -> Value:
    """A number to count with; what a platform tells no more of, as it tells it."""
    return str(row["reads_shown"]) if row["capped"] else int(row["reads"])


WORKS: Final = Table("投稿", "Submissions", (
    Column("编号", "Number", 14, _plain("number")),
    Column("标题", "Title", 48, _title),
    Column("媒体", "Outlet", 24, _plain("outlet_name")),
    Column("种类", "Kind", 10, _label("kind", "submission.kind")),
    Column("体裁", "Genre", 10, _label("genre", "genre")),
    Column("议题", "Topic", 14, _plain("topic")),
    Column("状态", "State", 14, _label("status", "submission.state")),
    Column("提交次数", "Times handed in", 9, _plain("round")),
    Column("刊发次数", "Publications", 9, _plain("publications")),
    Column("建立时间", "Begun", 17, _moment("created_at")),
    Column("提交时间", "Handed in", 17, _moment("submitted_at")),
    Column("最近变动", "Changed", 17, _moment("updated_at")),
    Column("系统编号", "Id", 36, _plain("id")),
))  # fmt: skip
METRICS: Final = Table("传播数据", "Metrics", (
    Column("作品编号", "Number", 14, _plain("number")),
    Column("标题", "Title", 48, _title),
    Column("媒体", "Outlet", 24, _plain("outlet_name")),
    Column("平台", "Platform", 12, _label("platform", "platform")),
    Column("刊发处", "Published in", 20, _plain("media")),
    Column("链接", "Address", 40, _plain("url")),
    Column("刊发时间", "Published", 17, _moment("published_at")),
    Column("数据时间", "Observed", 17, _moment("observed_at")),
    Column("阅读播放", "Reads", 12, _reads),
    Column("点赞", "Likes", 10, _plain("likes")),
    Column("转发", "Shares", 10, _plain("shares")),
    Column("评论", "Comments", 10, _plain("comments")),
    Column("在看", "In-views", 10, _plain("in_views")),
    Column("标记", "Flags", 16, _flags),
    Column("凭证（份）", "Proofs", 9, lambda row, _: len(row["proof"])),
    Column("状态", "State", 12, _label("state", "metrics.state")),
    Column("不采信的理由", "Why refused", 30, _plain("reason")),
    Column("上报时间", "Reported", 17, _moment("reported_at")),
    Column("核实时间", "Ruled on", 17, _moment("ruled_at")),
    Column("系统编号", "Id", 36, _plain("id")),
))  # fmt: skip
REQUESTS: Final = Table("对接需求", "Requests", (
    Column("编号", "Number", 14, _plain("number")),
    Column("标题", "Title", 48, _title),
    Column("类别", "Kind", 10, _label("kind", "request.kind")),
    Column("媒体", "Outlet", 24, _plain("outlet_name")),
    Column("议题", "Topic", 14, _masked("topic")),
    Column("状态", "State", 12, _label("state", "request.state")),
    Column("提出时间", "Asked", 17, _moment("opened_at")),
    Column("希望日期", "Needed by", 12, lambda row, _: row["needed_by"] or ""),
    Column("办理单位", "Unit", 18, _plain("unit_name")),
    Column("办理人", "Officer", 12, _inner("officer", "name")),
    Column("待办", "What waits", 10, _target),
    Column("时限", "Due", 17, _due),
    Column("超时", "Late", 8, _yes(("超时", "late"), lambda row: bool(row["clock"] and row["clock"]["overdue"]))),
    Column("评价（星）", "Stars", 8, _plain("stars")),
    Column("解禁时间", "Embargo until", 17, _moment("embargo_until")),
    Column("最近变动", "Changed", 17, _moment("updated_at")),
    Column("系统编号", "Id", 36, _plain("id")),
))  # fmt: skip
REPLIES: Final = Table("报名与签到", "Sign-ups", (
    Column("次序", "Order", 8, _plain("turn")),
    Column("姓名", "Name", 14, lambda row, _: mask_numbers(row["person"]["name"])),
    Column("媒体", "Outlet", 34, _plain("outlet_name")),
    Column("答复", "Reply", 10, _label("reply", "activity.reply")),
    Column("名额", "Seat", 10, _label("seat", "activity.seat")),
    Column("候补第几位", "Place in line", 10, _plain("place_in_line")),
    Column("未报名到场", "Walk-in", 10, _yes(("是", "yes"), lambda row: bool(row["walk_in"]))),
    Column("超出名额", "Beyond seats", 10, _yes(("是", "yes"), _let_in("over_capacity"))),
    Column("未受邀", "Not invited", 10, _yes(("是", "yes"), _let_in("uninvited"))),
    Column("答复时间", "Replied", 17, _moment("at")),
    Column("备注", "Remark", 30, _masked("remark")),
    Column("签到时间", "Checked in", 17, _moment("attended_at")),
    Column("签到方式", "How", 12, _label("checked_by", "activity.checked_by")),
    Column("签到民警", "Checked in by", 12, _inner("checker", "name")),
    Column("更正（未到场）", "Corrected: not there", 17, _corrected),
    Column("更正的理由", "Why corrected", 30, _inner("corrected", "reason")),
))  # fmt: skip
