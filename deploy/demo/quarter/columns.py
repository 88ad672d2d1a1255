"""The columns of the four sheets (and of 金点子, which may be missing), and how a cell of each is read: numbers, times
and words as every sheet has them (`shared.sheets.values`), the rest by what the system takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from shared.contracts.fields import url_problem
from shared.contracts.outlet.commands import MAX_FOLLOWERS
from shared.contracts.submission.commands import MAX_AUTHORS, MAX_SHARES
from shared.contracts.submission.reports import MAX_NUMBER
from shared.identity.checks import compact, credit_code_problem, normalise_phone, phone_problem
from shared.printable import missing
from shared.sheets.reader import MAX_CELL, PEOPLE
from shared.sheets.values import chosen, moment, plain, whole
from shared.sheets.words import CATEGORIES, LEVELS, PLATFORMS, YES_NO, Words, labelled

Reader = Callable[..., Any]
WHOLE = 100
PART = re.compile(r"^(?P<name>.+?)\s*[:：]\s*(?P<share>\d{1,4})\s*(?P<percent>[%％]?)$")


class BadCell(ValueError):
    """Why a cell cannot be read, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Column:
    """One column by its heading. A cell that is not `required` may be blank, and is None then. Numbers of one that is
    `dated` are days since the beginning of the workbook's calendar, which `read` is given too."""

    key: str
    heading: str
    read: Reader
    required: bool = True
    dated: bool = False

    @property
    def words(self) -> Words | None:
        """Those that a cell of it has to be one of."""
        return self.read.keywords.get("words") if isinstance(self.read, partial) else None


def text(longest: int) -> Reader:
    """A text of at most so many characters."""
    return partial(plain, most=longest)


def name(longest: int) -> Reader:
    """A text that documents print: what the system would refuse to register is refused here, with its place."""
    read = text(longest)

    def printed(value: Any) -> str:
        found: str = read(value)
        if (lost := missing(found)) is not None:
            raise BadCell(
                f"第 {lost['place']} 个字“{lost['char']}”（{lost['code']}）没有可打印的字形",
                f"no typeface has character {lost['place']}, {lost['char']} ({lost['code']})",
            )
        return found

    return printed


def choice(words: Words) -> Reader:
    """The code of one of the words, in either language."""
    return partial(chosen, words=words)


def count(most: int, *, units: str = "次", capped: bool = False) -> Reader:
    """A whole number that is not negative, up to `most`; `capped`: 10万+ is the platform's cap."""
    return partial(whole, most=most, units=units, capped=capped)


def authors(value: Any) -> tuple[tuple[str, int], ...]:
    """`name:parts;name:parts`, the parts numbers, or percents of the whole: at least one part each, every outlet once,
    no more of both than the API takes."""
    found = [PART.fullmatch(part.strip()) for part in re.split("[;；]", str(value)) if part.strip()]
    pairs = [(match["name"], int(match["share"])) for match in found if match]
    if len(pairs) != len(found) or not pairs or len({bool(match["percent"]) for match in found if match}) > 1:
        raise BadCell(
            "应为“媒体:份额;媒体:份额”，如“滨江小城事:2;白马湖生活:1”，或都写百分比",
            "must be outlet:parts;outlet:parts, such as 滨江小城事:2;白马湖生活:1, or in percent all of them",
        )
    total = sum(share for _, share in pairs)
    if found[0] and found[0]["percent"] and total != WHOLE:
        raise BadCell("百分比之和应为 100%", "the percents must come to 100")
    if any(share == 0 for _, share in pairs) or len({name for name, _ in pairs}) != len(pairs):
        raise BadCell("每家媒体出现一次，份额至少为 1", "each outlet once, with a share of at least 1")
    if len(pairs) > MAX_AUTHORS or total > MAX_SHARES:
        raise BadCell(
            f"最多 {MAX_AUTHORS} 家媒体，份额合计不超过 {MAX_SHARES}",
            f"at most {MAX_AUTHORS} outlets and {MAX_SHARES} parts in all",
        )
    return tuple(pairs)


