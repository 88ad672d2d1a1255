"""The bureau's list of topics: names of one topic each, aliases, merging; and what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.liaison.service import LiaisonService
from shared.context import Role
from shared.contracts.liaison_topics import MAX_ALIASES
from shared.errors import Conflict, Forbidden, Invalid, VersionMismatch
from shared.events import Event, OutletState, OutletVerified
from shared.events.envelope import Received, decode
from shared.events.outlet import MemberState
from shared.events.topics import TopicKept, TopicListRuled
from shared.topics import SHIPPED, TopicList
from tests.services.stage import Stage, asking, inputs_of, received

INPUTS = inputs_of("liaison", "command", "query")
LIAISON = asking("officer", Role.LIAISON)
WRITER = asking("writer", Role.OUTLET_MEMBER)


@pytest.fixture
def topics(stage: Any) -> Stage:
    found: Stage = stage(LiaisonService)
    return found


def do(stage: Stage, method: str, by: Any = LIAISON, **data: Any) -> Any:
    return stage.do(method, INPUTS[method], data, by)


def listed(stage: Stage, by: Any = WRITER) -> dict[str, Any]:
    items = stage.ask("topics", INPUTS["topics"], {}, by)["items"]
    return {each["name"]: each for each in items}


def told(stage: Stage) -> list[Received[Event]]:
    return [decode(bytes(row["body"]), "application/cloudevents+json") for row in stage.db["outbox"].find().sort("seq")]


def test_a_list_begins_with_what_is_shipped_and_everybody_reads_it(topics: Stage) -> None:
    found = listed(topics)
    assert [each["name"] for each in found.values()] == sorted(each.name for each in SHIPPED)
    assert "反诈骗" in found["反诈"]["aliases"]


def test_a_shipped_topic_gets_an_alias_and_others_hear_of_it(topics: Stage) -> None:
    drugs = listed(topics)["禁毒"]
    changed = do(topics, "change_topic", topic=drugs["id"], name="禁毒", aliases=["反毒品"])
    assert (changed["version"], listed(topics)["禁毒"]["aliases"]) == (1, ["反毒品"])
    (event,) = told(topics)
    assert isinstance(event.data, TopicKept)
    assert (event.data.topic.aliases, event.data.by, event.version) == (("反毒品",), "officer", 1)
    # What is there already is no change, and nobody is told of it.
    assert do(topics, "change_topic", topic=drugs["id"], name="禁毒", aliases=["反毒品"])["version"] == 1
    assert len(told(topics)) == 1


def test_what_a_topic_was_called_stays_an_alias_until_it_is_dropped(topics: Stage) -> None:
    changed = do(topics, "change_topic", topic="traffic", name="交通出行", aliases=["行车"])
    assert changed["aliases"] == ["行车", "交通安全"]
    (event,) = told(topics)
    assert isinstance(event.data, TopicKept) and event.data.topic.former == ("交通安全",)
    assert do(topics, "change_topic", topic="traffic", name="交通出行", aliases=[])["aliases"] == []
    full = [f"行{n}" for n in range(MAX_ALIASES)]
    with pytest.raises(Invalid) as refused:
        do(topics, "change_topic", topic="anti-drug", name="禁毒宣传", aliases=full)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/aliases", "topic.aliases_many")]
    assert len(do(topics, "change_topic", topic="anti-drug", name="禁毒", aliases=full)["aliases"]) == MAX_ALIASES


@pytest.mark.parametrize("name", ["反诈", "《反詐》", "反诈骗"])
def test_a_name_is_of_one_topic_whatever_its_spelling(topics: Stage, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        do(topics, "add_topic", name="夜巡", aliases=[name])
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.rule, problem.params) == ("/aliases/0", "topic.taken", {"holder": "反诈"})


def test_a_topic_is_not_called_the_same_twice_or_nothing(topics: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        do(topics, "add_topic", name="夜巡", aliases=["“夜巡”", "《》"])
    assert [each.rule for each in refused.value.problems] == ["topic.twice", "topic.name"]


def test_merging_gives_all_names_to_the_other_one(topics: Stage) -> None:
    one = do(topics, "add_topic", name="养老诈骗", aliases=["守护夕阳"])
    gone = do(topics, "merge_topic", topic=one["id"], into="anti-fraud")
    assert (gone["active"], gone["into"]) == (False, "anti-fraud")
    assert {"养老诈骗", "守护夕阳"} <= {*listed(topics)["反诈"]["aliases"]}
    kept = {event.data.topic.id for event in told(topics)[1:] if isinstance(event.data, TopicKept)}
    assert kept == {one["id"], "anti-fraud"}
    # Its name is another topic's now.
    with pytest.raises(Invalid):
        do(topics, "reinstate_topic", topic=one["id"])
    with pytest.raises(Conflict):
        do(topics, "merge_topic", topic=one["id"], into="traffic")


def test_a_topic_is_not_merged_into_itself_or_one_that_is_over_or_too_many(topics: Stage) -> None:
    do(topics, "retire_topic", topic="traffic")
    full = do(topics, "add_topic", name="满", aliases=[f"满{n}" for n in range(MAX_ALIASES)])
    for into in ("anti-drug", "traffic", full["id"]):
        with pytest.raises(Invalid):
            do(topics, "merge_topic", topic="anti-drug", into=into)


def test_a_retired_topic_comes_back(topics: Stage) -> None:
    do(topics, "retire_topic", topic="traffic")
    assert not listed(topics)["交通安全"]["active"]
    with pytest.raises(Conflict):
        do(topics, "retire_topic", topic="traffic")
    assert do(topics, "reinstate_topic", topic="traffic")["active"]
    with pytest.raises(Conflict):
        do(topics, "reinstate_topic", topic="traffic")


def test_the_list_is_made_strict_and_that_is_told_once(topics: Stage) -> None:
    for _ in range(2):
        assert do(topics, "rule_topics", strict=True)["strict"]
    (event,) = told(topics)
    assert isinstance(event.data, TopicListRuled)
    assert event.data.strict


def test_others_do_not_keep_the_list(topics: Stage) -> None:
    for by in (WRITER, asking("boss", Role.LEADER), asking("first", Role.REVIEWER_FIRST)):
        with pytest.raises(Forbidden):
            do(topics, "add_topic", by=by, name="夜巡", aliases=[])
    state = OutletState("o1", "媒体", "self_media", "verified", members=(MemberState("officer", "outlet_member"),))
    topics.deliver(received(OutletVerified(state, "x"), "o1"), "outlet_changed")
    with pytest.raises(Forbidden):
        do(topics, "rule_topics", strict=True)


def test_a_change_names_the_version_that_was_looked_at(topics: Stage) -> None:
    do(topics, "change_topic", topic="traffic", name="交通", aliases=[])
    with pytest.raises(VersionMismatch):
        do(topics, "retire_topic", by=replace(LIAISON, expected_version=0), topic="traffic")


def test_the_nearest_names_are_those_that_look_alike() -> None:
    topics = TopicList([])
    assert topics.nearest("反诈宣传")[0] == "反诈"
    assert topics.nearest("交通")[0] == "交通安全"
    assert topics.nearest("xyz") == [each.name for each in SHIPPED][:5]
