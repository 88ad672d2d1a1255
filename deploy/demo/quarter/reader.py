"""Reads the workbook: good rows go in, each bad one is refused with its place and reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

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
from gateway import messages
from shared import sheets
from shared.clock import SHANGHAI
from shared.errors import Invalid
from shared.sheets.values import BadValue
from shared.text import canonical

MOST_SHOWN = 60
SHOWN = 3
REJECTED = "D"
REPEATED = ("与前面的行重复", "repeats a row above")
BLANK = ("不能为空", "must not be blank")
Row = dict[str, Any]


class BadWorkbook(ValueError):
    """The workbook as a whole cannot be read; the message says what and where, in Chinese and English."""


@dataclass
class _Reading:
    """One workbook on its way; `known` are the keys of the rows that went in, by sheet."""

    book: sheets.Book
    refused: list[Refused] = field(default_factory=list)
    known: dict[str, set[Any]] = field(default_factory=dict)
    letters: dict[tuple[str, str], str] = field(default_factory=dict)
    ignored: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse(self, sheet: str, row: int, column: str, reason: tuple[str, str], value: Any = "") -> None:
        """Note why a row does not go in."""
        shown = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
        letter = self.letters.get((sheet, column), "")
        self.refused.append(Refused(sheet, row, column, *reason, shown[:MOST_SHOWN], letter))

    def rows(self, sheet: str, key: Callable[[Row], Any], column: str) -> Iterator[Row]:
        """The readable rows of a sheet, each key once. Raises: BadWorkbook."""
        seen = self.known.setdefault(sheet, set())
        for line in self._lines(sheet):
            values = self._values(sheet, line)
            if values is None:
                continue
            if key(values) in seen:
                self.refuse(sheet, line.number, column, REPEATED, key(values))
                continue
            seen.add(key(values))
            yield values | {"row": line.number}

    def _lines(self, sheet: str) -> Iterator[sheets.Line]:
        title = _title(self.book, sheet)
        if title is None:
            return
        table = self.book.table(title, [sheets.Column(each.key, each.heading, each.heading) for each in SHEETS[sheet]])
        headings = {each.key: each.heading for each in SHEETS[sheet]}
        self.letters |= {(sheet, headings[key]): place.letter for key, place in table.places.items()}
        self.ignored |= {sheet: table.ignored} if table.ignored else {}
        yield from table.lines

    def _values(self, sheet: str, line: sheets.Line) -> Row | None:
        values: Row = {}
        problems = 0
        for column in SHEETS[sheet]:
            cell = line.cells[column.key]
            try:
                values[column.key] = _value(column, cell, self.book.epoch)
            except (BadCell, BadValue) as error:
                problems += 1
                shown = "" if cell.value is None else cell.value
                self.refuse(sheet, line.number, column.heading, _reason(error), shown)
        return None if problems else values

    def drop(self, sheet: str, row: Row, column: str, reason: tuple[str, str], key: str) -> None:
        """Refuse a row that was readable, for its value of `key`; what refers to it is refused in its turn."""
        self.refuse(sheet, row["row"], column, reason, row[key])


def read(path: Path) -> Quarter:
    """The quarter in a workbook. Raises: BadWorkbook when a sheet or a column is missing, or it is no workbook."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            with sheets.open_book(file) as book:
                return _quarter(_Reading(book), digest)
        except Invalid as error:
            raise BadWorkbook(_told(error)) from error


def _quarter(reading: _Reading, digest: str) -> Quarter:
    outlets = list(_outlets(reading))
    works = list(_works(reading))
    publications = list(_publications(reading, {work.number: work for work in works}))
    metrics = list(_metrics(reading, {each.number: each for each in publications}))
    ideas = list(_ideas(reading))
    if not outlets or not works:
        why = "".join(f"\n  {each}" for each in reading.refused[:SHOWN])
        raise BadWorkbook(f"工作表“媒体”或“作品”中没有可用的行 / no good row in 媒体 or 作品{why}")
    order = {sheet: place for place, sheet in enumerate(SHEETS)}
    refused = sorted(reading.refused, key=lambda each: (order[each.sheet], each.row))
    return Quarter(
        _period(works, publications), digest,
        tuple(outlets), tuple(works), tuple(publications), tuple(metrics), tuple(ideas), tuple(refused),
        reading.letters, reading.ignored,
    )  # fmt: skip


