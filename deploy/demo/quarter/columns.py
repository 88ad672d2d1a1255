"""The columns of the four sheets (and of 金点子, which may be missing), and how a cell of each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.clock import SHANGHAI
from shared.contracts.fields import url_problem
from shared.contracts.outlet.commands import MAX_FOLLOWERS
from shared.contracts.submission.commands import MAX_AUTHORS, MAX_SHARES
from shared.contracts.submission.reports import MAX_NUMBER
from shared.identity.checks import compact, credit_code_problem, normalise_phone, phone_problem
from shared.printable import missing
from shared.sheets.columns import CATEGORIES, LEVELS, PLATFORMS

Reader = Callable[[Any], Any]
MOMENT = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::\d{2})?$")
PART = re.compile(r"^(?P<name>.+?)\s*[:：]\s*(?P<share>\d{1,4})$")


class BadCell(ValueError):
    """Why a cell cannot be read, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Column:
    """One column by its heading. A cell that is not `required` may be blank, and is None then."""

    key: str
    heading: str
    read: Reader
    required: bool = True


def text(longest: int) -> Reader:
    """A text of at most so many characters."""

    def read(value: Any) -> str:
        found = str(value).strip()
        if len(found) > longest:
            raise BadCell(f"超过 {longest} 个字", f"longer than {longest} characters")
        return found

    return read


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


def choice(words: Mapping[str, str]) -> Reader:
    """One of the words (in Chinese or as the code)."""

    def read(value: Any) -> str:
        found = str(value).strip()
        code = words.get(found, found)
        if code not in words.values():
            first: dict[str, str] = {}
            for word, each in words.items():
                first.setdefault(each, word)
            raise BadCell(f"应为其中之一：{'、'.join(first.values())}", f"must be one of: {', '.join(first)}")
        return code

    return read


def count(most: int) -> Reader:
    """A whole number that is not negative, up to `most`; a number kept as text counts."""

    def read(value: Any) -> int:
        found = str(value).strip().replace(",", "")
        whole = found[:-2] if found.endswith(".0") else found
        if not whole.isascii() or not whole.isdigit():
            raise BadCell("应为不小于 0 的整数", "must be a whole number of at least 0")
        if len(whole) > len(str(most)) or int(whole) > most:
            raise BadCell(f"数值过大（上限 {most}）", f"larger than {most}")
        return int(whole)

    return read


def moment(value: Any) -> datetime:
    """A date with a time of day, Asia/Shanghai, as `2026-08-20 10:43` or as a cell of that type."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI)
    match = MOMENT.fullmatch(str(value).strip())
    try:
        if match is None or isinstance(value, date):
            raise ValueError
        year, month, day, hour, minute = (int(part) for part in match.groups())
        return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
    except ValueError:
        raise BadCell("应为“2026-08-20 10:43”这样的时间", "must be a time such as 2026-08-20 10:43") from None


def authors(value: Any) -> tuple[tuple[str, int], ...]:
    """`name:parts;name:parts`: at least one part each, every outlet once, no more of both than the API takes."""
    found = [PART.fullmatch(part.strip()) for part in re.split("[;；]", str(value)) if part.strip()]
    pairs = [(match["name"], int(match["share"])) for match in found if match]
    if len(pairs) != len(found) or not pairs:
        raise BadCell("应为“媒体:份额;媒体:份额”", "must be outlet:parts;outlet:parts")
    if any(share == 0 for _, share in pairs) or len({name for name, _ in pairs}) != len(pairs):
        raise BadCell("每家媒体出现一次，份额至少为 1", "each outlet once, with a share of at least 1")
    if len(pairs) > MAX_AUTHORS or sum(share for _, share in pairs) > MAX_SHARES:
        raise BadCell(
            f"最多 {MAX_AUTHORS} 家媒体，份额合计不超过 {MAX_SHARES}",
            f"at most {MAX_AUTHORS} outlets and {MAX_SHARES} parts in all",
        )
    return tuple(pairs)


def assessment(value: Any) -> tuple[int, int, int]:
    """`novelty/feasibility/benefit`, 0 to 100 each."""
    parts = [part.strip() for part in str(value).split("/")]
    if len(parts) != 3 or not all(part.isdigit() and int(part) <= 100 for part in parts):
        raise BadCell("应为“80/75/90”（新颖/可行/效益，0–100）", "must be such as 80/75/90, 0 to 100 each")
    return int(parts[0]), int(parts[1]), int(parts[2])


def checked(canonical: Callable[[str], str], problem: Callable[[str], str | None], zh: str, en: str) -> Reader:
    """A number with a check of its own."""

    def read(value: Any) -> str:
        found = canonical(str(value).strip())
        if problem(found) is not None:
            raise BadCell(zh, en)
        return found

    return read


YES_NO = {"是": "yes", "否": "no"}
GENRES = {
    "文章": "article", "组图": "photo_set", "视频": "video", "音频": "audio", "直播策划": "livestream_plan",
}  # fmt: skip
PLACEMENTS = {"普通": "normal", "头版": "front_page", "头条": "headline", "黄金时段": "prime_time"}
SENSITIVITIES = {"一般": "normal", "敏感": "sensitive", "重大": "major"}
GRADES = {grade: grade for grade in "ABCD"}
CREDIT_CODE = checked(compact, credit_code_problem, "校验位不符", "the check digit is wrong")
ADDRESS = checked(str, url_problem, "不是 http(s) 网址", "is no http(s) address")
PHONE = checked(normalise_phone, phone_problem, "不是电话号码", "is no phone number")
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
        Column("followers", "粉丝数", count(MAX_FOLLOWERS)),
    ),
    "作品": (
        Column("number", "作品编号", text(20)),
        Column("outlet", "媒体名称", text(80)),
        Column("title", "标题", name(100)),
        Column("genre", "类型", choice(GENRES)),
        Column("topic", "议题", text(40)),
        Column("original", "是否原创", choice(YES_NO)),
        Column("authors", "合作作者(媒体:份额)", authors, required=False),
        Column("submitted_at", "提交时间", moment),
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
        Column("published_at", "刊发时间", moment),
        Column("url", "链接", ADDRESS),
    ),
    "数据": (
        Column("publication", "刊发编号", text(20)),
        Column("observed_at", "统计时间", moment),
        Column("reads", "阅读播放", count(MAX_NUMBER)),
        Column("likes", "点赞", count(MAX_NUMBER)),
        Column("shares", "转发", count(MAX_NUMBER)),
        Column("comments", "评论", count(MAX_NUMBER)),
        Column("in_views", "在看", count(MAX_NUMBER)),
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
