"""Documents as what they say, without their looks. The official one (公文) is in the words of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shared.printable import missing


@dataclass(frozen=True)
class Heading:
    """A heading (结构层次序数) with its number: 一、 is level 1, （一） level 2, 1. level 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and its share of the width. Text stands left, all else in the middle."""

    title: str
    share: int
    text: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; each row has a cell per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Grid


@dataclass(frozen=True)
class Attachment:
    """An attachment (附件), which begins on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class OfficialDocument:
    """The parts of an official document.

    `title` is given line by line, since a line may only end where a word does (7.3.1). `note` (附注) is written
    without its brackets. `copies` (抄送) and `printed` (印发日期) make the imprint (版记), which `copies` may lack.
    """

    issuer: str
    head: str
    number: str
    title: tuple[str, ...]
    addressees: str
    body: tuple[Block, ...]
    dated: date
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    copies: str = ""
    printed: date | None = None


def chinese_date(day: date) -> str:
    """The date in full: Arabic digits, no leading zero (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Certificate:
    """A certificate: whom it is for, what for, and where its number can be verified.

    `code` is what a reader types in to verify it, `address` the whole address that does it at once, empty where the
    system has none; without a code nobody can. A code may be the number, too. `heading` and `closing` are those of
    honour where it is none other; without a `signer` there is room to sign.
    """

    recipient: str
    body: str
    number: str
    code: str
    address: str
    issuer: str
    dated: date
    heading: str = "荣誉证书"
    closing: str = "特发此证，以资鼓励。"
    signer: str = ""

    @property
    def text(self) -> str:
        """Everything on it that people wrote."""
        return self.recipient + self.body + self.issuer + self.signer

    @property
    def unprintable(self) -> Mapping[str, Any] | None:
        """The first character that no typeface has (`char`, `code`): in a name from before names were checked."""
        return missing("".join(" " if char.isspace() else char for char in self.text))


class Kind(StrEnum):
    """What the cells of a sheet's column hold."""

    TEXT = "text"
    MARK = "mark"  # a short text, in the middle
    NUMBER = "number"
    POINTS = "points"
    DAY = "day"
    MOMENT = "moment"


Value = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet; `width` in characters. With `total` its sum stands below it; what is not `printed` stands
    last, and on the screen alone."""

    title: str
    width: int
    kind: Kind = Kind.TEXT
    total: bool = False
    printed: bool = True


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its caption and a note above the columns; the first `frozen` columns stay in sight."""

    name: str
    caption: str
    note: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int = 0


@dataclass(frozen=True)
class Workbook:
    """Sheets in one file. A moment is shown as the clock of Asia/Shanghai showed it."""

    title: str
    author: str
    dated: date
    sheets: tuple[Sheet, ...]
