"""What a work earns, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.scoring import checking
from services.scoring.domain.compute import RULES, Computed, compute
from services.scoring.domain.explain import working_text
from services.scoring.domain.facts import Author, Facts, Ruling
from services.scoring.domain.scheme import Book
from services.scoring.domain.words import reworded
from tests.services.scoring.makers import START, book, facts, publication, scheme, snapshot, subject


def points(computed: Computed) -> dict[tuple[str, str], int]:
    """Cents by publication and rule, for works of one outlet."""
    return {(line.key.publication, line.key.rule): line.cents for line in computed.lines}


def publications(**changes: Any) -> dict[str, Any]:
    """The section of the shipped scheme, changed."""
    return {"publications": {**checking.shipped()["publications"], **changes}}


def metrics(**changes: Any) -> dict[str, Any]:
    return {"metrics": [{**checking.shipped()["metrics"][0], **changes}]}


def test_points_by_level_and_by_named_media() -> None:
    cases = (
        ("central", "某报", 2000),
        ("central", "人民日报", 3000),
        ("self", "甲", 100),
        ("self", "《人民日報》", 3000),
    )
    for level, media, cents in cases:
        found = compute(book(), facts(publication(level=level, media=media, medium="entry")))
        assert points(found) == {("p1", "publication"): cents}


def test_a_channel_is_no_medium_of_the_directory_whatever_it_is_called() -> None:
    """Who owns a channel names it. What was computed before that was known stays as it was."""
    own = facts(publication(level="self", media="人民日报"))
    assert points(compute(book(), own)) == {("p1", "publication"): 100}
    assert points(compute(book(), own, 1)) == {("p1", "publication"): 3000}
    named = {"id": "named", "name": "点名媒体", "points": "7", "when": {"media": ["《人民日報》"]}}
    for rules, medium, fits in ((RULES, "", False), (RULES, "rmrb", True), (1, "", True)):
        work = facts(publication(level="self", media="人民日报", medium=medium))
        found = compute(book(bonuses=[named], penalties=[named | {"id": "too"}]), work, rules)
        assert {("p1", "bonus:named"), ("p1", "penalty:too")}.isdisjoint(points(found)) is not fits


def test_factors_multiply_and_the_working_shows_each() -> None:
    work = facts(
        publication(level="municipal", media="钱塘晚报", platform="newspaper", placement="front_page", length=1200),
        grade="B", original=True, topic="反诈", authors=(Author("o1", 2), Author("o2", 1)),
    )  # fmt: skip
    first, second = compute(book(), work).lines
    # 5 × 2 × 1.2 × 1.2 × 1.2 × 1.5 = 25.92
    assert (first.cents, second.cents, first.home) == (1728, 864, "2026-Q3")
    assert [each.name for each in first.working.factors] == ["placement", "grade", "topic", "original", "length"]
    assert working_text(first.working, "zh") == (
        "原始值 市级《钱塘晚报》（报纸），计 5 分 → 系数 头版×2 B（良好）×1.2 议题“反诈”×1.2 原创×1.2 篇幅达1000×1.5"
        " → 得分 17.28（作品 25.92 分，份额 2/3）"
    )


def test_the_part_of_who_has_not_agreed_counts_for_nobody() -> None:
    both = (Author("o1", 2), Author("o2", 1))
    named = facts(publication(), authors=(both[0], replace(both[1], accepted=False)))
    first, _ = compute(book(), facts(publication(), authors=both)).lines
    (alone,) = compute(book(), named).lines
    assert (alone.key.outlet, alone.cents) == ("o1", first.cents), "and is not given to the others"


def test_reads_that_wechat_caps_are_told_as_it_shows_them_also_in_entries_from_before() -> None:
    later = publication("p2", published_at=START + timedelta(days=1))
    two = [snapshot(reads=100_001, capped=True), snapshot("m2", "p2", 34_567, 8)]
    by = {across: compute(book(**metrics(across=across)), facts(publication(), later, snapshots=two)) for across in
          ("each", "sum")}  # fmt: skip
    told = {across: [line.working.raw for line in found.lines if "metrics" in line.key.rule] for across, found in
            by.items()}  # fmt: skip
    assert told == {
        "each": ["刊发第7日阅读播放 10万+", "刊发第7日阅读播放 34567"], "sum": ["刊发第7日阅读播放 13万+"],
    }  # fmt: skip
    assert reworded("刊发第7日阅读播放 100001（10万+）") == "刊发第7日阅读播放 10万+" == reworded(told["each"][0])
    assert reworded("刊发第7日阅读播放 134568（10万+）") == told["sum"][0]
    assert reworded(told["each"][1]) == told["each"][1]


def test_a_mediums_own_marks_are_the_single_ones_also_in_entries_from_before() -> None:
    [line] = compute(book(), facts(publication(media="《法治》周刊"))).lines
    assert line.working.raw == "县级《〈法治〉周刊》（微信公众号）" == reworded(line.working.raw)
    assert reworded("县级《《法治》周刊》（微信公众号）") == line.working.raw


SHORT = {"at_least": 1, "factor": "0.5"}
LONG = {"at_least": 1000, "factor": "2"}
VIDEO = {"genre": "video", "at_least": 60, "factor": "0.2"}


@pytest.mark.parametrize(
    ("classes", "length", "cents", "said"),
    [
        ([LONG], 0, 200, "篇幅未报×1"),  # the lowest that the classes leave
        ([LONG], 999, 200, "无"),
        ([LONG], 1000, 400, "篇幅达1000×2"),
        ([SHORT, LONG], 0, 100, "篇幅未报×0.5"),  # no more than who reports a short piece
        ([SHORT, LONG], 1, 100, "篇幅达1×0.5"),
        ([SHORT, VIDEO], 0, 100, "篇幅未报×0.5"),
        ([VIDEO], 0, 200, "无"),  # a class for videos does not ask how long articles are
        ([SHORT, LONG, {"unreported": True, "factor": "0.8"}], 0, 160, "篇幅未报×0.8"),
        ([{"unreported": True, "factor": "0.8"}], 0, 160, "篇幅未报×0.8"),
        ([{"unreported": True, "factor": "0.8"}, {"genre": "article", "unreported": True, "factor": "0"}], 0, 0, ""),
        ([{"genre": "video", "unreported": True, "factor": "0"}, LONG], 0, 200, "篇幅未报×1"),
    ],
)
def test_a_length_that_was_not_reported_gains_nothing_and_is_named(
    classes: list[dict[str, Any]], length: int, cents: int, said: str
) -> None:
    by = publications(factors={"length": classes})
    assert checking.problems({**checking.shipped(), **by}) == []
    lines = compute(book(**by), facts(publication(length=length))).lines
    assert sum(line.cents for line in lines) == cents
    assert all(f"→ 系数 {said} →" in working_text(line.working, "zh") for line in lines)


@pytest.mark.parametrize("byline", ["invited", "paid"])
def test_invited_and_paid_space_count_nothing(byline: str) -> None:
    found = compute(
        book(), facts(publication(byline=byline), snapshots=[snapshot(reads=9_999)], grade="A", original=True)
    )
    assert found.lines == ()
    assert {(note.rule, note.reason) for note in found.notes} == {
        ("publication", "byline"), ("metrics:day7_reads", "zero"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "cents"),
    [
        ({"mode": "all"}, {"p1": 200, "p2": 1000, "p3": 1000}),
        ({"mode": "highest_only"}, {"p2": 1000}),
        ({"mode": "first_full_then_share", "share": "0.25"}, {"p1": 200, "p2": 250, "p3": 250}),
    ],
)
def test_one_work_in_several_media(mode: dict[str, str], cents: dict[str, int]) -> None:
    work = facts(
        publication("p3", level="provincial", published_at=START + timedelta(days=2)),
        publication("p2", level="provincial", published_at=START + timedelta(days=1)),
        publication("p1"),
    )
    found = compute(book(**publications(across_media=mode)), work)
    assert {line.key.publication: line.cents for line in found.lines} == cents


@pytest.mark.parametrize(("rule", "counted"), [("none", {"p1"}), ("once", {"p1", "p3", "p5"})])
def test_of_the_reprints_of_a_source_the_best_one_counts_or_none(rule: str, counted: set[str]) -> None:
    later = {f"p{day}": START + timedelta(days=day) for day in range(2, 6)}
    work = facts(
        publication("p1"),
        publication("p2", reprint=True, group="p1", published_at=later["p2"]),
        publication("p3", reprint=True, group="p1", level="central", published_at=later["p3"]),
        publication("p4", reprint=True, group="p1", level="central", published_at=later["p4"]),
        publication("p5", reprint=True, published_at=later["p5"]),  # of something that is not ours
    )
    found = compute(book(**publications(reprints=rule, across_media={"mode": "all"})), work)
    assert {line.key.publication for line in found.lines} == counted
    assert {note.publication for note in found.notes if note.reason == "reprint"} == set(work.publications) - counted


def test_reprints_of_two_sources_that_are_worth_nothing_themselves_count_each() -> None:
    later = [START + timedelta(days=day) for day in range(4)]
    work = facts(
        publication("p1", byline="paid", published_at=later[0]),
        publication("p2", byline="paid", published_at=later[1]),
        publication("p3", reprint=True, group="p1", published_at=later[2]),
        publication("p4", reprint=True, group="p2", published_at=later[3]),
    )
    found = compute(book(**publications(across_media={"mode": "all"})), work)
    assert {line.key.publication for line in found.lines} == {"p3", "p4"}


@pytest.mark.parametrize(
    ("reads", "cents"),
    [
        (1999, None),
        (2000, 200),
        (9999, 400),
        (10_000, 800),
        (19_999, 800),
        (20_000, 1000),
        (100_001, 2600),
        (10**9, 3000),
    ],
)
def test_tiers_steps_and_the_cap(reads: int, cents: int | None) -> None:
    found = compute(book(), facts(publication(), snapshots=[snapshot(reads=reads)]))
    assert points(found).get(("p1", "metrics:day7_reads")) == cents


def test_the_snapshot_nearest_to_the_seventh_day_counts_within_a_day() -> None:
    def used(*days: float) -> int | None:
        near = [snapshot(f"m{number}", reads=2000 + number * 3000, days=day) for number, day in enumerate(days)]
        return points(compute(book(), facts(publication(), snapshots=near))).get(("p1", "metrics:day7_reads"))

    assert used(1, 3, 8.01) is None
    assert used(5.9, 8) == 400
    assert used(6.5, 7.4) == 400
    assert used(6.5, 7.5) == 200  # as near: the earlier


def test_metrics_of_each_publication_of_the_best_one_or_of_all_together() -> None:
    later = publication("p2", published_at=START + timedelta(days=1))
    work = facts(publication(), later, snapshots=[snapshot(), snapshot("m2", "p2", 9000, 8)])
    for across, cents in (("each", {"p1": 200, "p2": 400}), ("best", {"p2": 400}), ("sum", {"p1": 800})):
        found = compute(book(**metrics(across=across)), work)
        assert {line.key.publication: line.cents for line in found.lines if "metrics" in line.key.rule} == cents


@pytest.mark.parametrize(("first", "second", "at"), [("own", "paid", "p1"), ("paid", "own", "p2")])
def test_paid_space_neither_adds_to_the_sum_of_metrics_nor_takes_it(first: str, second: str, at: str) -> None:
    later = publication("p2", byline=second, published_at=START + timedelta(days=1))
    work = facts(publication(byline=first), later, snapshots=[snapshot(reads=4000), snapshot("m2", "p2", 4000, 8)])
    found = points(compute(book(**metrics(across="sum")), work))
    assert {key: cents for key, cents in found.items() if "metrics" in key[1]} == {(at, "metrics:day7_reads"): 200}


def test_bonuses_and_penalties_by_condition() -> None:
    extras = {
        "bonuses": [{"id": "b", "name": "首发", "points": "3", "when": {"first": True, "topics": ["禁毒"]}}],
        "penalties": [{"id": "c", "name": "先发", "points": "2", "each": True, "when": {"before_permit": True}}],
    }
    late = {"before_permit": True, "published_at": START + timedelta(days=1)}
    work = facts(publication(before_permit=True), publication("p2", **late), topic="禁毒")
    found = points(compute(book(**extras), work))
    assert found["p1", "bonus:b"] == 300
    assert (found["p1", "penalty:c"], found["p2", "penalty:c"]) == (-200, -200)


FIRST = {"bonuses": [{"id": "b", "name": "首发", "points": "3", "when": {"first": True}}]}


@pytest.mark.parametrize(
    "nothing",
    [
        {"byline": "paid"},
        {"byline": "invited"},
        {"level": "elsewhere"},  # no rule of the scheme is for it
        {"reprint": True, "group": "p9", "level": "self"},  # another reprint of the same source counts
    ],
)
def test_what_is_worth_nothing_does_not_take_the_bonus_for_the_first_medium(nothing: dict[str, Any]) -> None:
    later = [START + timedelta(days=day) for day in (1, 2, 3)]
    more = [publication("p3", reprint=True, group="p9", published_at=later[2], level="central")]
    work = facts(publication(**nothing), publication("p2", published_at=later[0]), *more * ("reprint" in nothing))
    found = points(compute(book(**FIRST), work))
    assert {key: cents for key, cents in found.items() if key[1] == "bonus:b"} == {("p2", "bonus:b"): 300}


def test_there_is_no_bonus_for_the_first_medium_where_nothing_counts_or_another_counts_alone() -> None:
    later = publication("p2", level="central", published_at=START + timedelta(days=1))
    assert compute(book(**FIRST), facts(publication(byline="paid"))).lines == ()
    highest = publications(across_media={"mode": "highest_only"})
    assert points(compute(book(**FIRST, **highest), facts(publication(), later))) == {("p2", "publication"): 2000}
    paid = facts(publication(byline="paid"), later)
    assert points(compute(book(**FIRST, **highest), paid)) == {("p2", "publication"): 2000, ("p2", "bonus:b"): 300}


def test_a_penalty_is_for_the_first_publication_whatever_it_is_worth() -> None:
    penalty = {"id": "c", "name": "先发", "points": "2", "when": {"first": True, "before_permit": True}}
    later = publication("p2", published_at=START + timedelta(days=1))
    found = points(compute(book(penalties=[penalty]), facts(publication(byline="paid", before_permit=True), later)))
    assert found["p1", "penalty:c"] == -200


def test_without_approval_or_subject_there_is_nothing() -> None:
    whole = facts(publication())
    assert compute(book(), Facts(None, whole.approval, whole.publications)) == Computed()
    assert compute(book(), Facts(whole.subject, None, whole.publications)) == Computed()


def test_an_idea_earns_when_it_is_adopted_and_when_it_is_put_into_practice() -> None:
    idea = Facts(subject(kind="golden_idea"), adopted=Ruling(1, START, "88.50"))
    done = Facts(idea.subject, adopted=idea.adopted, implemented=Ruling(4, START + timedelta(days=100)))
    assert points(compute(book(), idea)) == {("", "idea:adopted"): 500}
    assert [line.home for line in compute(book(), done).lines] == ["2026-Q3", "2026-Q4"]


def test_the_scheme_in_force_on_the_first_day_of_publication_counts() -> None:
    old, new = scheme(), scheme(1, date(2026, 7, 2), **publications(points=[{"level": "county", "points": "9"}]))
    both = Book((old, new))
    for days, serial, cents in ((0, 0, 200), (1, 1, 900)):
        (line,) = compute(both, facts(publication(published_at=START + timedelta(days=days)))).lines
        assert (line.scheme, line.cents) == (serial, cents)


@pytest.mark.parametrize(("rounding", "cents"), [("line", 4), ("step", 5)])
def test_rounding_at_each_step_or_once(rounding: str, cents: int) -> None:
    # 1 × 0.449 × 0.1 = 0.0449, or by steps 0.45 × 0.1 = 0.045
    factors = {"grade": {"C": "0.449"}, "original": {"no": "0.1"}}
    changes = publications(points=[{"level": "county", "points": "1"}], factors=factors)
    found = compute(book(rounding=rounding, **changes), facts(publication()))
    assert [line.cents for line in found.lines] == [cents]


def test_a_scheme_that_names_what_outlets_write_goes_on_meeting_it() -> None:
    bonus = {"id": "b", "name": "专题", "points": "3", "when": {"topics": ["反诈骗"]}}
    data = book(bonuses=[bonus])
    renamed = facts(publication(), topic="平安", topic_written="反诈骗")
    assert ("p1", "bonus:b") in points(compute(data, renamed))
    assert ("p1", "bonus:b") not in points(compute(data, facts(publication(), topic="平安")))
    factor = facts(publication(level="municipal", length=1200), topic="平安", topic_written="反诈")
    assert "topic" in {each.name for each in compute(book(), factor).lines[0].working.factors}
