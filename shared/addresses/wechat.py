"""WeChat: articles of official accounts (公众号) and posts of Channels (视频号).

An article is known by the account (`__biz`, base64 of its number), the message (`mid`) and its position in it (`idx`);
`sn` and `chksm` are signatures, the rest tells who shared it. The short form /s/<id> names the same article, but what
it is short for is known to WeChat alone.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from shared.addresses.page import Page

BIZ = re.compile(r"[0-9A-Za-z+/_-]+={0,2}", re.ASCII)
SHORT = re.compile(r"[\w-]{16,}", re.ASCII)


def article(page: Page) -> str:
    """The canonical address of an article, or nothing for another page of the host."""
    biz, mid, idx = unquote(page.value("__biz")), page.value("mid", "appmsgid"), page.value("idx", "itemidx")
    if BIZ.fullmatch(biz) and mid.isdecimal():
        return f"https://mp.weixin.qq.com/s?__biz={_padded(biz)}&mid={int(mid)}&idx={_number(idx)}"
    if len(page.parts) == 2 and page.parts[0] == "s" and SHORT.fullmatch(page.parts[1]):
        return f"https://mp.weixin.qq.com/s/{page.parts[1]}"
    return ""


def channels(page: Page) -> str:
    """The canonical address of a post of Channels, or nothing for another page of the host."""
    if eid := page.value("eid"):
        return f"https://channels.weixin.qq.com/web/pages/feed?eid={eid}"
    if (oid := page.value("oid")) and (nid := page.value("nid")):
        return f"https://channels.weixin.qq.com/web/pages/feed?oid={oid}&nid={nid}"
    return ""


def _padded(biz: str) -> str:
    """Base64 with its padding, which gets lost on the way through chats."""
    bare = biz.rstrip("=")
    return bare + "=" * (-len(bare) % 4)


def _number(idx: str) -> int:
    """A message of one article comes without a position, too."""
    return int(idx) if idx.isdecimal() else 1
