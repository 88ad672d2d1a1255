"""Words that stand for codes in sheets, in Chinese and English: what is written for each code, what else is read."""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache

from shared.text import canonical


class Words(dict[str, tuple[str, ...]]):
    """Code → its words: Chinese, English, and further ones that are read."""

    @cached_property
    def codes(self) -> dict[str, str]:
        """What is read, folded → its code."""
        return {_folded(word): code for code, said in self.items() for word in (code, *said)}


CATEGORIES = Words(
    {
        "official_media": ("官方媒体", "Official media"),
        "department": ("部门宣传单位", "Department", "Department publicity unit"),
        "self_media": ("自媒体", "Self-media"),
        "influencer": ("网红达人", "Influencer", "网红", "达人"),
    }
)
PLATFORMS = Words(
    {
        "wechat_oa": ("微信公众号", "WeChat official account", "公众号", "微信"),
        "wechat_channels": ("微信视频号", "WeChat Channels", "视频号"),
        "weibo": ("微博", "Weibo", "新浪微博"),
        "douyin": ("抖音", "Douyin", "抖音号"),
        "kuaishou": ("快手", "Kuaishou", "快手号"),
        "toutiao": ("今日头条", "Toutiao", "头条号"),
        "bilibili": ("哔哩哔哩", "Bilibili", "B站"),
        "xiaohongshu": ("小红书", "Xiaohongshu"),
        "website": ("网站", "Website"),
        "newspaper": ("报纸", "Newspaper", "报刊"),
        "tv": ("电视", "TV", "电视台"),
        "radio": ("广播", "Radio", "电台"),
    }
)
LEVELS = Words(
    {
        "central": ("中央", "Central", "中央级"),
        "provincial": ("省", "Provincial", "省级"),
        "municipal": ("市", "Municipal", "市级"),
        "county": ("县", "County", "县级", "区", "区级", "区县级"),
        "self": ("自媒体", "Self-media"),
    }
)
STATUSES = Words(
    {
        "pending": ("待核验", "Pending"),
        "verified": ("已认证", "Verified"),
        "rejected": ("未通过", "Rejected"),
        "suspended": ("已暂停", "Suspended"),
        "closed": ("已注销", "Closed"),
    }
)
YES_NO = Words(
    {
        "yes": ("是", "Yes", "√", "✓", "✔", "☑", "有", "对", "Y", "True", "1"),
        "no": ("否", "No", "×", "✗", "✘", "✕", "✖", "无", "没有", "错", "N", "False", "0"),
    }
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