def assessment(value: Any) -> tuple[int, int, int]:
    """`novelty/feasibility/benefit`, 0 to 100 each."""
    parts = [part.strip().removesuffix("分") for part in unicodedata.normalize("NFKC", str(value)).split("/")]
    if len(parts) != 3 or not all(part.isdigit() and int(part) <= 100 for part in parts):
        raise BadCell("应为“80/75/90”（新颖/可行/效益，0–100）", "must be such as 80/75/90, 0 to 100 each")
    return int(parts[0]), int(parts[1]), int(parts[2])


def checked(canonical: Callable[[str], str], problem: Callable[[str], str | None], zh: str, en: str) -> Reader:
    """A number or an address with a check of its own."""

    def read(value: Any) -> str:
        found = canonical(plain(value, most=MAX_CELL))
        if problem(found) is not None:
            raise BadCell(zh, en)
        return found

    return read


GENRES = labelled("genre")
PLACEMENTS = labelled("placement", normal=("普通", "Normal"))
SENSITIVITIES = labelled("sensitivity")
GRADES = Words({
    "A": ("A", "A", "优秀"), "B": ("B", "B", "良好"), "C": ("C", "C", "合格"), "D": ("D", "D", "不合格"),
})  # fmt: skip
CREDIT_CODE = checked(
    compact, credit_code_problem,
    "校验位不符，应如 91330108MA2JM00011", "the check digit is wrong; must be such as 91330108MA2JM00011",
)  # fmt: skip
ADDRESS = checked(
    str, url_problem,
    "不是 http(s) 网址，应如 https://example.com/a", "is no http(s) address such as https://example.com/a",
)  # fmt: skip
PHONE = checked(
    normalise_phone, phone_problem, "不是电话号码，应如 13900000002", "is no phone number such as 13900000002"
)
OPTIONAL = ("金点子",)
SHEETS: Mapping[str, Sequence[Column]] = {
    "媒体": (
        Column("name", "媒体名称", name(80)),
        Column("category", "类别", choice(CATEGORIES)),
        Column("credit_code", "统一社会信用代码", CREDIT_CODE),
        Column("contact", "联系人", name(40)),
        Column("phone", "联系电话", PHONE),
        Column("region", "地区", text(40)),
        Column("platform", "平台", choice(PLATFORMS)),
        Column("level", "级别", choice(LEVELS)),
        Column("account_name", "账号名称", text(80)),
        Column("url", "账号链接", ADDRESS),
        Column("followers", "粉丝数", count(MAX_FOLLOWERS, units=PEOPLE)),
    ),
    "作品": (
        Column("number", "作品编号", text(20)),
        Column("outlet", "媒体名称", text(80)),
        Column("title", "标题", name(100)),
        Column("genre", "类型", choice(GENRES)),
        Column("topic", "议题", text(40)),
        Column("original", "是否原创", choice(YES_NO)),
        Column("authors", "合作作者(媒体:份额)", authors, required=False),
        Column("submitted_at", "提交时间", moment, dated=True),
        Column("grade", "质量等级", choice(GRADES)),
        Column("sensitivity", "敏感程度", choice(SENSITIVITIES)),
    ),
    "刊发": (
        Column("number", "刊发编号", text(20)),
        Column("work", "作品编号", text(20)),
        Column("platform", "平台", choice(PLATFORMS)),
        Column("level", "级别", choice(LEVELS)),
        Column("placement", "版位", choice(PLACEMENTS)),
        Column("reprint", "是否转载", choice(YES_NO)),
        Column("published_at", "刊发时间", moment, dated=True),
        Column("url", "链接", ADDRESS),
    ),
    "数据": (
        Column("publication", "刊发编号", text(20)),
        Column("observed_at", "统计时间", moment, dated=True),
        Column("reads", "阅读播放", count(MAX_NUMBER, capped=True)),
        Column("likes", "点赞", count(MAX_NUMBER, capped=True)),
        Column("shares", "转发", count(MAX_NUMBER, capped=True)),
        Column("comments", "评论", count(MAX_NUMBER, capped=True)),
        Column("in_views", "在看", count(MAX_NUMBER, capped=True)),
    ),
    "金点子": (
        Column("number", "编号", text(20)),
        Column("outlet", "媒体名称", text(80)),
        Column("title", "标题", name(100)),
        Column("body", "内容", text(2000)),
        Column("first", "评分一(新颖/可行/效益)", assessment),
        Column("second", "评分二(新颖/可行/效益)", assessment),
    ),
}
