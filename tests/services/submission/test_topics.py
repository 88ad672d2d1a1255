"""Which topic a work gets: the bureau's name for what its outlet wrote; what is kept from before; strict lists."""

from __future__ import annotations

import pytest

from shared.clock import now
from shared.errors import Invalid
from shared.events import Event, SubmissionSubmitted
from shared.events.topics import TopicKept, TopicListRuled, TopicState
from shared.months import month_of
from tests.services.stage import received
from tests.services.submission.desk import LIAISON, Desk


def hear(desk: Desk, event: Event, subject: str, version: int = 1) -> None:
    name = "topic_kept" if isinstance(event, TopicKept) else "topics_ruled"
    desk.stage.deliver(received(event, subject, version=version), name)


def strict(desk: Desk) -> None:
    hear(desk, TopicListRuled(True, "officer"), "list")


def test_an_alias_becomes_the_name_and_what_was_written_is_told_beside_it(desk: Desk) -> None:
    work = desk.submitted(topic="反诈骗")
    assert work["topic"] == "反诈"
    (event,) = [each.data for each in desk.told() if isinstance(each.data, SubmissionSubmitted)]
    assert (event.submission.topic, event.submission.topic_written) == ("反诈", "反诈骗")
    assert event.submission.topic_names == ("反诈", "反诈骗", "反电诈", "防诈骗", "防范电信网络诈骗")
    assert desk.submitted(topic="平安建设")["topic"] == "平安建设"


def test_what_a_topic_was_called_is_told_of_works_that_are_written_then(desk: Desk) -> None:
    work = desk.create(topic="禁毒")
    renamed = TopicState("anti-drug", "无毒县域", ("毒品", "禁毒"), former=("禁毒",))
    hear(desk, TopicKept(renamed, "officer"), "anti-drug")
    desk.do("submit", "writer", submission=work["id"])
    desk.submitted(topic="无毒县域")
    told = [each.data.submission for each in desk.told() if isinstance(each.data, SubmissionSubmitted)]
    assert [(each.topic, each.topic_names) for each in told] == [
        ("禁毒", ("禁毒",)), ("无毒县域", ("无毒县域", "禁毒", "毒品")),
    ]  # fmt: skip


def test_the_bureaus_own_aliases_count_and_the_newest_state_does(desk: Desk) -> None:
    newer = TopicState("t1", "夜间巡逻", ("夜巡",))
    hear(desk, TopicKept(newer, "officer"), "t1", 2)
    hear(desk, TopicKept(TopicState("t1", "巡逻", ("夜巡",)), "officer"), "t1", 1)
    assert desk.create(topic="夜巡")["topic"] == "夜间巡逻"
    hear(desk, TopicKept(TopicState("t1", "夜间巡逻", ("夜巡",), active=False), "officer"), "t1", 3)
    assert desk.create(topic="夜巡")["topic"] == "夜巡"


def test_what_a_work_is_called_from_before_stays_until_its_outlet_says_something_else(desk: Desk) -> None:
    work = desk.create(topic="夜巡")
    hear(desk, TopicKept(TopicState("t1", "夜间巡逻", ("夜巡",)), "officer"), "t1")
    strict(desk)
    same = desk.do("revise", "writer", submission=work["id"], topic="夜巡", title="改后的题")
    assert same["topic"] == "夜巡"
    other = desk.do("revise", "writer", submission=work["id"], topic="反詐骗")
    assert other["topic"] == "反诈"


def test_a_strict_list_refuses_what_is_not_in_it_and_names_the_nearest(desk: Desk) -> None:
    assert desk.create(topic="反诈宣传")["topic"] == "反诈宣传"
    strict(desk)
    with pytest.raises(Invalid) as refused:
        desk.create(topic="反诈宣传")
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.rule) == ("/topic", "topic.unknown")
    assert problem.params["nearest"][0] == "反诈"
    assert desk.create(topic="防诈骗")["topic"] == "反诈"
    assert desk.create(topic="")["topic"] == ""


def test_lists_and_figures_find_old_works_under_the_name_of_today(desk: Desk) -> None:
    old = desk.submitted(topic="夜巡")
    hear(desk, TopicKept(TopicState("t1", "夜间巡逻", ("夜巡",)), "officer"), "t1")
    new = desk.submitted(topic="夜巡")
    for asked in ("夜巡", "夜间巡逻"):
        found = desk.ask("search", LIAISON, topic=asked)["items"]
        assert {each["id"] for each in found} == {old["id"], new["id"]}
    month = month_of(now())
    told = desk.ask("statistics", LIAISON, **{"from": month, "to": month})
    assert told["total"]["handed_in"]["by_topic"] == {"夜间巡逻": 2}
