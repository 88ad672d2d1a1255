"""The columns of a sheet of outlets, their headings, and the words that stand for codes.

A sheet row is an outlet with one channel; an outlet on several rows has several channels.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.errors import FieldProblem, Invalid


@dataclass(frozen=True)
class Column:
    """One column. `key` is its canonical name; both headings, in any case, and the key are understood."""

    key: str
    zh: str
    en: str
    required: bool = True
    words: Mapping[str, str] | None = None


CATEGORIES = {
    "官方媒体": "official_media",
    "部门宣传单位": "department",
    "自媒体": "self_media",
    "网红达人": "influencer",
}
PLATFORMS = {
    "微信公众号": "wechat_oa",
    "微信视频号": "wechat_channels",
    "视频号": "wechat_channels",
    "微博": "weibo",
    "抖音": "douyin",
    "快手": "kuaishou",
    "今日头条": "toutiao",
    "哔哩哔哩": "bilibili",
    "小红书": "xiaohongshu",
    "网站": "website",
    "报纸": "newspaper",
    "电视": "tv",
    "广播": "radio",
}
LEVELS = {
    "中央": "central",
    "省": "provincial",
    "省级": "provincial",
    "市": "municipal",
    "市级": "municipal",
    "县": "county",
    "县级": "county",
    "自媒体": "self",
}

# In the order in which a sheet is written. The heading must be there, the cells may be blank (`required`).
COLUMNS: Sequence[Column] = (
    Column("id", "媒体编号", "Outlet id", required=False),
    Column("name", "媒体名称", "Outlet"),
    Column("category", "类别", "Category", words=CATEGORIES),
    Column("credit_code", "统一社会信用代码", "Unified social credit code"),
    Column("operator_name", "运营者姓名", "Operator", required=False),
    Column("operator_id", "运营者身份证号", "Operator's identity number", required=False),
    Column("contact_name", "联系人", "Contact"),
    Column("phone", "联系电话", "Phone"),
    Column("email", "联系邮箱", "E-mail", required=False),
    Column("region", "地区", "Region"),
    Column("platform", "平台", "Platform", words=PLATFORMS),
    Column("level", "级别", "Level", words=LEVELS),
    Column("account_name", "账号名称", "Account name"),
    Column("url", "账号链接", "Account URL"),
    Column("followers", "粉丝数", "Followers"),
    Column("status", "状态", "Status", required=False),
    Column("verified_until", "认证有效期至", "Verified until", required=False),
)
BY_KEY = {column.key: column for column in COLUMNS}


def fold(text: str) -> str:
    """A heading without case, spaces, width and punctuation."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in text if char.isalnum())


BY_HEADING = {fold(heading): c.key for c in COLUMNS for heading in (c.key, c.zh, c.en)}


def match(headings: Sequence[str]) -> tuple[dict[int, str], list[str]]:
    """Which column stands at which place, and the headings that mean nothing here.

    Raises: Invalid that names every missing or doubled column, with the heading that looks most like it.
    """
    places: dict[int, str] = {}
    unknown: list[str] = []
    problems: list[FieldProblem] = []
    for place, heading in enumerate(headings):
        key = BY_HEADING.get(fold(heading))
        if key is None:
            unknown += [heading] if heading else []
        elif key in places.values():
            problems.append(FieldProblem(f"/columns/{key}", "sheet.column_twice", {"column": heading}))
        else:
            places[place] = key
    missing = [column for column in COLUMNS if column.required and column.key not in places.values()]
    problems += [_missing(column, unknown) for column in missing]
    if problems:
        raise Invalid("sheet.columns", problems=problems, columns="、".join(c.zh for c in COLUMNS if c.required))
    return places, unknown


def _missing(column: Column, unknown: Sequence[str]) -> FieldProblem:
    folded = {fold(heading): heading for heading in unknown}
    near = difflib.get_close_matches(fold(column.zh), folded, 1, 0.4)
    near = near or difflib.get_close_matches(fold(column.en), folded, 1, 0.6)
    rule = "sheet.column_renamed" if near else "sheet.column_missing"
    params = {"column": column.zh} | ({"near": folded[near[0]]} if near else {})
    return FieldProblem(f"/columns/{column.key}", rule, params)
