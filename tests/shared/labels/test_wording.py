"""Sentences with values in them, in the words of who reads."""

from __future__ import annotations

import pytest

from shared.labels.wording import listed, told_day, told_moment, told_period, worded


def test_a_code_is_told_by_its_label_and_a_list_as_the_language_joins_it() -> None:
    values = {"status": "draft", "allowed": ["revise", "submit", "withdraw"]}
    assert (
        worded("当前状态为{status:submission.state}，可以{allowed:submission.act or}。", values, "zh")
        == "当前状态为草稿，可以修改、提交、撤回。"
    )
    assert (
        worded("It is {status:submission.state}: {allowed:submission.act or}.", values, "en")
        == "It is draft: revise, submit or withdraw."
    )


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a、b", "a and b"), (["a", "b", "c"], "a、b、c", "a, b and c")],
)
def test_lists(items: list[str], zh: str, en: str) -> None:
    assert (listed(items, "zh"), listed(items, "en")) == (zh, en)


def test_time_is_local_and_worded() -> None:
    moment = "2026-12-31T16:30:00+00:00"
    assert told_moment(moment, "zh") == "2027年1月1日 00:30"
    assert told_moment(moment, "en") == "1 January 2027, 00:30"
    assert (told_day("2026-10-16", "zh"), told_day("2026-10-16", "en")) == ("2026年10月16日", "16 October 2026")


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [("2026-Q3", "2026年第三季度", "Q3 2026"), ("2026", "2026年度", "2026"), ("else", "else", "else")],
)
def test_periods(period: str, zh: str, en: str) -> None:
    assert (told_period(period, "zh"), told_period(period, "en")) == (zh, en)


def test_the_area_may_be_told_by_a_value_and_what_is_missing_is_a_gap() -> None:
    pattern = "{allowed:{of} or}"
    assert worded(pattern, {"allowed": ["tv", "radio"], "of": "platform"}, "zh") == "电视、广播"
    assert (
        worded(pattern, {"allowed": [1, 2], "of": ""}, "en") == worded(pattern, {"allowed": [1, 2]}, "en") == "1 or 2"
    )
    assert worded("{nobody}", {}, "zh") == "…"


def test_a_text_by_locale_is_told_in_that_of_the_sentence_and_braces_in_a_value_are_text() -> None:
    assert worded("{x}", {"x": {"zh": "甲", "en": "A"}}, "en") == "A"
    assert worded("{x}", {"x": "{y.__class__}"}, "zh") == "{y.__class__}"
