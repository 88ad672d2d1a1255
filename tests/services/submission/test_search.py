"""Works are found by parts of what was written, by what is to be done with them, and in several orders; counts are
those of the lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.submission.migrations import sent_topics
from shared.clock import SHANGHAI, day_around, now
from shared.contracts.submission_terms import Task
from shared.errors import Invalid
from shared.events import ChangesRequested
from tests.services.stage import asking
from tests.services.submission.desk import LEADER, LIAISON, Desk
from tests.services.submission.test_lists import ids, walk

WRITER, PARTNER = asking("writer"), asking("partner")
TOGETHER = [{"outlet": "o1", "share": 60}, {"outlet": "o2", "share": 40}]
LONG = "甲乙丙丁" * 499 + "末尾处" + "其后不查"


@pytest.mark.parametrize("q", ["反诈", "诈", "反詐 课堂", "進校園", "ＡＢＣ", "课堂进", "《反诈》", "年级的"])
def test_any_part_of_title_or_text_finds_a_work(desk: Desk, q: str) -> None:
    found = desk.submitted(title="反诈课堂进校园", body="ABC 三年级的同学们。")
    desk.submitted(title="校园进课堂", body="诈与反。其余无关")
    others = {"诈"}
    for by in (LEADER, WRITER):
        assert ids(walk(desk, by, q=q))[-1:] == [found["id"]]
        assert len(walk(desk, by, q=q, limit=1)) == (2 if q in others else 1)
    assert walk(desk, asking("stranger"), q=q) == []


def test_pairs_are_not_enough(desk: Desk) -> None:
    desk.submitted(title="夜巡", body="巡三公里。")
    assert walk(desk, LEADER, q="夜巡三") == walk(desk, WRITER, q="夜巡三") == []
    assert walk(desk, LEADER, q="没有这样的字") == []
    assert walk(desk, LEADER, q=".*") == []


def test_a_number_finds_its_work_and_a_long_text_is_looked_into_from_its_beginning(desk: Desk) -> None:
    work = desk.submitted(body=LONG)
    for q, there in ((work["number"], True), ("末尾处", True), ("其后不查", False)):
        assert ids(walk(desk, LEADER, q=q)) == [work["id"]] * there
        assert ids(walk(desk, WRITER, q=q)) == [work["id"]] * there
    stored = desk.stage.db["searched"].find_one({"_id": work["id"]})
    assert len(stored["grams"]) < 100


def test_others_look_into_what_was_handed_in_alone(desk: Desk) -> None:
    shares = [{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}]
    work = desk.submitted(title="交出的标题", authors=shares)
    desk.hear(ChangesRequested(desk.review(work), "r", "first", "改", ()))
    desk.do("revise", "writer", submission=work["id"], title="还没交的标题")
    desk.create(title="还没交的草稿")
    assert len(walk(desk, WRITER, q="还没交的")) == 2
    assert walk(desk, WRITER, q="交出的") == []
    for by in (LEADER, PARTNER):
        assert walk(desk, by, q="还没交的") == []
        assert ids(walk(desk, by, q="交出的")) == [work["id"]]
    desk.do("submit", "writer", submission=work["id"])
    assert walk(desk, LEADER, q="交出的") == []
    assert ids(walk(desk, LEADER, q="还没交的")) == [work["id"]]


def test_others_see_and_filter_by_topic_and_genre_of_what_was_handed_in_alone(desk: Desk) -> None:
    work = desk.submitted(topic="反诈", genre="article", authors=TOGETHER)
    desk.hear(ChangesRequested(desk.review(work), "first", "first", "改一下"))
    desk.do("revise", "writer", submission=work["id"], topic="禁毒", genre="video")

    def listed(by: Any, **query: Any) -> list[tuple[str, str]]:
        return [(each["topic"], each["genre"]) for each in desk.ask("search", by, **query)["items"]]

    handed_in, own = [("反诈", "article")], [("禁毒", "video")]
    for by, seen, unseen in ((LEADER, handed_in, own), ("partner", handed_in, own), ("writer", own, handed_in)):
        (topic, genre), (other, another) = seen[0], unseen[0]
        assert listed(by) == listed(by, topic=topic) == listed(by, genre=genre) == seen
        assert listed(by, topic=other) == listed(by, genre=another) == []
        assert sum(desk.ask("counts", by, topic=other)["by_status"].values()) == 0
    kept = desk.stage.db["submissions"].find_one({"_id": work["id"]})
    desk.stage.db["submissions"].update_one(
        {"_id": work["id"]}, {"$set": {"topic": "禁毒", "genre": "video"}, "$unset": {"own_topic": 1, "own_genre": 1}}
    )
    for _ in range(2):
        sent_topics.upgrade(desk.stage.db)
        assert desk.stage.db["submissions"].find_one({"_id": work["id"]}) == kept
    desk.do("submit", "writer", submission=work["id"])
    assert listed(LEADER) == own


def test_orders(desk: Desk) -> None:
    one, two, three = (desk.submitted(title=title) for title in ("丙", "甲", "乙"))
    desk.do("withdraw", "writer", submission=two["id"])
    orders = {
        "newest": [three, two, one], "oldest": [one, two, three], "title": [three, one, two],
        "changed": [two, three, one],
    }  # fmt: skip
    orders["title"].sort(key=lambda work: work["title"])
    for sort, works in orders.items():
        for by in (LEADER, WRITER):
            for limit in (1, 2, 9):
                assert ids(walk(desk, by, sort=sort, limit=limit)) == ids(works), (sort, limit)
    assert ids(walk(desk, LEADER, sort="changed", limit=1, status=["submitted"], q="段")) == ids([three, one])


def test_what_is_to_be_done(desk: Desk) -> None:
    due = desk.published(at=now() - timedelta(days=2))
    late = desk.published(at=now() - timedelta(days=8))
    desk.published(at=now())  # an hour ago it may have been yesterday
    desk.measured(late, minutes=60 * 24 * 7)
    desk.measured(desk.published(at=now() - timedelta(days=4)), minutes=60 * 24)  # of the first day, not the third
    ready = desk.approved()
    back = desk.submitted(outlet="o2", by="partner")
    desk.hear(ChangesRequested(desk.review(back), "r", "first", "改", ()))
    assert ids(walk(desk, LEADER, approved_unreported=True)) == [ready["id"]]
    assert ids(walk(desk, LEADER, changes_requested=True)) == [back["id"]]
    found = ids(walk(desk, LEADER, metrics_due=True, limit=1))
    assert len(found) == 2 and due["submission"] in found and late["submission"] not in found
    assert ids(walk(desk, WRITER, metrics_due=True)) == found
    assert walk(desk, WRITER, changes_requested=True) == walk(desk, PARTNER, metrics_due=True) == []
    assert ids(walk(desk, PARTNER, changes_requested=True, mine=True)) == [back["id"]]
    assert walk(desk, asking("second"), mine=True) == []
    counts = desk.ask("counts", LEADER)
    for task in Task:
        assert counts[task.value] == len(walk(desk, LEADER, **{task.value: True}))
    assert counts["by_status"] | {"published": 4, "approved": 1, "changes_requested": 1} == counts["by_status"]
    assert counts["queues"] == {"publications": 4, "metrics": 2, "metrics_flagged": 0}
    assert desk.ask("counts", PARTNER)["queues"] is None
    assert desk.ask("counts", PARTNER)["changes_requested"] == 1


def test_numbers_are_due_again_when_their_snapshot_is_refused(desk: Desk) -> None:
    place = desk.published(at=now() - timedelta(days=8))
    assert len(walk(desk, WRITER, metrics_due=True)) == 1
    snapshot = desk.measured(place, minutes=60 * 24 * 7)
    assert walk(desk, WRITER, metrics_due=True) == []
    desk.do("refuse_metrics", LIAISON, metrics=snapshot["id"], reason="截图不符")
    assert len(walk(desk, WRITER, metrics_due=True)) == 1
    desk.do("refuse_publication", LIAISON, publication=place["id"], reason="查无此文")
    assert walk(desk, WRITER, metrics_due=True) == []
    assert len(walk(desk, WRITER, approved_unreported=True)) == 1


def test_a_level_a_category_and_a_period(desk: Desk) -> None:
    place = desk.published()
    other = desk.published(medium=desk.medium("provincial"), platform="weibo")
    assert ids(walk(desk, LEADER, level="county")) == [place["submission"]]
    desk.do("verify_publication", LIAISON, publication=other["id"])
    assert ids(walk(desk, LEADER, level="provincial")) == [other["submission"]]
    desk.do("refuse_publication", LIAISON, publication=other["id"], reason="查无此文")
    assert walk(desk, LEADER, level="provincial") == []
    assert len(walk(desk, LEADER, category="self_media")) == 2
    assert walk(desk, LEADER, category="official_media") == []
    today = day_around(now())[0].astimezone(SHANGHAI)
    assert len(walk(desk, LEADER, period=f"{today:%Y-%m}")) == len(walk(desk, WRITER, period=f"{today:%Y}")) == 2
    assert walk(desk, LEADER, period=f"{today.year - 1}") == []
    for period in ("2026-13", "2026-Q5", "202607", "2026-Q1 "):
        with pytest.raises(Invalid):
            desk.ask("search", LEADER, period=period)


def test_counts_are_those_of_a_filtered_list(desk: Desk) -> None:
    desk.submitted(topic="反诈")
    desk.submitted(topic="禁毒")
    desk.create(topic="反诈")
    for by in (LEADER, WRITER):
        counts = desk.ask("counts", by, topic="反诈", q="夜巡")
        assert sum(counts["by_status"].values()) == len(walk(desk, by, topic="反诈", q="夜巡"))
    assert desk.ask("counts", WRITER)["by_status"]["draft"] == 1
    assert desk.ask("counts", LEADER)["by_status"]["draft"] == 0


def queued(desk: Desk, method: str, **query: Any) -> list[Any]:
    return list(desk.ask(method, LEADER, **query)["items"])


def test_queues_are_filtered_and_turned_round(desk: Desk) -> None:
    weibo = desk.published(platform="weibo")
    paper = desk.published(platform="newspaper", url="")
    assert ids(queued(desk, "publications_queue", sort="newest")) == ids([paper, weibo])
    assert ids(queued(desk, "publications_queue", platform="weibo")) == ids([weibo])
    first = desk.measured(weibo, reads=1200)
    second = desk.measured(weibo, reads=900, minutes=9)
    last = desk.measured(paper, reads=10)
    assert ids(queued(desk, "metrics_queue", flagged=True)) == [second["id"]]
    assert ids(queued(desk, "metrics_queue", flagged=False, sort="newest")) == [last["id"], first["id"]]
    assert ids(queued(desk, "metrics_queue", platform="newspaper")) == [last["id"]]
    page = desk.ask("metrics_queue", LEADER, sort="newest", limit=1)
    rest = desk.ask("metrics_queue", LEADER, sort="newest", limit=2, cursor=page["next"])
    assert ids(page["items"] + rest["items"]) == [last["id"], second["id"], first["id"]]


def test_a_row_of_metrics_has_what_a_liaison_decides_by(desk: Desk) -> None:
    place = desk.published()
    first = desk.measured(place, reads=1200)
    desk.measured(place, reads=900, minutes=9)
    row, after = queued(desk, "metrics_queue")
    number = desk.ask("get", LIAISON, submission=place["submission"])["number"]
    told = {name: row[name] for name in ("title", "number", "outlet_name", "media", "url", "platform", "before")}
    assert told == {
        "title": "夜巡三公里", "number": number, "outlet_name": "媒体o1", "media": "county日报", "url": place["url"],
        "platform": "wechat_oa", "before": None,
    }  # fmt: skip
    assert (after["before"]["id"], after["before"]["reads"], after["before"]["state"]) == (
        first["id"],
        1200,
        "reported",
    )
