"""Whether the address of a publication is one of the medium's that it is said to be in (for the liaison's eye)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.submission.domain.media import Medium
from shared.contracts.outlet_terms import Platform
from shared.hosts import host_of, under

# Where everybody's accounts of a platform are: the host does not tell whose page it is.
PLATFORM_HOSTS: Mapping[Platform, tuple[str, ...]] = {
    Platform.WECHAT_OA: ("mp.weixin.qq.com",),
    Platform.WECHAT_CHANNELS: ("channels.weixin.qq.com",),
    Platform.WEIBO: ("weibo.com", "weibo.cn", "t.cn"),
    Platform.DOUYIN: ("douyin.com", "iesdouyin.com"),
    Platform.KUAISHOU: ("kuaishou.com", "gifshow.com", "chenzhongtech.com"),
    Platform.TOUTIAO: ("toutiao.com", "toutiaocdn.com", "ixigua.com"),
    Platform.BILIBILI: ("bilibili.com", "b23.tv"),
    Platform.XIAOHONGSHU: ("xiaohongshu.com", "xhslink.com"),
}


def differs(url: str, platform: Platform, own: Collection[str], medium: Medium | None, owners: list[Medium]) -> bool:
    """Whether a page's host belongs to another medium, or is none where this one publishes.

    `own`: the hosts of the medium or channel; `owners`: to whom of the directory the host belongs. Nothing is said of
    a page without a host, or where neither platform nor medium has one that is known.
    """
    host = host_of(url)
    shared = PLATFORM_HOSTS.get(platform, ())
    if not host or under(host, shared):
        return False
    if medium is not None and owners:
        return all(owner.id != medium.id for owner in owners)
    if under(host, own):
        return False
    return bool(owners or own or shared)
