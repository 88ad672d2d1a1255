"""Weibo (微博): a status has one number (mid) in two spellings, decimal and base 62 (bid); the user stands before it or
does not. Long articles (头条文章) and videos have numbers of their own.

The base-62 spelling takes the number in groups of seven decimal digits from the right, four letters each.
"""

from __future__ import annotations

import re

from shared.addresses.page import Page

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MID = re.compile(r"\d{15,19}", re.ASCII)
# A word of small letters is a page of the user, not a status.
BID = re.compile(r"(?=.*[0-9A-Z])[0-9A-Za-z]{9,11}", re.ASCII)
USER = re.compile(r"u?\d{5,12}", re.ASCII)
VIDEO = re.compile(r"\d{2,6}:[0-9a-zA-Z]{8,64}", re.ASCII)
# /share/<who shared>,<status>.html, as the app gives it.
SHARED = re.compile(r"\d{1,12},(\d{15,19})\.html", re.ASCII)
NAMES = frozenset({"status", "detail", "comment", "statuses"})


def status(page: Page) -> str:
    """The canonical address of a status, an article or a video, or nothing for another page."""
    if "article" in page.path and (number := _article(page)):
        return f"https://weibo.com/ttarticle/p/show?id={number}"
    if video := _video(page):
        return f"https://weibo.com/tv/show/{video}"
    if page.host == "share.api.weibo.cn" and (shared := SHARED.fullmatch(page.parts[-1] if page.parts else "")):
        return f"https://m.weibo.cn/status/{shared[1]}"
    if len(page.parts) == 2 and (page.parts[0] in NAMES or USER.fullmatch(page.parts[0])):
        number = mid_of(page.parts[1])
        return f"https://m.weibo.cn/status/{number}" if number else ""
    return ""


def mid_of(spelling: str) -> str:
    """The decimal number of a status in either spelling, or nothing when it is none."""
    if MID.fullmatch(spelling):
        return spelling
    if not BID.fullmatch(spelling) or spelling.isdecimal():
        return ""
    groups = []
    for end in range(len(spelling), 0, -4):
        groups.append(_base62(spelling[max(0, end - 4) : end]))
    if any(group >= 10_000_000 for group in groups):
        return ""
    number = str(groups[-1]) + "".join(f"{group:07}" for group in reversed(groups[:-1]))
    return number if MID.fullmatch(number) else ""


def _base62(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 62 + LETTERS.index(letter)
    return number


def _article(page: Page) -> str:
    number = page.value("id") or page.last_after("id")
    return number if number.isdecimal() else ""


def _video(page: Page) -> str:
    video = (page.last_after("show") or page.value("fid")).replace("%3A", ":")
    return video if VIDEO.fullmatch(video) else ""
