"""Reports and corrections on the real database: what they say of medium and level is looked up."""

from __future__ import annotations

from typing import Any

import pytest

from services.submission.migrations import doubtful_addresses
from shared.errors import Conflict, Invalid
from shared.events import PublicationReported
from shared.events.outlet import ChannelState
from tests.services.submission.desk import LIAISON, Desk


def told(error: Invalid) -> list[tuple[str, str]]:
    return [(each.pointer, each.rule) for each in error.problems]


def corrected(desk: Desk, of: Any, by: Any = "writer", **values: Any) -> Any:
    return desk.do("correct_publication", by, publication=of["id"], **values)


def test_level_and_name_are_the_directorys_and_are_told_to_others(desk: Desk) -> None:
    of = desk.published(medium="《錢江晚報》", platform="newspaper", url="", placement="front_page")
    assert (of["medium"], of["media"], of["level"], of["channel"]) == ("qjwb", "钱江晚报", "provincial", "")
    (event,) = [each.data for each in desk.told() if isinstance(each.data, PublicationReported)]
    assert (event.publication.medium, event.publication.media) == ("qjwb", "钱江晚报")


def test_what_is_reported_stays_when_the_directory_changes(desk: Desk) -> None:
    of = desk.published(medium="qjwb", platform="weibo")
    desk.do("change_medium", LIAISON, medium="qjwb", level="municipal", name="钱江报", reason="更名")
    seen = desk.ask("publication", "writer", publication=of["id"])
    assert (seen["level"], seen["media"]) == ("provincial", "钱江晚报")
    later = desk.published(medium="钱江报", platform="weibo")
    assert (later["medium"], later["level"], later["media"]) == ("qjwb", "municipal", "钱江报")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"level": "central"}, ("/level", "unknown")),
        ({"media": "人民日报"}, ("/media", "unknown")),
        ({"medium": "人民早报"}, ("/medium", "medium.unknown")),
        ({"medium": "人民日报", "platform": "tv"}, ("/platform", "publication.platform_not_of_medium")),
        ({"channel": "o9-c"}, ("/channel", "publication.channel_unknown")),
        ({"channel": "o1-c", "platform": "weibo"}, ("/channel", "publication.channel_differs")),
    ],
)
def test_who_reports_has_no_say_in_the_level(desk: Desk, given: dict[str, str], problem: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        desk.published(**given)
    assert told(refused.value) == [problem]


@pytest.mark.parametrize("where", [{"medium": "人民日报", "channel": "o1-c"}, {}])
def test_it_is_in_a_medium_or_on_a_channel(desk: Desk, where: dict[str, str]) -> None:
    work = desk.approved()
    given = {"submission": work["id"], "url": "https://a.cn/1", "published_at": "2026-11-01T08:00:00Z", **where}
    with pytest.raises(Invalid) as refused:
        desk.do("publish", "writer", **given)
    assert told(refused.value) == [("", "publication.medium_or_channel")]


def test_a_channel_that_nobody_verified_is_refused_until_somebody_does(desk: Desk) -> None:
    new = ChannelState("o1-new", "weibo", "", "滨江微博", claimed_level="central")
    desk.outlet("o1", "writer", channels=(new,))
    with pytest.raises(Invalid) as refused:
        desk.published(channel="o1-new")
    assert told(refused.value) == [("/channel", "publication.channel_unverified")]
    verified = ChannelState("o1-new", "weibo", "county", "滨江微博", "https://weibo.com/bj", verified=True)
    desk.outlet("o1", "writer", channels=(verified,))
    of = desk.published(channel="o1-new", url="https://weibo.com/bj/1")
    assert (of["level"], of["platform"], of["media"], of["host_differs"]) == ("county", "weibo", "滨江微博", False)


def test_a_channel_kept_from_before_channels_were_verified_is_as_good_as_it_was(desk: Desk) -> None:
    desk.stage.db["outlets"].update_one({"_id": "o1"}, {"$unset": {"channels.0.verified": 1, "channels.0.url": 1}})
    assert desk.published(channel="o1-c")["level"] == "county"


def test_a_correction_moves_it_to_another_medium_or_channel(desk: Desk) -> None:
    of = desk.published()
    moved = corrected(desk, of, medium="人民日报")
    assert (moved["medium"], moved["level"], moved["platform"]) == ("rmrb", "central", "wechat_oa")
    moved = corrected(desk, moved, platform="weibo")
    assert (moved["medium"], moved["level"], moved["platform"]) == ("rmrb", "central", "weibo")
    moved = corrected(desk, moved, channel="o1-c")
    assert (moved["medium"], moved["channel"], moved["level"]) == ("", "o1-c", "county")
    moved = corrected(desk, moved, medium="浙江之声", platform="radio")
    assert (moved["medium"], moved["channel"], moved["media"]) == ("zjzs", "", "浙江之声")
    with pytest.raises(Invalid) as refused:
        corrected(desk, moved, platform="newspaper")
    assert told(refused.value) == [("/platform", "publication.platform_not_of_medium")]
    for values, problem in (
        ({"level": "central"}, ("/level", "unknown")),
        ({"channel": "else"}, ("/channel", "publication.channel_unknown")),
        ({"medium": "没有这家"}, ("/medium", "medium.unknown")),
        ({"medium": "人民日报", "channel": "o1-c"}, ("", "publication.medium_or_channel")),
    ):
        with pytest.raises(Invalid) as refused:
            corrected(desk, moved, **values)
        assert told(refused.value) == [problem]


def test_an_address_that_is_somebody_elses_is_shown_to_who_verifies(desk: Desk) -> None:
    of = desk.published(medium="浙江日报", platform="website", url="https://biz.zjol.com.cn/1")
    assert of["host_differs"] is True
    (queued,) = desk.ask("publications_queue", LIAISON)["items"]
    assert queued["host_differs"] is True
    fixed = corrected(desk, of, url="https://zjrb.zjol.com.cn/1")
    assert (fixed["host_differs"], fixed["level"]) == (False, "provincial")
    again = corrected(desk, fixed, medium="潮新闻")
    assert (again["host_differs"], again["platform"]) == (True, "website")


def test_a_liaison_can_look_at_those_alone_whose_address_differs(desk: Desk) -> None:
    """What counts is the address that waits: a correction's, before that of what it corrects."""
    site = {"medium": "浙江日报", "platform": "website"}
    right = desk.published(**site, url="https://zjrb.zjol.com.cn/2")
    wrong = desk.published(**site, url="https://biz.zjol.com.cn/1")

    def shown(differs: bool, **more: Any) -> list[str]:
        found = desk.ask("publications_queue", LIAISON, host_differs=differs, **more)
        return [one["id"] for one in found["items"]]

    assert (shown(True), shown(False), shown(True, outlet="o2")) == ([wrong["id"]], [right["id"]], [])
    desk.do("verify_publication", LIAISON, publication=wrong["id"])
    assert (shown(True), shown(True, state="verified")) == ([], [wrong["id"]])
    desk.do("correct_publication", "writer", publication=wrong["id"], url="https://zjrb.zjol.com.cn/1", reason="误填")
    assert (shown(True), shown(False)) == ([], [right["id"], wrong["id"]])
    desk.stage.db["publications"].update_many({}, {"$unset": {"doubtful": ""}})
    for _ in range(2):
        doubtful_addresses.upgrade(desk.stage.db)
    assert (shown(True), shown(False)) == ([], [right["id"], wrong["id"]])
    desk.do("refuse_publication", LIAISON, publication=wrong["id"], reason="查无此文")
    assert (shown(True), shown(True, state="verified")) == ([], [wrong["id"]])


def test_one_medium_and_day_without_an_address_are_one_publication_in_any_spelling(desk: Desk) -> None:
    work = desk.approved()
    desk.published(work=work, medium="大众日报", platform="newspaper", url="")
    with pytest.raises(Conflict, match=r"publication\.twice"):
        desk.published(work=work, medium="《大眾日報》", platform="newspaper", url="")
