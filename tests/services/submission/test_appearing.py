"""Level, platform and name of a publication come from the directory or from a verified channel."""

from __future__ import annotations

from typing import Any

import pytest

from services.submission import shipped
from services.submission.domain import Channel, Outlet
from services.submission.domain.appearing import Where, in_medium, on_channel
from services.submission.domain.media import Medium, Place
from shared.contracts.media_terms import MediumKind
from shared.contracts.outlet_terms import Level, Platform
from shared.errors import Invalid

PAPER, SITE = shipped.media()["zjrb"], shipped.media()["zjol"]
CHANNEL = Channel("c1", "wechat_oa", "county", "滨江播报", "https://bj.example.com/a", verified=True)
NEW = Channel("c2", "weibo", "", "滨江播报")
OUTLET = Outlet("o1", "媒体", "self_media", "verified", ("writer",), (CHANNEL, NEW))


def medium(*places: Place) -> Medium:
    return Medium("m1", 1, "滨江日报", Level.COUNTY, MediumKind.DAILY, places)


def told(act: Any) -> tuple[str, str, dict[str, str]]:
    with pytest.raises(Invalid) as refused:
        act()
    (problem,) = refused.value.problems
    return problem.pointer, problem.rule, dict(problem.params)


def test_level_and_name_are_the_directorys() -> None:
    found = in_medium(PAPER, Platform.NEWSPAPER, "", [])
    assert found == Where(Platform.NEWSPAPER, Level.PROVINCIAL, "浙江日报", medium="zjrb")


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://zjrb.zjol.com.cn/html/1.htm", Platform.WEBSITE),
        ("https://mp.weixin.qq.com/s/a", Platform.WECHAT_OA),
        ("https://m.weibo.cn/status/1", Platform.WEIBO),
    ],
)
def test_the_address_tells_the_platform(url: str, platform: Platform) -> None:
    assert in_medium(PAPER, None, url, []).platform is platform


def test_the_only_platform_goes_without_saying() -> None:
    assert in_medium(medium(Place(Platform.RADIO)), None, "", []).platform is Platform.RADIO


def test_a_platform_that_is_not_told_or_not_the_mediums_is_asked_for() -> None:
    paper = medium(Place(Platform.NEWSPAPER), Place(Platform.WEIBO))
    known = {"name": "滨江日报", "platforms": ["newspaper", "weibo"]}
    assert told(lambda: in_medium(paper, None, "", [])) == ("/platform", "publication.platform_required", known)
    refused = told(lambda: in_medium(paper, Platform.TV, "", []))
    assert refused == ("/platform", "publication.platform_not_of_medium", known)


def test_a_verified_channel_gives_its_level() -> None:
    found = on_channel(OUTLET, "c1", None, "https://mp.weixin.qq.com/s/a", [])
    assert found == Where(Platform.WECHAT_OA, Level.COUNTY, "滨江播报", channel="c1")
    assert on_channel(OUTLET, "c1", Platform.WECHAT_OA, "", []) == found


def test_what_is_wrong_with_a_channel_is_told() -> None:
    assert told(lambda: on_channel(OUTLET, "c9", None, "", []))[:2] == ("/channel", "publication.channel_unknown")
    refused = told(lambda: on_channel(OUTLET, "c2", None, "", []))
    assert refused == ("/channel", "publication.channel_unverified", {"name": "滨江播报"})
    refused = told(lambda: on_channel(OUTLET, "c1", Platform.WEIBO, "", []))
    assert refused[:2] == ("/channel", "publication.channel_differs")


@pytest.mark.parametrize(
    ("platform", "url", "owners", "differs"),
    [
        ("newspaper", "", [], False),
        ("website", "https://zjrb.zjol.com.cn/1", [PAPER], False),
        ("website", "https://biz.zjol.com.cn/1", [SITE], True),
        ("website", "https://elsewhere.example.com/1", [], True),
        ("wechat_oa", "https://mp.weixin.qq.com/s/1", [], False),
        ("wechat_oa", "https://weibo.com/1", [], True),
        ("newspaper", "https://elsewhere.example.com/1", [], True),
    ],
)
def test_an_address_of_somebody_else_is_flagged(platform: str, url: str, owners: list[Medium], differs: bool) -> None:
    assert in_medium(PAPER, Platform(platform), url, owners).host_differs is differs


def test_a_medium_of_which_no_host_is_known_is_not_suspected() -> None:
    paper = medium(Place(Platform.NEWSPAPER))
    assert not in_medium(paper, Platform.NEWSPAPER, "https://elsewhere.example.com/1", []).host_differs
    assert in_medium(paper, Platform.NEWSPAPER, "https://biz.zjol.com.cn/1", [SITE]).host_differs


@pytest.mark.parametrize(
    ("url", "owners", "differs"),
    [
        ("https://bj.example.com/2", [], False),
        ("https://a.bj.example.com/2", [SITE], False),
        ("https://mp.weixin.qq.com/s/1", [], False),
        ("https://biz.zjol.com.cn/1", [SITE], True),
        ("https://elsewhere.example.com/1", [], True),
    ],
)
def test_a_channels_pages_are_where_it_says(url: str, owners: list[Medium], differs: bool) -> None:
    assert on_channel(OUTLET, "c1", None, url, owners).host_differs is differs
