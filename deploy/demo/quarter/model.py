"""The rows of a quarter's workbook, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# One of the API's codes; the column has checked which.
Code = Any


# Why a row that refers to another one does not go in, in Chinese and English.
NO_OUTLET = ("“媒体”表中没有这家媒体，或其所在行未导入", "no such outlet in 媒体, or its row was refused")
NO_WORK = ("没有可用的这件作品", "no such good work")
NO_PUBLICATION = ("没有可用的这次刊发", "no such good publication")


@dataclass(frozen=True)
class Refused:
    """A row that does not go in: `column`, a heading, and its `letter` are empty when it is about the whole row. `row`
    counts from 1, as people see it."""

    sheet: str
    row: int
    column: str
    reason_zh: str
    reason_en: str
    value: str = ""
    letter: str = ""

    @property
    def cell(self) -> str:
        """The cell as people see it, such as B7; empty when it is about the whole row."""
        return f"{self.letter}{self.row}" if self.letter else ""

    def __str__(self) -> str:
        letter = f" {self.letter} 列" if self.letter else ""
        column = f"{letter}「{self.column}」" if self.column else "："
        return f"{self.sheet} 第 {self.row} 行{column}{self.reason_zh} · {self.reason_en}"


@dataclass(frozen=True)
class Outlet:
    """One row of 媒体; `channel` as the API takes it."""

    row: int
    name: str
    category: Code
    credit_code: str
    contact: str
    phone: str
    region: str
    channel: dict[str, Any]


@dataclass(frozen=True)
class Work:
    """One row of 作品. `authors` are (outlet's name, whole parts); several parts of their sum each."""

    row: int
    number: str
    outlet: str
    title: str
    genre: Code
    topic: str
    original: bool
    authors: tuple[tuple[str, int], ...]
    submitted_at: datetime
    grade: Code
    sensitivity: Code


@dataclass(frozen=True)
class Publication:
    """One row of 刊发."""

    row: int
    number: str
    work: str
    platform: Code
    level: Code
    placement: Code
    reprint: bool
    published_at: datetime
    url: str


@dataclass(frozen=True)
class Snapshot:
    """One row of 数据."""

    row: int
    publication: str
    observed_at: datetime
    reads: int
    likes: int
    shares: int
    comments: int
    in_views: int


@dataclass(frozen=True)
class Idea:
    """One row of 金点子: scores of two assessors for novelty, feasibility and benefit, 0 to 100."""

    row: int
    number: str
    outlet: str
    title: str
    body: str
    assessments: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Quarter:
    """Everything that goes in, and what was refused. `digest` is SHA-256 of the file, in hex; `letters` say where the
    columns are, by sheet and heading; `ignored` are headings that mean nothing here, by sheet."""

    period: str
    digest: str
    outlets: tuple[Outlet, ...] = ()
    works: tuple[Work, ...] = ()
    publications: tuple[Publication, ...] = ()
    metrics: tuple[Snapshot, ...] = ()
    ideas: tuple[Idea, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
    letters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
