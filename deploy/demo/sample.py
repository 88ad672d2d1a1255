"""The project's own quarter: `python -m deploy.demo.sample FILE` writes it, the same for the same seed.

Outlets, titles and numbers are invented. It has what a real sheet has: co-authors, reprints, a publication after
the quarter's end, 10万+, rejected works, golden ideas, and three rows with mistakes in them.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from stdnum.cn import uscc

from deploy.demo.quarter.columns import SHEETS, Column
from shared.sheets import word_of

SEED, WORKS = 20260930, 48
START, DAYS = datetime(2026, 7, 1, 8, 0), 91  # noqa: DTZ001 (as a spreadsheet has it: local time without a zone)
SIZES = (300, 900, 1_800, 2_600, 3_400, 6_000, 15_000, 48_000, 130_000)
OUTLETS = (
    ("滨江融媒体中心", "official_media", "newspaper", "county"),
    ("钱塘晚报", "official_media", "newspaper", "municipal"),
    ("之江广播电视台", "official_media", "tv", "provincial"),
    ("江南法治在线", "official_media", "website", "municipal"),
    ("滨江区教育局宣传科", "department", "wechat_oa", "county"),
    ("滨江区卫健局宣传科", "department", "wechat_oa", "county"),
    ("浦沿街道宣传办", "department", "weibo", "county"),
    ("长河街道宣传办", "department", "wechat_oa", "county"),
    ("西兴街道宣传办", "department", "website", "county"),
    ("滨江消防", "department", "douyin", "county"),
    ("白马湖生活", "self_media", "wechat_oa", "self"),
    ("滨江小城事", "self_media", "wechat_oa", "self"),
    ("江边早班车", "self_media", "toutiao", "self"),
    ("西兴老街坊", "self_media", "weibo", "self"),
    ("浦沿百事通", "self_media", "kuaishou", "self"),
    ("冠山脚下", "self_media", "bilibili", "self"),
    ("阿明骑车看滨江", "influencer", "douyin", "self"),
    ("滨江小厨娘", "influencer", "douyin", "self"),
    ("老周说交通", "influencer", "wechat_channels", "self"),
    ("江岸摄影师", "influencer", "kuaishou", "self"),
)
TITLES = {
    "反诈": ("接到“退款客服”来电先挂断", "反诈宣讲进了{}夜市", "一通电话拦下{}位老人的养老钱", "{}商户的反诈承诺书"),
    "交通安全": (
        "{}路口的早高峰四十分钟",
        "电动车上牌点设在{}菜场",
        "一盔一带：{}骑手的选择",
        "夜查酒驾在{}设了三道岗",
    ),
    "禁毒": ("禁毒志愿者走进{}学校", "{}社区的禁毒第一课", "一场特殊的{}班会", "仿真毒品展在{}"),
    "警营开放": ("{}孩子们的警营一日", "警犬训练场来了{}小客人", "走进{}指挥中心的二十分钟", "{}开放日的三百张笑脸"),
    "英模人物": ("社区民警老何在{}的第十二年", "{}巡特警的四十度夏天", "她守着{}的户籍窗口", "跳江救人的{}辅警"),
    "治安防范": ("{}小区装上了平安铃", "暑期{}夜巡记", "{}楼道里的一盏灯", "失窃三年的车在{}找回"),
    "消防救援": ("{}充电桩大检查", "十分钟教会{}居民用灭火器", "台风夜{}转移记", "{}高层演练：下楼用了六分钟"),
}
PLACES = ("浦沿", "长河", "西兴", "白马湖", "冠山", "星光大道", "江陵路", "彩虹城", "六和路", "奥体")
PEOPLE = ("陈立", "王倩", "沈国平", "许红", "郑凯", "何云", "余敏", "施伟", "陆晓", "金波")
MISTAKES: dict[str, tuple[Any, ...]] = {
    "作品": (
        "W999",
        "没有登记的媒体",
        "这一行的媒体不在“媒体”表中",
        "article",
        "反诈",
        "是",
        None,
        "2026-08-08 09:00",
        "B",
        "normal",
    ),
    "刊发": ("P999", "W001", "wechat_oa", "self", "封面", "否", "2026-08-09 09:00", "https://example.com/p/P999"),
    "数据": ("P001", "2026-09-30 10:00", "一千", 1, 1, 1, 1),
}
IDEAS = (
    (
        "I001",
        "白马湖生活",
        "把反诈提示印上外卖封签",
        "与辖区外卖商户合作，每单封签印一句反诈提示，一季一换。",
        "88/82/90",
        "84/86/88",
    ),
    (
        "I002",
        "老周说交通",
        "学校周边错峰接送地图",
        "由各校家委会标注拥堵点，交警每周更新错峰时段。",
        "76/80/84",
        "72/78/80",
    ),
    ("I003", "浦沿街道宣传办", "警营开放日抽签小程序", "用抽签代替排队。", "40/62/45", "52/58/41"),
)
Rows = dict[str, list[tuple[Any, ...]]]
Outlets = tuple[tuple[str, str, str, str], ...]


class Sample:
    """Draws the quarter's rows. A smaller quarter's `outlets` have the golden ideas' among them."""

    def __init__(self, seed: int = SEED, *, outlets: Outlets = OUTLETS, works: int = WORKS) -> None:
        self._random = random.Random(seed)  # noqa: S311 (invented data, drawn again the same)
        self._outlets, self._works = outlets, works
        self.rows: Rows = {sheet: [] for sheet in SHEETS}

    def draw(self) -> Rows:
        """All five sheets, with the mistakes as their last rows."""
        for number, outlet in enumerate(self._outlets, 1):
            self.rows["媒体"].append(self._outlet(number, *outlet))
        for number in range(1, self._works + 1):
            self._work(number)
        self.rows["金点子"].extend(IDEAS)
        for sheet, row in MISTAKES.items():
            self.rows[sheet].append(row)
        return self.rows

    def _outlet(self, number: int, name: str, category: str, platform: str, level: str) -> tuple[Any, ...]:
        front = f"{'12' if category == 'department' else '91'}330108MA2{number:06d}"
        code, person = front + uscc.calc_check_digit(front), self._random.choice(PEOPLE)
        phone, region = f"139{self._random.randrange(10**8):08d}", self._random.choice(PLACES[:5])
        followers = self._random.choice(SIZES) + self._random.randrange(300)
        return (
            name, category, code, person, phone, region, platform, level, name,
            f"https://example.com/{number:05d}", followers,
        )  # fmt: skip

    def _work(self, number: int) -> None:
        draw = self._random
        topic = draw.choice(list(TITLES))
        name, _, platform, level = draw.choice(self._outlets)
        title = draw.choice(TITLES[topic]).format(f"{draw.choice(PLACES)}{number}号")
        at = START + timedelta(minutes=draw.randrange(DAYS * 24 * 60))
        grade = "D" if number % 13 == 0 else draw.choice("AABBBBCC")
        sensitivity = "major" if number % 17 == 0 else "sensitive" if number % 7 == 0 else "normal"
        genre, original = draw.choice(("article", "article", "video", "photo_set")), draw.choice("是是是否")
        code = f"W{number:03d}"
        self.rows["作品"].append(
            (code, name, title, genre, topic, original, self._authors(name), _text(at), grade, sensitivity)
        )
        if grade != "D":
            self._publications(code, at, platform, level)

    def _authors(self, name: str) -> str | None:
        draw = self._random
        if draw.random() > 0.2:
            return None
        other = draw.choice([each[0] for each in self._outlets if each[0] != name])
        mine, theirs = draw.choice([(2, 1), (1, 1), (70, 30), (5, 2)])
        return f"{name}:{mine};{other}:{theirs}"

    def _publications(self, work: str, submitted: datetime, platform: str, level: str) -> None:
        draw = self._random
        for place in range(draw.choice((1, 1, 2, 3))):
            number = f"P{len(self.rows['刊发']) + 1:03d}"
            at = submitted + timedelta(minutes=draw.randrange(60, 6 * 24 * 60))
            first = place == 0
            shown = platform if first else draw.choice(("weibo", "toutiao", "website"))
            spot = draw.choice(("normal",) * 6 + ("headline", "front_page"))
            self.rows["刊发"].append(
                (
                    number, work, shown, level if first else draw.choice(("county", "municipal")), spot,
                    "否" if first else "是", _text(at), f"https://example.com/p/{number}",
                )
            )  # fmt: skip
            self.rows["数据"].extend(self._metrics(number, at, shown))

    def _metrics(self, publication: str, at: datetime, platform: str) -> Iterator[tuple[Any, ...]]:
        draw = self._random
        final = draw.choice(SIZES) + draw.randrange(900)
        for day, part in ((1, 0.55), (3, 0.85), (7, 1.0)):
            reads = min(int(final * part), 100_001) if platform == "wechat_oa" else int(final * part)
            others = [draw.randrange(max(2, reads // 60)) for _ in range(4)]
            yield publication, _text(at + timedelta(days=day)), reads, *others


def write(path: Path, rows: Rows) -> None:
    """The workbook, with the headings that `quarter` reads."""
    with xlsxwriter.Workbook(path) as book:
        # The file is kept in the repository: it holds no moment of its making.
        book.set_properties({"created": datetime(2026, 10, 8)})  # noqa: DTZ001
        bold = book.add_format({"bold": True})
        for name, columns in SHEETS.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [column.heading for column in columns], bold)
            sheet.set_column(0, len(columns) - 1, 16)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows[name], 1):
                sheet.write_row(number, 0, [_said(column, value) for column, value in zip(columns, row, strict=True)])


def _said(column: Column, value: Any) -> Any:
    """A code as a county writes it: in its word."""
    return word_of(column.words, value, "zh") if column.words and isinstance(value, str) else value


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Sample().draw())
