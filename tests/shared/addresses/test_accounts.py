"""Whose page an address says that it is: what nothing proves is nobody's."""

from __future__ import annotations

import pytest

from shared.addresses import belongs

WEIBO = "https://weibo.com/u/1234567890"
WECHAT = "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA5MDAwMDAwMQ==#wechat_redirect"
SITE = "https://www.binjiang.example.com/"
PART = "http://www.hangzhou.example.cn/gongan/index.html"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://weibo.com/1234567890/NabcdEfGj", WEIBO),
        ("https://www.weibo.com/1234567890/NabcdEfGj?type=comment", "https://m.weibo.cn/profile/1234567890"),
        ("https://m.weibo.cn/1234567890/4924263219593401", "https://weibo.com/1234567890"),
        ("https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ%3D%3D&mid=2650&idx=2&sn=1a", WECHAT),
        ("http://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ&mid=2650", WECHAT),
        ("https://binjiang.example.com/n/1.html", SITE),
        ("http://x@WWW.binjiang.example.com:80/n/1.html", SITE),
        ("https://binjiang.example.com/?id=5", SITE),
        ("https://binjiang.example.com/#/7", SITE),
        ("https://hangzhou.example.cn/gongan/2026/1.html", PART),
    ],
)
def test_a_page_of_the_account(url: str, home: str) -> None:
    assert belongs(url, home)


@pytest.mark.parametrize(
    ("url", "home"),
    [
        # somebody else's
        ("https://weibo.com/9999999999/NabcdEfGj", WEIBO),
        ("https://weibo.com/12345678901/NabcdEfGj", WEIBO),
        ("https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMg==&mid=2650&idx=1", WECHAT),
        ("https://other.example.com/n/1.html", SITE),
        ("https://binjiang.example.com.evil.cn/n/1.html", SITE),
        ("https://binjiang.example.com:8443/n/1.html", SITE),
        ("https://m.binjiang.example.com/n/1.html", SITE),
        ("https://hangzhou.example.cn/jiaoyu/1.html", PART),
        ("https://hangzhou.example.cn/gongan2/1.html", PART),
        ("https://hangzhou.example.cn/gongan/../jiaoyu/1.html", PART),
        # what the address does not tell
        ("https://m.weibo.cn/status/4924263219593401", WEIBO),
        ("https://weibo.com/tv/show/1034:4924263219593401", WEIBO),
        ("https://weibo.com/ttarticle/p/show?id=2309404924263219593401", WEIBO),
        ("https://t.cn/A6abcdef", WEIBO),
        ("https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", WECHAT),
        ("https://www.bilibili.com/video/BV1xx411c7mD", "https://space.bilibili.com/123456"),
        ("https://www.douyin.com/user/MS4wAbc?modal_id=7123456789012345678", "https://www.douyin.com/user/MS4wAbc"),
        ("https://www.toutiao.com/article/7123456789012345678", "https://www.toutiao.com/c/user/token/MS4wAbc/"),
        ("https://zhuanlan.zhihu.com/p/123456", "https://www.zhihu.com/people/binjiang"),
        ("https://www.zhihu.com/people/binjiang/posts", "https://www.zhihu.com/people/binjiang"),
        ("https://www.sohu.com/a/123456_120099", "https://www.sohu.com/"),
        # what says one thing and shows another
        ("https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv?__biz=MzA5MDAwMDAwMQ==&mid=2650&idx=1", WECHAT),
        ("https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==&__biz=MzA5MDAwMDAwMg==&mid=2650&idx=1", WECHAT),
        ("https://weibo.com/1234567890/show?fid=1034:4924263219593401", WEIBO),
        ("https://weibo.com/1234567890/article?id=2309404924263219593401", WEIBO),
        ("https://weibo.com/1234567890/NabcdEfGj?fid=1034:4924263219593401", WEIBO),
        # the account and no page of it
        (WEIBO, WEIBO),
        ("https://weibo.com/", "https://weibo.com/"),
        (WECHAT, WECHAT),
        (SITE, SITE),
        ("https://binjiang.example.com/?utm_source=a", SITE),
        ("https://hangzhou.example.cn/gongan/", PART),
        # no address
        ("", SITE),
        ("https://binjiang.example.com/n/1.html", ""),
        ("https://weibo.com/1234567890/NabcdEfGj", ""),
        ("版面", SITE),
    ],
)
def test_no_page_of_the_account(url: str, home: str) -> None:
    assert not belongs(url, home)
