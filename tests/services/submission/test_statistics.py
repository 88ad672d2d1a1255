"""Statistics that are kept along are what would be counted anew, whatever happened in between."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.submission.migrations import found_and_counted, searched_apart, topics_counted
from services.submission.repository.statistics import cells_of
from shared.clock import now
from shared.errors import Forbidden, Invalid
from shared.events import IdeaAdopted, PermitRevoked, PermitState
from shared.months import month_of
from tests.services.submission.desk import LEADER, LIAISON, Desk

FOUND = ("text", "sent_text", "sort_title", "category", "published_at", "appeared")
COUNTED = ("observed_until", "reach", "judged")


def counted(desk: Desk) -> dict[str, dict[Any, int]]:
    return {row["_id"]: cells for row in desk.stage.db["statistics"].find() if (cells := cells_of(row))}


def recounted(desk: Desk) -> dict[str, dict[Any, int]]:
    found_and_counted.recount(desk.stage.db)
    return counted(desk)


def this_month(desk: Desk, **more: Any) -> Any:
    """The months of now and of an hour ago, when things are published."""
    span = {"from": month_of(now() - timedelta(hours=1)), "to": month_of(now())}
    return desk.ask("statistics", LEADER, **span, **more)


def revoked(desk: Desk, work: Any) -> None:
    permit = PermitState("p", "P-1", 1, 2026, work["id"], work["outlet"], work["content_hash"], now())
    desk.hear(PermitRevoked(desk.review(work), "reviewer-9", permit, "事实有误"))


def story(desk: Desk) -> None:
    """Everything that moves a number, there and back."""
    desk.create(topic="草稿")
    desk.submitted(topic="反诈.一$")
    desk.do("withdraw", "writer", submission=desk.submitted()["id"])
    revoked(desk, desk.approved())
    revised = desk.approved(topic="禁毒")
    desk.do("revise", "writer", submission=revised["id"], topic="交通安全")
    idea = desk.submitted(kind="golden_idea", genre=None)
    desk.hear(IdeaAdopted(desk.review(idea), "", Decimal("80.00"), 2))
    work = desk.approved(by="partner", outlet="o2")
    place = desk.published(work=work, by="partner")
    desk.do("verify_publication", LIAISON, publication=place["id"])
    again = desk.published(at=now() - timedelta(days=40), medium=desk.medium("provincial"), platform="weibo")
    desk.do("verify_publication", LIAISON, publication=again["id"])
    first, second = desk.measured(again), desk.measured(again, reads=5000, minutes=9, likes=7)
    asked = [{"metrics": each["id"], "version": each["version"]} for each in (first, second)]
    assert len(desk.do("verify_many_metrics", LIAISON, metrics=asked)["verified"]) == 2
    third = desk.measured(again, reads=9000, minutes=30)
    desk.do("verify_metrics", LIAISON, metrics=third["id"])
    desk.do("refuse_metrics", LIAISON, metrics=third["id"], reason="截图不符")
    desk.do("correct_metrics", "writer", metrics=second["id"], reads=5100, reason="看错")
    desk.do("verify_metrics", LIAISON, metrics=second["id"])
    moved = {"published_at": (now() - timedelta(days=80)).isoformat(), "earlier": True, "reason": "日期有误"}
    desk.do("correct_publication", "writer", publication=again["id"], **moved)
    waiting = desk.published()
    desk.do("withdraw_publication", "writer", publication=waiting["id"], reason="重复")
    gone = desk.published()
    desk.do("verify_publication", LIAISON, publication=gone["id"])
    desk.do("refuse_publication", LIAISON, publication=gone["id"], reason="查无此文")


def test_what_is_kept_along_is_what_is_counted_anew(desk: Desk) -> None:
    story(desk)
    along = counted(desk)
    assert along
    assert along == recounted(desk)


def test_a_month_says_what_happened_in_it(desk: Desk) -> None:
    story(desk)
    total = this_month(desk)["total"]
    assert total["handed_in"]["all"] == 9
    assert total["handed_in"]["by_kind"] == {"work": 8, "golden_idea": 1}
    assert total["handed_in"]["by_topic"]["反诈.一$"] == 1
    assert total["approved"]["all"] == 5  # the adopted idea, two that are published, two of which nothing stands
    assert total["publications"]["all"] == total["publications"]["by_level"]["county"] == 1
    assert total["active_outlets"] == 2
    assert total["reach"] == []
    long_ago = month_of(now() - timedelta(days=40))
    earlier = desk.ask("statistics", LEADER, **{"from": long_ago, "to": long_ago})
    assert earlier["total"]["publications"]["by_level"]["provincial"] == 1
    (reach,) = earlier["total"]["reach"]
    assert (reach["platform"], reach["measured"], reach["reads"]) == ("weibo", 1, 5100)
    assert earlier["months"][0] == {"month": long_ago} | {
        name: value for name, value in earlier["total"].items() if name not in ("from", "to")
    }


def test_what_is_being_written_is_in_no_number_until_it_is_handed_in(desk: Desk) -> None:
    work = desk.approved(topic="禁毒")

    def topics() -> dict[str, int]:
        found: dict[str, int] = this_month(desk)["total"]["handed_in"]["by_topic"]
        return found

    assert topics() == {"禁毒": 1}
    desk.do("revise", "writer", submission=work["id"], topic="未公开的行动")
    assert topics() == {"禁毒": 1}
    desk.stage.db["statistics"].update_many({}, {"$set": {"handed_in.topic": {"=未公开的行动": 1}}})
    topics_counted.upgrade(desk.stage.db)
    assert topics() == {"禁毒": 1}, "and what told of it before tells no more"
    desk.do("submit", "writer", submission=work["id"])
    assert topics() == {"未公开的行动": 1}
    assert counted(desk) == recounted(desk)


def test_a_span_beside_the_one_before(desk: Desk) -> None:
    desk.submitted()
    month = month_of(now())
    found = this_month(desk, compare="previous")
    assert found["previous"]["to"] < found["total"]["from"] <= found["total"]["to"] == month
    assert found["total"]["handed_in"]["all"] == 1
    assert found["previous"]["handed_in"]["all"] == 0
    assert this_month(desk)["previous"] is None
    for first, last in (("2026-09", "2026-07"), ("2020-01", "2026-07"), ("2026-7", "2026-08")):
        with pytest.raises(Invalid):
            desk.ask("statistics", LEADER, **{"from": first, "to": last})
    with pytest.raises(Forbidden):
        desk.ask("statistics", "writer", **{"from": month, "to": month})


def test_works_from_before_are_found_and_counted_as_the_others(desk: Desk) -> None:
    story(desk)
    db = desk.stage.db
    rows = {row["_id"]: row for row in db["submissions"].find()}
    places = {row["_id"]: row for row in db["publications"].find()}
    found = {row["_id"]: row for row in db["searched"].find()}
    along = counted(desk)
    db["submissions"].update_many({}, {"$unset": dict.fromkeys(FOUND, "")})
    db["submissions"].create_index([("bureau", 1), ("grams", 1)], name="gram")
    db["searched"].delete_many({})
    db["publications"].update_many({}, {"$unset": dict.fromkeys(COUNTED, "")})
    db["statistics"].update_many({}, {"$set": {"handed_in": {"all": {"=": 99}}}})
    for _ in range(2):
        found_and_counted.upgrade(db)
        searched_apart.upgrade(db)
        assert {row["_id"]: row for row in db["submissions"].find()} == rows
        assert {row["_id"]: row for row in db["searched"].find()} == found
        upgraded = {row["_id"]: row for row in db["publications"].find()}
        for id_, row in upgraded.items():
            assert {**row, "judged": 0} == {**places[id_], "judged": 0}
        assert counted(desk) == along and "gram" not in db["submissions"].index_information()


def test_a_change_that_comes_twice_is_counted_once(desk: Desk) -> None:
    idea = desk.submitted(kind="golden_idea", genre=None)
    adopted = IdeaAdopted(desk.review(idea), "", Decimal("80.00"), 2)
    assert desk.hear(adopted)
    desk.hear(adopted)
    assert this_month(desk)["total"]["approved"]["all"] == 1
