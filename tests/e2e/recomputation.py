"""The county scheme once more, as an accountant would do it by hand: one plain loop over the workbook.

It shares nothing with the services but the workbook: no rule, no table, no rounding of theirs. The numbers are those
of the shipped scheme (services/scoring/schemes/county.json), written down again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

# In short; a sheet may have them in full, as 县级 and 普通版位.
LEVELS = {"中央": 20, "省": 10, "市": 5, "县": 2, "自媒体": 1}
PLACEMENTS = {"头版": Fraction(2), "头条": Fraction(2), "黄金时段": Fraction(3, 2), "普通": Fraction(1)}
GRADES = {"A": Fraction(3, 2), "B": Fraction(6, 5), "C": Fraction(1)}
TOPICS = {"反诈": Fraction(6, 5)}
ORIGINAL = {"是": Fraction(6, 5), "否": Fraction(1)}
FURTHER = Fraction(1, 2)
SHOWN = 100_001  # WeChat shows no more reads than this


class Entry(NamedTuple):
    """One line of the ledger as the workbook gives it; points in cents."""

    quarter: str
    outlet: str
    work: str
    publication: str
    rule: str
    cents: int


def entries(path: Path) -> list[Entry]:
    """What the workbook's works earn."""
    book = openpyxl.load_workbook(path, read_only=True)
    sheets = {name: list(_rows(book[name])) for name in ("媒体", "作品", "刊发", "数据")}
    outlets = {row["媒体名称"] for row in sheets["媒体"]}
    publications, snapshots = defaultdict(list), defaultdict(list)
    for row in sheets["刊发"]:
        if _placement(row) in PLACEMENTS:  # the sample has a row with another word, which is refused
            publications[row["作品编号"]].append(row)
    for row in sheets["数据"]:
        snapshots[row["刊发编号"]].append(row)
    works = [row for row in sheets["作品"] if row["媒体名称"] in outlets]
    return [entry for work in works for entry in _work(work, publications[work["作品编号"]], snapshots)]


def totals(lines: list[Entry], quarter: str) -> dict[str, int]:
    """Cents by outlet."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.quarter == quarter:
            found[line.outlet] += line.cents
    return dict(found)


def _work(work: dict[str, Any], published: list[dict[str, Any]], snapshots: dict[str, Any]) -> Iterator[Entry]:
    if work["质量等级"] == "D":
        return
    published.sort(key=lambda row: (_moment(row["刊发时间"]), row["刊发编号"]))
    worth = {row["刊发编号"]: _points(work, row) for row in published}
    best = max((worth[row["刊发编号"]] for row in published if row["是否转载"] == "是"), default=0)
    place = 0
    for row in published:
        number, reprint = row["刊发编号"], row["是否转载"] == "是"
        counted = not reprint or worth[number] == best
        if reprint and counted:
            best = -1  # of equal reprints the first alone
        if counted:
            cents = worth[number] if place == 0 else _half_up(worth[number] * FURTHER)
            yield from _shared(work, row, "publication", cents)
        if counted and place == 0 and work["质量等级"] == "A" and work["是否原创"] == "是":
            yield from _shared(work, row, "bonus:excellent_original", 200)
        place += counted
        if not reprint:
            yield from _shared(work, row, "metrics:day7_reads", _reads(row, snapshots[number]))


def _points(work: dict[str, Any], row: dict[str, Any]) -> int:
    factor = PLACEMENTS[_placement(row)] * GRADES[work["质量等级"]] * ORIGINAL[work["是否原创"]]
    return _half_up(100 * LEVELS[row["级别"].removesuffix("级")] * factor * TOPICS.get(work["议题"], 1))


def _placement(row: dict[str, Any]) -> str:
    told: str = row["版位"].removesuffix("版位")
    return told


def _reads(row: dict[str, Any], snapshots: list[dict[str, Any]]) -> int:
    """Cents for the reads seven days after the publication, a day more or less; of two as near the earlier."""
    wanted = _moment(row["刊发时间"]) + timedelta(days=7)
    near = [
        (abs(_moment(each["统计时间"]) - wanted), _moment(each["统计时间"]), each["阅读播放"]) for each in snapshots
    ]
    near = sorted(each for each in near if each[0] <= timedelta(days=1))
    if not near:
        return 0
    reads = min(int(near[0][2]), SHOWN) if row["平台"] == "微信公众号" else int(near[0][2])
    if reads < 2000:
        return 0
    if reads < 10_000:
        return 200 if reads < 5000 else 400
    return min(3000, 800 + (reads - 10_000) // 10_000 * 200)


def _shared(work: dict[str, Any], row: dict[str, Any], rule: str, cents: int) -> Iterator[Entry]:
    """To the authors by their parts: whole cents first, those left over to the largest remainders."""
    told = work["合作作者(媒体:份额)"] or f"{work['媒体名称']}:1"
    authors = [(name, int(part)) for name, _, part in (each.rpartition(":") for each in told.split(";"))]
    whole = sum(part for _, part in authors)
    exact = [Fraction(cents * part, whole) for _, part in authors]
    got = [int(each) for each in exact]
    for place in sorted(range(len(got)), key=lambda at: (got[at] - exact[at], at))[: cents - sum(got)]:
        got[place] += 1
    moment = _moment(row["刊发时间"])
    quarter = f"{moment.year}-Q{(moment.month - 1) // 3 + 1}"
    for (outlet, _), each in zip(authors, got, strict=True):
        if each:
            yield Entry(quarter, outlet, work["作品编号"], row["刊发编号"], rule, each)


def _half_up(number: Fraction | int) -> int:
    return int(number + Fraction(1, 2))


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.strptime(value, "%Y-%m-%d %H:%M")  # noqa: DTZ007


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    lines = sheet.iter_rows(values_only=True)
    headings = next(lines)
    for line in lines:
        if any(cell is not None for cell in line):
            yield dict(zip(headings, line, strict=True))
