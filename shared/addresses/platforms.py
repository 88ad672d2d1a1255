"""Platforms whose pages have an identity of their own, by host."""

from __future__ import annotations

from collections.abc import Callable

from shared.addresses import bilibili, feeds, videos, wechat, weibo
from shared.addresses.page import Page
from shared.hosts import above

Recogniser = Callable[[Page], str]
# A host and whatever stands before it with a dot.
SITES: dict[str, Recogniser] = {
    "mp.weixin.qq.com": wechat.article,
    "channels.weixin.qq.com": wechat.channels,
    "weibo.com": weibo.status,
    "weibo.cn": weibo.status,
    "douyin.com": videos.douyin,
    "iesdouyin.com": videos.douyin,
    "kuaishou.com": videos.kuaishou,
    "gifshow.com": videos.kuaishou,
    "chenzhongtech.com": videos.kuaishou,
    "toutiao.com": feeds.toutiao,
    "toutiaocdn.com": feeds.toutiao,
    "toutiaoimg.com": feeds.toutiao,
    "toutiaoimg.cn": feeds.toutiao,
    # Its videos have numbers of Toutiao, where they are shown as well.
    "ixigua.com": feeds.toutiao,
    "bilibili.com": bilibili.identity,
    "b23.tv": bilibili.identity,
    "xiaohongshu.com": feeds.xiaohongshu,
    "baidu.com": feeds.baijiahao,
}


def identify(page: Page) -> str:
    """The canonical address of a page of a known platform, or nothing for every other page."""
    return next((SITES[host](page) for host in above(page.host) if host in SITES), "")