def _outlets(reading: _Reading) -> Iterator[Outlet]:
    codes: set[str] = set()
    for row in reading.rows("媒体", lambda row: row["name"], "媒体名称"):
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


def _works(reading: _Reading) -> Iterator[Work]:
    for row in reading.rows("作品", lambda row: row["number"], "作品编号"):
        named = {row["outlet"]: "媒体名称"} | {name: "合作作者(媒体:份额)" for name, _ in row["authors"] or ()}
        missing = [(name, heading) for name, heading in named.items() if name not in reading.known["媒体"]]
        if missing:
            name, heading = missing[0]
            reading.refuse("作品", row["row"], heading, NO_OUTLET, name)
            continue
        row["authors"] = row["authors"] or ((row["outlet"], 100),)
        yield Work(**row | {"original": row["original"] == "yes"})


def _publications(reading: _Reading, works: dict[str, Work]) -> Iterator[Publication]:
    for row in reading.rows("刊发", lambda row: row["number"], "刊发编号"):
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


def _metrics(reading: _Reading, publications: dict[str, Publication]) -> Iterator[Snapshot]:
    for row in reading.rows("数据", lambda row: (row["publication"], row["observed_at"]), "统计时间"):
        publication = publications.get(row["publication"])
        if publication is None:
            reading.drop("数据", row, "刊发编号", NO_PUBLICATION, "publication")
        elif row["observed_at"] < publication.published_at:
            reading.drop("数据", row, "统计时间", ("早于刊发时间", "before the publication"), "observed_at")
        else:
            yield Snapshot(**row)


def _ideas(reading: _Reading) -> Iterator[Idea]:
    for row in reading.rows("金点子", lambda row: row["number"], "编号"):
        if row["outlet"] not in reading.known["媒体"]:
            reading.drop("金点子", row, "媒体名称", NO_OUTLET, "outlet")
            continue
        both = (row.pop("first"), row.pop("second"))
        yield Idea(assessments=both, **row)


def _title(book: sheets.Book, name: str) -> str | None:
    """The title of a sheet as the workbook has it; None for one that may be missing and is. Raises: BadWorkbook."""
    title = book.named(name)
    if title is None and name not in OPTIONAL:
        if name in map(str.strip, book.charts):
            raise BadWorkbook(f"工作表“{name}”是图表，不是表格 / the sheet {name} is a chart and no table")
        if name in map(str.strip, book.hidden):
            raise BadWorkbook(_told(Invalid("sheet.hidden", sheet=name)))
        found = ", ".join(book.titles)
        raise BadWorkbook(f"缺少工作表“{name}” / the sheet {name} is missing; found: {found}")
    return title


def _value(column: Column, cell: sheets.Cell, epoch: datetime) -> Any:
    if cell.rule:
        raise BadValue(cell.rule)
    blank = isinstance(cell.value, str) and not canonical(cell.value)
    if cell.blank or blank:
        if column.required:
            raise BadCell(*BLANK)
        return None
    return column.read(cell.value, epoch) if column.dated else column.read(cell.value)


def _reason(error: BadCell | BadValue) -> tuple[str, str]:
    if isinstance(error, BadCell):
        return error.zh, error.en
    return _both(error.rule, error.params)


def _both(rule: str, params: Mapping[str, Any]) -> tuple[str, str]:
    zh, en = (messages.text(locale, rule, params) for locale in messages.LOCALES)
    return zh, en


def _told(error: Invalid) -> str:
    """Why a workbook cannot be read, with the first columns that are wrong, in Chinese and English."""
    first = [_both(problem.rule, problem.params) for problem in error.problems[:SHOWN]]
    return " / ".join(" ".join(texts) for texts in zip(_both(error.code, error.params), *first, strict=True))


def _period(works: Sequence[Work], publications: Sequence[Publication]) -> str:
    """The quarter (Asia/Shanghai) that most publications, else works, fall into, such as 2026-Q3."""
    moments = [each.published_at for each in publications] or [work.submitted_at for work in works]
    days = (moment.astimezone(SHANGHAI) for moment in moments)
    return Counter(f"{day.year}-Q{(day.month + 2) // 3}" for day in days).most_common(1)[0][0]
