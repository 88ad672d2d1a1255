"""Reads the workbook: good rows go in, each bad one is refused with its place and reason."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from deploy.demo.quarter.columns import OPTIONAL, SHEETS, BadCell, Column
from deploy.demo.quarter.model import (
    NO_OUTLET,
    NO_PUBLICATION,
    NO_WORK,
    Idea,
    Outlet,
    Publication,
    Quarter,
    Refused,
    Snapshot,
    Work,
)  # fmt: skip
from shared.clock import SHANGHAI
from shared.errors import Invalid
from shared.sheets.guard import require_sane
from shared.text import canonical

MOST_ROWS = 100_000
MOST_SHOWN = 60
SHOWN = 3
REJECTED = "D"
REPEATED = ("与前面的行重复", "repeats a row above")
Row = dict[str, Any]
UNUSABLE = {
    "sheet.not_xlsx": "不是 XLSX 工作簿，请另存为 .xlsx，不加密码 / no workbook: save it as .xlsx, without a password",
    "sheet.too_large": "工作簿过大，或解压后过大 / the workbook is too large, packed or unpacked",
}


class BadWorkbook(ValueError):
    """The workbook as a whole cannot be read; the message says what and where, in Chinese and English."""


@dataclass
class _Reading:
    """One workbook on its way; `known` are the keys of the rows that went in, by sheet."""

    refused: list[Refused] = field(default_factory=list)
    known: dict[str, set[Any]] = field(default_factory=dict)

    def refuse(self, sheet: str, row: int, column: str, reason: tuple[str, str], value: Any = "") -> None:
        """Note why a row does not go in."""
        shown = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
        self.refused.append(Refused(sheet, row, column, *reason, shown[:MOST_SHOWN]))

    def rows(self, book: Any, sheet: str, key: Callable[[Row], Any], column: str) -> Iterator[Row]:
        """The readable rows of a sheet, each key once."""
        seen = self.known.setdefault(sheet, set())
        for number, cells in _table(book, sheet):
            values = self._values(sheet, number, cells)
            if values is None:
                continue
            if key(values) in seen:
                self.refuse(sheet, number, column, REPEATED, key(values))
                continue
            seen.add(key(values))
            yield values | {"row": number}

    def _values(self, sheet: str, number: int, cells: Sequence[tuple[Column, Any]]) -> Row | None:
        values: Row = {}
        problems = 0
        for column, cell in cells:
            try:
                values[column.key] = _value(column, cell)
            except BadCell as error:
                problems += 1
                shown = getattr(cell, "value", "")
                self.refuse(sheet, number, column.heading, (error.zh, error.en), "" if shown is None else shown)
        return None if problems else values

    def drop(self, sheet: str, row: Row, column: str, reason: tuple[str, str], key: str) -> None:
        """Refuse a row that was readable, for its value of `key`; what refers to it is refused in its turn."""
        self.refuse(sheet, row["row"], column, reason, row[key])


def read(path: Path) -> Quarter:
    """The quarter in a workbook. Raises: BadWorkbook when a sheet or a column is missing, or it is no workbook."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            require_sane(file)
            with closing(openpyxl.load_workbook(file, read_only=True, keep_links=False)) as book:
                return _quarter(book, digest)
        except BadWorkbook:
            raise
        except Invalid as error:
            raise BadWorkbook(UNUSABLE.get(error.code, error.code)) from None
        except Exception as error:  # a damaged file can fail anywhere in the parser, and at any row, with any error
            raise BadWorkbook(f"工作簿已损坏 / damaged workbook: {type(error).__name__}") from error


def _quarter(book: Any, digest: str) -> Quarter:
    reading = _Reading()
    outlets = list(_outlets(reading, book))
    works = list(_works(reading, book))
    publications = list(_publications(reading, book, {work.number: work for work in works}))
    metrics = list(_metrics(reading, book, {each.number: each for each in publications}))
    ideas = list(_ideas(reading, book)) if "金点子" in map(str.strip, book.sheetnames) else []
    if not outlets or not works:
        why = "".join(f"\n  {each}" for each in reading.refused[:SHOWN])
        raise BadWorkbook(f"工作表“媒体”或“作品”中没有可用的行 / no good row in 媒体 or 作品{why}")
    order = {sheet: place for place, sheet in enumerate(SHEETS)}
    refused = sorted(reading.refused, key=lambda each: (order[each.sheet], each.row))
    return Quarter(
        _period(works, publications), digest,
        tuple(outlets), tuple(works), tuple(publications), tuple(metrics), tuple(ideas), tuple(refused),
    )  # fmt: skip


def _outlets(reading: _Reading, book: Any) -> Iterator[Outlet]:
    codes: set[str] = set()
    for row in reading.rows(book, "媒体", lambda row: row["name"], "媒体名称"):
        if row["credit_code"] in codes:
            reading.drop("媒体", row, "统一社会信用代码", REPEATED, "credit_code")
            reading.known["媒体"].discard(row["name"])
            continue
        codes.add(row["credit_code"])
        yield _outlet(row)


def _outlet(row: Row) -> Outlet:
    channel = {name: row[name] for name in ("platform", "level", "account_name", "url", "followers")}
    profile = {name: row[name] for name in ("row", "name", "category", "credit_code", "contact", "phone", "region")}
    return Outlet(channel=channel, **profile)


