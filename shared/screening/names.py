"""Full names of persons in Chinese texts, as far as a word before or after them says that somebody is named.

No tokenizer: of a name behind a cue (被害人张伟) only its beginning has to be known, and a surname that is followed by
characters that begin no given name is none. 张某, 小张, 张女士 and names that are said to be changed name nobody.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
HAN = "\u4e00-\u9fff"
# The surnames of 98 in a hundred, but for those that are nearly always another word (向, 和, 时, 应, 全, 都).
SINGLE = "".join(_DATA["single"].split())
DOUBLE = "|".join(_DATA["double"].split())
# What begins no given name.
NOT_GIVEN = (
    "的是被把将了着过与和及或也就都不没未从称说等有无应须可会已并其该此之以因为在到于向让给由但若如则又再还仅只某×*□位个们者"
    "时后前中内上下里外各每这那哪谁何吗呢吧啊两几岁年日号点分秒十零〇0123456789"
)
# What stands behind a name and not in it.
BEHIND = (
    "的是被把将了着过与和及或也就都不没未从称说等有应须可会已并其该此之以因为在到于向让给由但若如即则又再还仅只"
    "报告供交自投逃落驾涉携伙使接拿看听找打叫骑乘持抢盗偷骗当男女年今昨案提反随先后表遭遇受走及系作做名"
)
STOPS = frozenset(_DATA["stops"].split())
TITLES = (
    r"(?:某|×|x|\*|先生|女士|小姐|老师|师傅|大爷|大妈|大娘|大姐|大哥|阿姨|奶奶|爷爷|婆婆|老汉|老太"
    r"|老伯|同学|小朋友|总|局长|所长|队长"
    r"|医生|警官|经理|老板|姓|氏|叔|姐|哥|伯|婶|家(?!伟|明|豪|辉|强|俊|成|华|乐|欣|瑞|宝))"
)
_BEGIN = rf"(?:(?:{DOUBLE})(?!{TITLES})[{HAN}]|(?!{DOUBLE})[{SINGLE}](?!{TITLES})[{HAN}])"
PLACE = re.compile(
    rf"(?:(?![{BEHIND}])[{HAN}]){{0,2}}?(?:省|市(?!民)|县|区|镇|乡|村|路|街|人民(?!币)|籍|公安|派出"
    rf"|自治|公司|学校|小区|社区)"
)
_PART = rf"(?:(?![的被在将与和及于因向对说称])[{HAN}]){{2,6}}"
# 曾 is a surname and, more often, what somebody did before.
ADVERB = re.compile(
    r"曾(?:[越患居经多因在向被先有于试是利用对为到与两参从任做当犯打骗偷抢盗服以和就担入来去同获给将把遭受数几说"
    r"伤出进"
    r"逃杀贩吸涉供])"
)
FOREIGN = re.compile(rf"{_PART}·{_PART}(?:·{_PART})?")
_NAME = re.compile(_BEGIN)
CHANGED = re.compile(r"\(?(?:均|皆|都)?(?:为|系|是)?(?:化名|别名)|\((?:文中)?[^)]{0,8}化名")
ALL_CHANGED = re.compile(
    r"(?:均|皆|都|全)(?:为|系|是)化名|(?:人物|姓名|人名)(?:均|皆|都)?(?:为|系|是|已)?(?:化名|做了?处理|作了?处理)"
)
# Between a cue and the name: 被害人是张伟, 证人姓名:张伟, 嫌疑人(男,32岁)张伟, 举报人“张伟”.
INTRO = re.compile(
    r"(?:姓名|信息|基本情况|名单|本人|真名)?(?:[:]|名叫|叫做?|系|是|为)?(?:\([^)]{1,16}\))?(?:村民"
    r"|居民|市民|群众|男子|女子|老人|店主|司机|员工|职工|工人|学生|教师|保安|商户|业主)?[“\"'《]?"
)
JOINED = re.compile(r"[、和与及]|以及")


def name_at(text: str, place: int) -> int | None:
    """Where a full name ends that begins at a place, or None."""
    if foreign := FOREIGN.match(text, place):
        return foreign.end()
    found = _NAME.match(text, place)
    if found is None or ADVERB.match(text, place):
        return None
    end = found.end()
    given = text[end - 1]
    if given in NOT_GIVEN or (end - place == 2 and text[place:end] in STOPS) or PLACE.match(text, place + 1):
        return None
    following = text[end : end + 1]
    if "\u4e00" <= following <= "\u9fff" and following not in BEHIND:
        end += 1
    elif following in ("某", "×", "*"):
        return None
    if text[end : end + 1] in ("某", "×", "*") or f"{text[place:end]}(化名" in text or CHANGED.match(text, end):
        return None
    return end


def names_from(text: str, place: int) -> Iterator[tuple[int, int]]:
    """The full names of a row of names (张伟、李娜和王强) that begins at a place, perhaps after what introduces it."""
    found = INTRO.match(text, place)
    place = found.end() if found else place
    while (end := name_at(text, place)) is not None:
        yield place, end
        after = JOINED.match(text, end)
        if after is None:
            return
        place = after.end()


def name_before(text: str, start: int, place: int) -> tuple[int, int] | None:
    """The full name that ends at a place, no earlier than `start`, after a mark or a word that begins anew."""
    for width in (3, 2, 4):
        first = place - width
        if first < start:
            continue
        if (end := name_at(text, first)) is None or end < place or not _begins(text, start, first):
            continue
        return first, place
    return None


def _begins(text: str, start: int, place: int) -> bool:
    before = text[place - 1 : place]
    return (
        place == start or not ("\u4e00" <= before <= "\u9fff") or before in "系由向对将经据与和及叫的了是童孩生人子儿"
    )


def named_otherwise(text: str) -> bool:
    """Whether the text says that its names were changed."""
    return ALL_CHANGED.search(text) is not None
