"""Whose page an address says that it is. What only its platform could tell is nobody's: nothing is fetched.

A site of one's own is known by host, port and path. On hosts where everybody publishes the address has to name the
account: Weibo's do (`/<user>/<status>`), and WeChat's long ones (`__biz`). Short addresses, videos, articles and notes
that are known by a number alone do not; nor does a list that something is shown over (`/user/…?modal_id=`), since the
number in it can be anybody's.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from shared.addresses.general import read, write
from shared.addresses.page import Page
from shared.addresses.platforms import SITES, identify
from shared.addresses.wechat import BIZ
from shared.addresses.weibo import USER
from shared.hosts import under

# Where a host does not tell whose page it is, beside the platforms whose pages are known.
SHARED = frozenset(SITES) | {
    "163.com", "acfun.cn", "b23.tv", "csdn.net", "douban.com", "huoshan.com", "ifeng.com", "iqiyi.com", "ixigua.com",
    "jianshu.com", "qq.com", "sina.cn", "sina.com.cn", "sohu.com", "t.cn", "thepaper.cn", "toutiaoimg.cn",
    "toutiaoimg.com", "uc.cn", "url.cn", "xhslink.com", "yidianzixun.com", "youku.com", "zhihu.com",
}  # fmt: skip
WEIBO, WECHAT = ("weibo.com", "weibo.cn"), ("mp.weixin.qq.com",)
PROFILES = ("u", "profile")
STATUS, ARTICLE = "https://m.weibo.cn/status/", "https://mp.weixin.qq.com/s?__biz="


def belongs(url: str, home: str) -> bool:
    """Whether the address `url` names a page of the account or site whose own address is `home`.

    Not `home` itself, which is no page of it; not what is no address.
    """
    try:
        page, own = read(url), read(home)
    except ValueError:
        return False
    if under(own.host, SHARED) or under(page.host, SHARED):
        author = _author(page)
        return author != "" and author == _account(own)
    return (page.host, page.port) == (own.host, own.port) and _within(page, own)


def _within(page: Page, own: Page) -> bool:
    """Whether a page of a site stands under an address of it: all of the site, or its part of it."""
    folder = own.path.rpartition("/")[0] if "." in own.path.rpartition("/")[2] else own.path
    begin = replace(own, path=folder, query=(), route="")
    inside = page.path == folder or page.path.startswith(f"{folder}/")
    return inside and write(page) not in (write(own), write(begin))


def _author(page: Page) -> str:
    """The account that the address of a status or an article names, or nothing."""
    known = identify(page)
    if under(page.host, WEIBO) and known.startswith(STATUS) and USER.fullmatch(page.parts[0]):
        return _account(page)
    # The path goes before the parameters: /s/<id> is what it names, whatever stands behind it.
    if page.host in WECHAT and known.startswith(ARTICLE) and page.parts == ("s",):
        return _account(page)
    return ""


def _account(page: Page) -> str:
    """The account that an address names, in the form in which accounts are compared, or nothing."""
    if under(page.host, WEIBO) and page.parts:
        user = page.parts[1] if page.parts[0] in PROFILES and len(page.parts) > 1 else page.parts[0]
        return f"weibo:{user.removeprefix('u')}" if USER.fullmatch(user) else ""
    if page.host in WECHAT:
        # Its padding gets lost on the way through chats.
        said = {unquote(value).rstrip("=") for name, value in page.query if name == "__biz"}
        biz = said.pop() if len(said) == 1 else ""
        return f"wechat:{biz}" if BIZ.fullmatch(biz) else ""
    return ""