def _works(reading: _Reading, book: Any) -> Iterator[Work]:
    for row in reading.rows(book, "作品", lambda row: row["number"], "作品编号"):
        named = {row["outlet"]: "媒体名称"} | {name: "合作作者(媒体:份额)" for name, _ in row["authors"] or ()}
        missing = [(name, heading) for name, heading in named.items() if name not in reading.known["媒体"]]
        if missing:
            name, heading = missing[0]
            reading.refuse("作品", row["row"], heading, NO_OUTLET, name)
            continue
        row["authors"] = row["authors"] or ((row["outlet"], 100),)
        yield Work(**row | {"original": row["original"] == "yes"})


def _publications(reading: _Reading, book: Any, works: dict[str, Work]) -> Iterator[Publication]:
    for row in reading.rows(book, "刊发", lambda row: row["number"], "刊发编号"):
        work = works.get(row["work"])
        if work is None:
            reading.drop("刊发", row, "作品编号", NO_WORK, "work")
        elif work.grade == REJECTED:
            reading.drop("刊发", row, "作品编号", ("作品未通过审核", "the work was rejected"), "work")
        elif row["published_at"] < work.submitted_at:
            reading.drop(
                "刊发", row, "刊发时间", ("早于作品的提交时间", "before the work's submission"), "published_at"
            )
        else:
            yield Publication(**row | {"reprint": row["reprint"] == "yes"})


def _metrics(reading: _Reading, book: Any, publications: dict[str, Publication]) -> Iterator[Snapshot]:
    for row in reading.rows(book, "数据", lambda row: (row["publication"], row["observed_at"]), "统计时间"):
        publication = publications.get(row["publication"])
        if publication is None:
            reading.drop("数据", row, "刊发编号", NO_PUBLICATION, "publication")
        elif row["observed_at"] < publication.published_at:
            reading.drop("数据", row, "统计时间", ("早于刊发时间", "before the publication"), "observed_at")
        else:
            yield Snapshot(**row)


def _ideas(reading: _Reading, book: Any) -> Iterator[Idea]:
    for row in reading.rows(book, "金点子", lambda row: row["number"], "编号"):
        if row["outlet"] not in reading.known["媒体"]:
            reading.drop("金点子", row, "媒体名称", NO_OUTLET, "outlet")
            continue
        both = (row.pop("first"), row.pop("second"))
        yield Idea(assessments=both, **row)


def _table(book: Any, name: str) -> Iterator[tuple[int, list[tuple[Column, Any]]]]:
    """The filled rows of a sheet, its columns by heading in whichever order. Raises: BadWorkbook."""
    sheet = next((each for each in book.worksheets if each.title.strip() == name), None)
    if sheet is None and name in map(str.strip, book.sheetnames):
        raise BadWorkbook(f"工作表“{name}”是图表，不是表格 / the sheet {name} is a chart and no table")
    if sheet is None:
        raise BadWorkbook(f"缺少工作表“{name}” / the sheet {name} is missing; found: {', '.join(book.sheetnames)}")
    sheet.reset_dimensions()
    lines = ((number, line) for number, line in enumerate(sheet.iter_rows(max_col=50), 1) if _filled(line))
    number, header = next(lines, (0, ()))
    places = _places(name, number, [canonical(str(cell.value or "")) for cell in header])
    for read_so_far, (number, line) in enumerate(lines):
        if read_so_far >= MOST_ROWS:
            raise BadWorkbook(f"{name}：超过 {MOST_ROWS} 行 / more than {MOST_ROWS} rows")
        yield number, [(column, line[place] if place < len(line) else None) for column, place in places]


def _places(sheet: str, row: int, headings: list[str]) -> list[tuple[Column, int]]:
    if not any(headings) and sheet not in OPTIONAL:
        raise BadWorkbook(f"工作表“{sheet}”是空的 / the sheet {sheet} is empty")
    missing = [column.heading for column in SHEETS[sheet] if column.heading not in headings]
    if missing:
        spare = [heading for heading in headings if heading not in {column.heading for column in SHEETS[sheet]}]
        hint = difflib.get_close_matches(missing[0], spare, 1, 0.3)
        guess = f"（是不是“{hint[0]}”？ did you mean it?）" if hint else ""
        raise BadWorkbook(
            f"工作表“{sheet}”第 {row} 行是表头，缺少列“{missing[0]}”{guess} / "
            f"{sheet}: no column {missing[0]} in row {row}, the headings"
        )
    return [(column, headings.index(column.heading)) for column in SHEETS[sheet]]


def _filled(line: Sequence[Any]) -> bool:
    return any(cell.value not in (None, "") for cell in line)


def _value(column: Column, cell: Any) -> Any:
    value = getattr(cell, "value", None)
    value = canonical(value) if isinstance(value, str) else value
    if value is None or value == "":
        if column.required:
            raise BadCell("不能为空", "must not be blank")
        return None
    if getattr(cell, "data_type", "") == "f":
        raise BadCell("是公式，请粘贴为数值", "is a formula; paste its value")
    if getattr(cell, "data_type", "") == "e":
        raise BadCell("是错误值", "is an error value")
    return column.read(value)


def _period(works: Sequence[Work], publications: Sequence[Publication]) -> str:
    """The quarter (Asia/Shanghai) that most publications, else works, fall into, such as 2026-Q3."""
    moments = [each.published_at for each in publications] or [work.submitted_at for work in works]
    days = (moment.astimezone(SHANGHAI) for moment in moments)
    return Counter(f"{day.year}-Q{(day.month + 2) // 3}" for day in days).most_common(1)[0][0]
