"""Bilibili (哔哩哔哩): a video has one number in two spellings, av (decimal) and BV (base 58, shuffled).

The conversion is the published one of 2023, for numbers of up to 51 bits; it gives the same for the older shorter ones.
Source: bilibili-API-collect, docs/misc/bvid_desc.md.
"""

from __future__ import annotations

import re

from shared.addresses.page import Page

LETTERS = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf"
XOR = 23442827791579
MASK = (1 << 51) - 1
BV = re.compile(r"[bB][vV]1[0-9A-Za-z]{9}", re.ASCII)
AV = re.compile(r"[aA][vV](\d{1,16})", re.ASCII)
POST = re.compile(r"\d{9,20}", re.ASCII)


def identity(page: Page) -> str:
    """The canonical address of a video, a post (动态, 图文) or a column (专栏), or nothing for another page."""
    for part in (*page.parts, page.value("bvid")):
        if BV.fullmatch(part):
            return f"https://www.bilibili.com/video/BV{part[2:]}"
    for part in (*page.parts, f"av{page.value('aid', 'avid')}"):
        if (found := AV.fullmatch(part)) and 0 < int(found[1]) <= MASK:
            return f"https://www.bilibili.com/video/{bv_of(int(found[1]))}"
    return _post(page) or _column(page)


def bv_of(number: int) -> str:
    """The BV spelling of a video's av number (1 to 2^51 - 1)."""
    rest = ((MASK + 1) | number) ^ XOR
    letters = list("BV1000000000")
    for place in range(11, 2, -1):
        rest, letter = divmod(rest, 58)
        letters[place] = LETTERS[letter]
        if not rest:
            break
    letters[3], letters[9] = letters[9], letters[3]
    letters[4], letters[7] = letters[7], letters[4]
    return "".join(letters)


def _post(page: Page) -> str:
    number = page.last_after("opus") or page.last_after("dynamic")
    if not number and page.host == "t.bilibili.com" and page.parts:
        number = page.parts[0]
    return f"https://www.bilibili.com/opus/{number}" if POST.fullmatch(number) else ""


def _column(page: Page) -> str:
    if "read" not in page.parts:
        return ""
    number = page.value("id") or page.parts[-1]
    number = number.removeprefix("cv")
    return f"https://www.bilibili.com/read/cv{number}" if number.isdecimal() else ""
