"""Toutiao (今日头条), Xiaohongshu (小红书) and Baijiahao (百家号): articles known by their number."""

from __future__ import annotations

import re
from urllib.parse import unquote

from shared.addresses.page import Page

TOUTIAO = re.compile(r"[aiw]?(\d{15,20})", re.ASCII)
NOTE = re.compile(r"[0-9a-fA-F]{24}", re.ASCII)
NEWS = re.compile(r'"nid":"([a-z]{2,8}_\d+)"', re.ASCII)
NID = re.compile(r"[a-z]{2,8}_\d+", re.ASCII)


def toutiao(page: Page) -> str:
    """The canonical address of an article, video or micro post: /article/<id>, /a<id>, /i<id>, /group/<id>, /w/<id>,
    ixigua.com/<id>; the ids are of one space. Nothing for another page."""
    if page.parts[:1] in (("c",), ("home",)):  # a person's page
        return ""
    found = [match[1] for part in page.parts if (match := TOUTIAO.fullmatch(part))]
    return f"https://www.toutiao.com/article/{found[-1]}" if found else ""


def xiaohongshu(page: Page) -> str:
    """The canonical address of a note, or nothing for another page: a person's page has an id of the same form."""
    parts = page.parts
    known = (parts[:1] == ("explore",), parts[:2] == ("discovery", "item"), parts[:1] == ("search_result",))
    of_person = parts[:2] == ("user", "profile") and len(parts) == 4
    if (any(known) or of_person) and NOTE.fullmatch(parts[-1]):
        return f"https://www.xiaohongshu.com/explore/{parts[-1].lower()}"
    return ""


def baijiahao(page: Page) -> str:
    """The canonical address of an article of Baijiahao or of Baidu's news page, or nothing for another page."""
    if page.host == "baijiahao.baidu.com" and (number := page.value("id")).isdecimal():
        return f"https://baijiahao.baidu.com/s?id={number}"
    context = NEWS.search(unquote(page.value("context")).replace(" ", ""))
    nid = context[1] if context else page.value("nid")
    if page.host == "mbd.baidu.com" and NID.fullmatch(nid):
        return f"https://mbd.baidu.com/newspage/data/landingsuper?nid={nid}"
    return ""
