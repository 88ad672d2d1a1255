"""One page, one address, in whatever spelling it is reported."""

from __future__ import annotations

import random
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.addresses import canonical
from shared.addresses.bilibili import bv_of
from shared.addresses.general import read
from shared.addresses.platforms import SITES
from shared.addresses.weibo import mid_of

# Each group is one page; the first is its canonical address.
PAGES = {
    "a WeChat article": (
        "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=1",
        "http://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=1&sn=8f1c0d3e5b6a79"
        "&chksm=f0c1d2e3b4a5&scene=21#wechat_redirect",
        "https://mp.weixin.qq.com/s?sn=8f1c0d3e5b6a79&idx=1&mid=2650512345&__biz=MzA5MzYyNzQ0MQ%3D%3D#rd",
        "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ&amp;mid=2650512345&amp;idx=1&amp;from=timeline",
        "https://MP.weixin.qq.com:443/mp/appmsg/show?__biz=MzA5MzYyNzQ0MQ==&appmsgid=2650512345&itemidx=1&sign=77ab",
        "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ%3d%3d&mid=2650512345&scene=1&srcid=0914",
    ),
    "the second article of the same message": (
        "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=2",
        "https://mp.weixin.qq.com/s/?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=2&sn=0",
    ),
    "a WeChat article in its short form": (
        "https://mp.weixin.qq.com/s/9bQ2_xT0-hUqkW3vYlNf1A",
        "http://mp.weixin.qq.com/s/9bQ2_xT0-hUqkW3vYlNf1A?scene=25&poc_token=Hx#rd",
        "https://mp.weixin.qq.com/s/9bQ2_xT0-hUqkW3vYlNf1A/?utm_source=chat",
    ),
    "a post of WeChat Channels": (
        "https://channels.weixin.qq.com/web/pages/feed?eid=export/UzFfAgtgekIEAQAAAAAAq1cB",
        "https://channels.weixin.qq.com/web/pages/feed?exportkey=abc&eid=export%2FUzFfAgtgekIEAQAAAAAAq1cB",
    ),
    "a Weibo status": (
        "https://m.weibo.cn/status/5012345678901234",
        "https://weibo.com/1234567890/5012345678901234?type=comment#_rnd1",
        "https://www.weibo.com/1234567890/O5banBlCi?from=page_100&wvr=6",
        "http://m.weibo.cn/1234567890/5012345678901234",
        "https://m.weibo.cn/status/O5banBlCi?jumpfrom=weibocom",
        "https://weibo.com/detail/5012345678901234",
        "https://m.weibo.cn/detail/5012345678901234",
        "https://share.api.weibo.cn/share/308123,5012345678901234.html?weibo_id=5012345678901234",
    ),
    "a Weibo article": (
        "https://weibo.com/ttarticle/p/show?id=2309404890123456789012",
        "https://card.weibo.com/article/m/show/id/2309404890123456789012?_wb_client_=1",
    ),
    "a Weibo video": (
        "https://weibo.com/tv/show/1034:4890123456789012",
        "https://h5.video.weibo.com/show/1034:4890123456789012",
        "https://video.weibo.com/show?fid=1034%3A4890123456789012",
    ),
    "a Douyin video": (
        "https://www.douyin.com/video/7301234567890123456",
        "https://www.douyin.com/discover?modal_id=7301234567890123456",
        "https://www.douyin.com/user/MS4wLjABAAAA?vid=7301234567890123456",
        "https://www.iesdouyin.com/share/video/7301234567890123456/?region=CN&mid=730&u_code=1",
        "https://m.douyin.com/share/video/7301234567890123456?previous_page=app_code_link",
        "http://douyin.com/note/7301234567890123456",
    ),
    "a Kuaishou video": (
        "https://www.kuaishou.com/short-video/3xabcd9efgh12ij",
        "https://www.kuaishou.com/short-video/3xabcd9efgh12ij?streamSource=profile&area=profilexxnull",
        "https://v.m.chenzhongtech.com/fw/photo/3xabcd9efgh12ij?cc=share_copylink&shareToken=X",
        "https://m.gifshow.com/fw/photo/3xabcd9efgh12ij",
        "https://c.kuaishou.com/fw/share?photoId=3xabcd9efgh12ij",
    ),
    "a Toutiao article": (
        "https://www.toutiao.com/article/7301234567890123456",
        "https://www.toutiao.com/article/7301234567890123456/?log_from=abc_1",
        "https://www.toutiao.com/a7301234567890123456/",
        "http://toutiao.com/i7301234567890123456",
        "https://m.toutiao.com/i7301234567890123456/?share_token=1f",
        "https://m.toutiaocdn.com/group/7301234567890123456/?app=news_article&timestamp=1",
        "https://m.toutiaoimg.cn/group/7301234567890123456/?use_new_style=1",
        "https://www.toutiao.com/video/7301234567890123456/",
        "https://www.ixigua.com/7301234567890123456?logTag=1a",
    ),
    "a Bilibili video": (
        "https://www.bilibili.com/video/BV17x411w7KC",
        "https://www.bilibili.com/video/av170001/",
        "https://m.bilibili.com/video/BV17x411w7KC?p=1&share_source=copy_web",
        "https://b23.tv/BV17x411w7KC",
        "https://www.bilibili.com/video/bv17x411w7KC/?spm_id_from=333.788&vd_source=0a",
        "https://player.bilibili.com/player.html?aid=170001&page=1",
    ),
    "a Bilibili post": (
        "https://www.bilibili.com/opus/901234567890123456",
        "https://t.bilibili.com/901234567890123456?share_source=pc_native",
        "https://m.bilibili.com/dynamic/901234567890123456",
    ),
    "a Bilibili column": (
        "https://www.bilibili.com/read/cv31234567",
        "https://www.bilibili.com/read/mobile?id=31234567",
        "https://www.bilibili.com/read/mobile/31234567",
    ),
    "a note of Xiaohongshu": (
        "https://www.xiaohongshu.com/explore/65a1b2c3d4e5f60718293a4b",
        "https://www.xiaohongshu.com/discovery/item/65a1b2c3d4e5f60718293a4b?xsec_token=AB&source=webshare",
        "https://www.xiaohongshu.com/user/profile/5f0000000000000001000000/65a1b2c3d4e5f60718293a4b",
        "https://xiaohongshu.com/explore/65A1B2C3D4E5F60718293A4B",
    ),
    "an article of Baijiahao": (
        "https://baijiahao.baidu.com/s?id=1789012345678901234",
        "http://baijiahao.baidu.com/s?id=1789012345678901234&wfr=spider&for=pc",
        "https://baijiahao.baidu.com/builder/preview/s?id=1789012345678901234",
    ),
    "Baidu's news page": (
        "https://mbd.baidu.com/newspage/data/landingsuper?nid=news_9876543210123456789",
        "https://mbd.baidu.com/newspage/data/landingsuper?context=%7B%22nid%22%3A%22news_9876543210123456789%22%7D&n_type=1",
        'https://mbd.baidu.com/newspage/data/landingshare?context={"nid": "news_9876543210123456789"}',
    ),
    "a page of People's Daily Online": (
        "https://society.people.com.cn/n1/2026/0912/c1008-40312345.html",
        "http://society.people.com.cn/n1/2026/0912/c1008-40312345.html?from=singlemessage&isappinstalled=0",
        "http://Society.People.com.cn:80/n1/2026/./0912/x/../c1008-40312345.html#liuyan",
        "https://society.people.com.cn/n1/2026/0912/c1008-40312345.html#/x",
        "https://society.people.com.cn/n1/2026/0912/c1008-40312345.html#!/liuyan",
    ),
    "a page of a client that is one page": (
        "https://h5.zjrb.cn/#/news/detail?id=7",
        "http://h5.zjrb.cn/#/news/detail?id=7&utm_source=wechat",
        "https://h5.zjrb.cn#/news/detail/?id=7",
    ),
    "a host in Chinese": (
        "https://xn--zfr164b.xn--fiqs8s/jf/1",
        "http://www.政务.中国/jf/1",
        "https://XN--ZFR164B.xn--fiqs8s/jf/1/",
    ),
    "parameters in any order, percent-encoded in any way": (
        "https://news.example.cn/~w/a%20b?a=%E8%AD%A6&b=1&b=2&flag",
        "https://news.example.cn/%7Ew/a%20b/?b=1&flag=&a=警&b=2",
        "http://www.news.example.cn/%7ew/a%20b?b=2&b=1&a=%e8%ad%a6&flag&spm=a.b.c&hmsr=x",
    ),
    "a parameter that stands twice": (
        "https://news.example.cn/art?id=1",
        "https://news.example.cn/art?id=1&id=1",
    ),
    "a session that travelled along": (
        "https://gov.example.cn/art?id=3",
        "http://gov.example.cn/art;jsessionid=0A1B.node1?id=3",
        "https://user:secret@gov.example.cn./art?id=3&JSESSIONID=0A",
    ),
    "letters of Chinese encoded in GBK": (
        "https://old.example.com.cn/s?q=%B7%B4%D5%A9",
        "http://old.example.com.cn/s?q=%b7%b4%d5%a9",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_spelling_of_a_page_is_one_address(name: str) -> None:
    first, *others = PAGES[name]
    assert {url: canonical(url) for url in (first, *others)} == dict.fromkeys((first, *others), first)


def test_pages_are_told_apart() -> None:
    found = {canonical(spellings[0]) for spellings in PAGES.values()}
    assert len(found) == len(PAGES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mp.weixin.qq.com/s/9bQ2_xT0-hUqkW3vYlNf1A", "https://mp.weixin.qq.com/s/9bQ2_xT0-hUqkW3vYlNf1a"),
        ("https://www.bilibili.com/video/BV17x411w7KC", "https://www.bilibili.com/video/BV17x411w7Kc"),
        ("https://v.douyin.com/iRNBho5/", "https://v.douyin.com/iRNBho6/"),
        ("https://weibo.com/1234567890/fans", "https://weibo.com/1234567890/follow"),
        ("https://weibo.com/1234567890/5012345678901234", "https://weibo.com/1234567890/5012345678901235"),
        ("https://www.toutiao.com/c/user/token/701234567890123456", "https://www.toutiao.com/a701234567890123456"),
        ("https://www.xiaohongshu.com/user/profile/5f0000000000000001000000", "https://www.xiaohongshu.com/explore"),
        ("https://a.example.cn/?id=1", "https://a.example.cn/?id=2"),
        ("https://a.example.cn/Page", "https://a.example.cn/page"),
        ("https://a.example.cn:8080/1", "https://a.example.cn/1"),
        ("https://a.example.cn/?from=2", "https://a.example.cn/?from=3"),
        ("https://m.example.cn/1", "https://example.cn/1"),
        ("https://a.example.cn/#/news/1", "https://a.example.cn/#/news/2"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "people.cn",
        "https://",
        "http:///path",
        "http://[::1/x",
        "https://a.cn:99999/",
        "http://\u00ad\u200d/",
        "/s/1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("people.com.cn", "HTTP://WWW.People.com.cn:80/a"),
        ("xn--55qx5d.cn", "https://公司.cn/"),
        ("xn--55qx5d.cn", "https://www.xn--55QX5D.cn/"),
        ("127.0.0.1", "http://127.0.0.1:8080/"),
        ("www.cn", "https://www.cn/"),
    ],
)
def test_hosts_are_compared_in_one_form(host: str, url: str) -> None:
    assert read(url).host == host


@pytest.mark.parametrize(
    ("av", "bv"), [(170001, "BV17x411w7KC"), (455017605, "BV1Q541167Qg"), (111298867365120, "BV1L9Uoa9EUx")]
)
def test_av_and_bv_are_one_number(av: int, bv: str) -> None:
    assert bv_of(av) == bv


@given(st.integers(1, (1 << 51) - 1), st.integers(1, (1 << 51) - 1))
def test_no_two_videos_have_one_spelling(one: int, other: int) -> None:
    assert (bv_of(one) == bv_of(other)) == (one == other)


def test_a_status_in_base_62_is_the_one_in_decimals() -> None:
    assert mid_of("z0JH2lOMb") == "3501756485200075"


@given(st.integers(10**15, 10**19 - 1))
def test_a_status_has_one_number_in_both_spellings(mid: int) -> None:
    assert mid_of(_bid(mid)) in {str(mid), ""}  # nothing when the spelling would be a word


def _bid(mid: int) -> str:
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text, found = str(mid), []
    for end in range(len(text), 0, -7):
        group, part = int(text[max(0, end - 7) : end]), ""
        while group:
            group, letter = divmod(group, 62)
            part = letters[letter] + part
        found.insert(0, part.rjust(4, "0"))
    return "".join(found).lstrip("0")


SEGMENT = st.one_of(
    st.sampled_from(
        ["video", "s", "article", "a7301234567890123456", "..", ".", "", "read", "show", "警营", "%7E", "%2f"]
    ),
    st.text("abcXYZ019-_~%:;@+.", max_size=8).map(lambda text: text.replace("%", "%25")),
)
NAMES = st.sampled_from(["id", "__biz", "mid", "idx", "modal_id", "aid", "bvid", "nid", "eid", "spm", "from", "é"])
VALUES = st.one_of(
    st.sampled_from(["", "170001", "MzA5Mw==", "7301234567890123456", "BV17x411w7KC", "timeline", "a=b", "%26", "+"]),
    st.text("abc019/=:é", max_size=8),
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    hosts = st.sampled_from([*SITES, "www.people.com.cn", "www.www.example.cn", "政务.example.cn", "[::1]", "10.0.0.1"])
    path = "".join(f"/{part}" for part in draw(st.lists(SEGMENT, max_size=4)))
    query = "&".join(f"{name}={value}" for name, value in draw(st.lists(st.tuples(NAMES, VALUES), max_size=4)))
    port = draw(st.sampled_from(["", ":80", ":443", ":8080", ":"]))
    fragment = draw(st.sampled_from(["", "#", "#top", "#/", "#/news/1?id=2", "#!/news", "#/a/../b"]))
    return f"{draw(st.sampled_from(['http', 'HTTPS']))}://{draw(hosts)}{port}{path}?{query}{fragment}"


@given(addresses())
def test_a_canonical_address_is_its_own(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(addresses())
def test_a_canonical_address_is_one_and_ascii(url: str) -> None:
    found = urlsplit(canonical(url))
    assert (found.scheme, bool(found.hostname)) == ("https", True)
    assert canonical(url).isascii()


@given(addresses(), st.randoms(use_true_random=False))
def test_order_of_parameters_and_who_shared_it_do_not_matter(url: str, chance: random.Random) -> None:
    base, mark, fragment = url.partition("#")
    path, _, query = base.partition("?")
    names = [pair.partition("=")[0] for pair in query.split("&")]
    if len(set(names)) == len(names):  # of two values with one name, the first is the page's
        shared = [*query.split("&"), "utm_source=x", "share_token=1"]
        chance.shuffle(shared)
        assert canonical(f"{path}?{'&'.join(shared)}{mark}{fragment}") == canonical(url)
