"""A topic that gets another name, from the bureau's list over works to scoring: no score changes by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.liaison.domain.topics import changed, merged
from services.scoring.domain.compute import Computed, compute
from services.submission.domain.topics import settled
from shared.topics import Topic, TopicList
from tests.services.scoring.makers import book, facts, publication
from tests.services.scoring.test_compute import publications

NAMES = ("反诈", "反诈骗", "防诈骗", "反电诈", "禁毒", "Anti-Fraud")
# What topics may be called from then on, and no scheme names.
NEW = ("全民反诈", "平安县域", "Safety")


def scored(topics: TopicList, written: str, data: Any, rules: int = 3) -> Computed:
    """What a work earns whose outlet writes this word by this list."""
    named = settled({"topic": written}, topics)
    return compute(data, facts(publication(), **named), rules)


def earned(topics: TopicList, written: str, data: Any) -> list[tuple[str, int]]:
    return [(line.key.rule, line.cents) for line in scored(topics, written, data).lines]


def scheme(*, factors: dict[str, str] | None = None, topics: tuple[str, ...] = ()) -> Any:
    """A scheme that names topics in its factors, and in the condition of a bonus."""
    bonuses = [{"id": "b", "name": "专题", "points": "3", "when": {"topics": list(topics)}}] if topics else []
    return book(bonuses=bonuses, **publications(factors={"topic": factors or {}}))


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
    st.lists(st.sampled_from(NEW), min_size=1, max_size=3, unique=True),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["0.5", "1.2", "1.5", "2"])),
    st.sets(st.sampled_from(NAMES)),
    st.data(),
)
def test_a_topic_that_gets_other_names_changes_no_score(
    names: list[str], new: list[str], factors: dict[str, str], condition: set[str], data: st.DataObject
) -> None:
    by = scheme(factors=factors, topics=tuple(sorted(condition)))
    topic = Topic("t1", names[0], tuple(names[1:]), version=1)
    before = TopicList([topic, Topic("anti-fraud", "别的", version=1), Topic("anti-drug", "另外的", version=1)])
    after = before
    for name in new:
        kept = tuple(each for each in topic.aliases if each not in NEW or data.draw(st.booleans()))
        topic = changed(after, topic, name, kept)
        after = TopicList([*(each for id_, each in after.topics.items() if id_ != "t1"), topic])
    assert earned(before, names[0], by) == earned(after, topic.name, by), "as it is offered, before and after"
    for written in names:
        assert earned(before, written, by) == earned(after, written, by)


def test_a_work_under_the_new_name_is_met_by_a_scheme_that_names_the_old_one() -> None:
    topic = Topic("anti-drug", "禁毒", version=1)
    renamed = changed(TopicList([topic]), topic, "无毒县域", ())
    by = scheme(factors={"禁毒": "1.5"}, topics=("禁毒",))
    found = scored(TopicList([renamed]), "无毒县域", by)
    assert {line.key.rule for line in found.lines} == {"publication", "bonus:b"}
    (factor,) = found.lines[-1].working.factors
    assert (factor.name, factor.value, factor.factor) == ("topic", "禁毒", "1.5")


def test_the_name_that_it_had_last_goes_before_other_aliases() -> None:
    topic = Topic("t1", "夜巡", ("夜间巡逻",), version=1)
    renamed = changed(TopicList([topic]), topic, "平安夜", topic.aliases)
    assert (renamed.aliases, renamed.former) == (("夜间巡逻", "夜巡"), ("夜巡",))
    by = scheme(factors={"夜巡": "1.2", "夜间巡逻": "2"})
    assert (
        earned(TopicList([renamed]), "平安夜", by) == earned(TopicList([topic]), "夜巡", by) == [("publication", 240)]
    )
    back = changed(TopicList([renamed]), renamed, "夜巡", ("夜间巡逻", "平安夜"))
    assert back.former == ("平安夜",)
    dropped = changed(TopicList([renamed]), renamed, "平安夜", ("夜间巡逻",))
    assert dropped.former == (), "what is no alias any more is another topic's to have"


def test_another_spelling_of_the_name_is_the_same_topic_to_a_scheme() -> None:
    topic = Topic("t1", "Anti-Fraud", version=1)
    respelled = changed(TopicList([topic]), topic, "《ANTI-FRAUD》", ())
    by = scheme(factors={"Anti-Fraud": "1.5"}, topics=("Anti-Fraud",))
    assert earned(TopicList([respelled]), "《ANTI-FRAUD》", by) == earned(TopicList([topic]), "Anti-Fraud", by)


def test_of_topics_that_became_one_a_scheme_that_names_either_meets_works() -> None:
    first, second = Topic("t1", "夜巡", version=1), Topic("t2", "巡逻", version=1)
    gone, grown = merged(TopicList([first, second]), first, second)
    topics = TopicList([gone, grown])
    for factors in ({"夜巡": "1.5"}, {"巡逻": "1.5"}):
        for written in ("夜巡", "巡逻"):
            assert earned(topics, written, scheme(factors=factors)) == [("publication", 300)]


@pytest.mark.parametrize("rules", [0, 1, 2])
def test_what_was_computed_before_names_were_told_stays_as_it_was(rules: int) -> None:
    """Also when a later fact of the work tells them."""
    topic = Topic("anti-drug", "禁毒", version=1)
    renamed = changed(TopicList([topic]), topic, "无毒县域", ())
    by = scheme(factors={"禁毒": "1.5"}, topics=("禁毒",))
    told = scored(TopicList([renamed]), "无毒县域", by, rules)
    untold = compute(by, facts(publication(), topic="无毒县域"), rules)
    assert [(line.key, line.cents) for line in told.lines] == [(line.key, line.cents) for line in untold.lines]
    assert [line.cents for line in told.lines] == [200]


def test_a_rename_does_not_reach_what_was_written_before() -> None:
    """A work keeps the names of when it was written, until its outlet gives it another topic."""
    topic = Topic("anti-drug", "禁毒", version=1)
    written = settled({"topic": "禁毒"}, TopicList([topic]))
    renamed = TopicList([replace(topic, name="无毒县域", aliases=("禁毒",), former=("禁毒",))])
    assert written == {"topic": "禁毒", "topic_written": "", "topic_names": ("禁毒",)}
    assert settled({"topic": "禁毒"}, renamed)["topic_names"] == ("无毒县域", "禁毒")
