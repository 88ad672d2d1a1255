"""Words that stand for codes in sheets, in Chinese and English: its label is written for a code, more are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

from shared.labels import DEFAULT, either, labels
from shared.text import canonical


class Words(dict[str, tuple[str, ...]]):
    """Code → its words: Chinese, English, and further ones that are read."""

    @cached_property
    def codes(self) -> dict[str, str]:
        """What is read, folded → its code."""
        return {_folded(word): code for code, said in self.items() for word in (code, *said)}


def labelled(area: str, codes: Iterable[str] = (), **further: tuple[str, ...]) -> Words:
    """The labels of an area, or of these codes of it, with further words that are read for a code."""
    chosen = tuple(codes) or tuple(labels(DEFAULT)[area])
    return Words({code: (*_written(area, code), *further.get(code, ())) for code in chosen})


def _written(area: str, code: str) -> tuple[str, str]:
    """What stands in a cell, which in English begins with a capital."""
    words = either(area, code)
    return words["zh"], words["en"][:1].upper() + words["en"][1:]


CATEGORIES = labelled("category", department=("Department",), influencer=("网红", "达人"))
PLATFORMS = labelled(
    "platform",
    wechat_oa=("公众号", "微信"),
    wechat_channels=("视频号",),
    weibo=("新浪微博",),
    douyin=("抖音号",),
    kuaishou=("快手号",),
    toutiao=("头条号",),
    bilibili=("B站",),
    newspaper=("报刊",),
    tv=("电视台",),
    radio=("电台",),
)
LEVELS = labelled(
    "level", central=("中央",), provincial=("省",), municipal=("市",), county=("县", "区", "区级", "区县级")
)
STATUSES = labelled("outlet.state", pending=("Pending",))
YES_NO = labelled(
    "yes_no",
    yes=("√", "✓", "✔", "☑", "有", "对", "Y", "True", "1"),
    no=("×", "✗", "✘", "✕", "✖", "无", "没有", "错", "N", "False", "0"),
)


def word_of(words: Words, code: str, locale: str) -> str:
    """What is written for a code; one without a word is written as it is."""
    return words[code][0 if locale == "zh" else 1] if code in words else code


def code_of(words: Words, text: str) -> str | None:
    """The code that a word of either language, or the code itself, stands for; case, width and blanks apart."""
    return words.codes.get(_folded(text))


def listed(words: Words) -> dict[str, str]:
    """The words to choose from, by locale."""
    zh, en = zip(*((said[0], said[1]) for said in words.values()), strict=True)
    return {"zh": "、".join(zh), "en": ", ".join(en)}


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", canonical(text)).casefold().replace(" ", "")
