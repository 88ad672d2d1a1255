"""The canonical address (规范地址) of a page: what is the same for every spelling of one article's address.

It is an https address itself, so that it can be kept, compared and followed; what it stands for is the page, not how
somebody came to it. Platforms whose pages have an identity of their own are known by it (`platforms`), every other page
by the general rule (`general`). A short address that only the platform can resolve (v.douyin.com, b23.tv, t.cn,
mp.weixin.qq.com/s/…) is a page of its own: nothing is fetched.
"""

from shared.addresses.accounts import belongs
from shared.addresses.canonical import canonical

__all__ = ["belongs", "canonical"]
