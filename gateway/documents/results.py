"""What the documents of a period are made of: its ranking, its appeals, its awards, in the words of the bureau."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from shared.labels import label
from shared.labels.wording import told_period
from shared.titles import in_marks

NUMERALS: Final = "一二三四五六七八九"
NONE: Final = "—"
ALL: Final = "综合排名"


@dataclass(frozen=True)
class Standing:
    """One outlet's place in its category, and `overall` among all; None for one that is not ranked.

    Outlets with equal places are level.
    """

    place: int | None
    name: str
    works: int
    publications: int
    points: Decimal
    previous: int | None = None
    remark: str = ""
    overall: int | None = None
    previous_overall: int | None = None

    @property
    def among_all(self) -> Standing:
        """The same with its place among all."""
        return replace(self, place=self.overall, previous=self.previous_overall)

    @property
    def movement(self) -> str:
        """How far it moved against the period before."""
        if self.place is None:
            return NONE
        if self.previous is None:
            return "新"
        risen = self.previous - self.place
        return f"↑{risen}" if risen > 0 else f"↓{-risen}" if risen < 0 else NONE


@dataclass(frozen=True)
class Ladder:
    """The ranking of one category."""

    category: str
    standings: tuple[Standing, ...]

    @property
    def name(self) -> str:
        """The category as the bureau says it; one that we do not know as it is written."""
        return label("category", self.category, "zh")

    @property
    def ranked(self) -> tuple[Standing, ...]:
        """Those that have a place."""
        return tuple(standing for standing in self.standings if standing.place is not None)


@dataclass(frozen=True)
class Granted:
    """An award. `work` is the title of the work that it is for, if it is for one, `submission` its id; otherwise
    `place` is that in the category, or with `overall` that among all."""

    kind: str
    title: str
    name: str
    category: str
    place: int | None = None
    work: str = ""
    submission: str = ""
    number: str = ""
    overall: bool = False


@dataclass(frozen=True)
class Result:
    """A period and how it went. The days are in Asia/Shanghai. The points of a year are the mean of so many
    `quarters`; 1: their sum."""

    period: str
    starts: date
    ends: date
    status: str
    scheme: str
    scheme_version: int
    ladders: tuple[Ladder, ...]
    awards: tuple[Granted, ...] = ()
    publicised: date | None = None
    appeals_until: date | None = None
    finalised: date | None = None
    digest: str = ""
    appeals: int = 0
    upheld: int = 0
    quarters: int = 1

    @property
    def name(self) -> str:
        """The period in Chinese: 2026年第三季度, 2026年度."""
        return told_period(self.period, "zh")

    @property
    def rules(self) -> str:
        """The scheme with its version, 《县级考评办法》（第3版）; the shipped one has none."""
        return in_marks(self.scheme) + f"（第{self.scheme_version}版）" * (self.scheme_version > 0)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Those of all categories."""
        return tuple(standing for ladder in self.ladders for standing in ladder.standings)

    @property
    def present(self) -> tuple[Ladder, ...]:
        """The categories that have outlets."""
        return tuple(ladder for ladder in self.ladders if ladder.standings)

    @property
    def everybody(self) -> tuple[tuple[Ladder, Standing], ...]:
        """All of them with their ladders, by their places among all; those without one at the end."""
        found = [(ladder, one) for ladder in self.ladders for one in ladder.standings]
        return tuple(sorted(found, key=lambda pair: (pair[1].overall is None, pair[1].overall or 0)))


def points(value: Decimal) -> str:
    """Points as a person reads them: 2,310.00."""
    return f"{value:,.2f}"


def ordinal(number: int) -> str:
    """A Chinese numeral up to 99, as headings count: 一, 十二."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return ten + (NUMERALS[ones - 1] if ones else "")
