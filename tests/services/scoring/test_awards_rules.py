"""Who is awarded by which rule, once; how an award is handed over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain import awards
from services.scoring.domain.awards import Award, AwardRule, Delivery, Grounds, Placed, ScoredWork
from shared.contracts.award_terms import AwardStatus
from shared.contracts.scoring_terms import AwardKind
from shared.errors import Conflict, Invalid

AT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # already 2027 in Shanghai
PLACED = (
    Placed("o1", "县融媒体中心", "official_media", 1, 1, Decimal("900.00")),
    Placed("o2", "县日报社", "official_media", 2, 2, Decimal("800.00")),
    Placed("o3", "县电台", "official_media", 2, 2, Decimal("800.00")),
    Placed("o4", "县网", "official_media", 4, 5, Decimal("10.00")),
    Placed("s1", "江边小城", "self_media", 1, 4, Decimal("99.99")),
    Placed("s2", "老街坊说", "self_media", None, None, Decimal("500.00")),
)
WORKS = (
    ScoredWork("w1", "夜巡", "s1", "江边小城", "self_media", Decimal("60.00"), "A"),
    ScoredWork("w2", "外婆", "s1", "江边小城", "self_media", Decimal("39.99"), "A"),
    ScoredWork("w3", "早高峰", "s2", "老街坊说", "self_media", Decimal("60.00"), "C"),
    ScoredWork("w4", "头条", "o1", "县融媒体中心", "official_media", Decimal("300.00"), "B"),
)


def test_each_rule_of_a_scheme_has_a_key_of_its_own() -> None:
    twice = awards.rules_of([{"kind": "gift_pack", "title": "礼包", "ladder": "overall", "top": 1}] * 2)
    assert [each.key for each in twice] == ["gift_pack-1", "gift_pack-2"]


def grounds(*rules: AwardRule, numbered: int = 0) -> Grounds:
    return Grounds("370829", "2026-Q4", "digest", rules, PLACED, WORKS, "leader", AT, numbered)


def rule(kind: str = "commendation", ladder: str = "each_category", **parts: object) -> AwardRule:
    [made] = awards.rules_of([{"kind": kind, "title": "表彰", "ladder": ladder, **parts}])
    return made


def to_whom(*rules: AwardRule) -> list[str]:
    return [award.submission or award.outlet for award in awards.granted(grounds(*rules), ())]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (rule(top=1), ["o1", "s1"]),
        (rule(top=4, ladder="overall"), ["o1", "o2", "o3", "s1"]),
        (rule(top=2, ladder="official_media"), ["o1", "o2", "o3"]),
        (rule(min_points="99.99"), ["o1", "o2", "o3", "s1"]),
        (rule(top=3, min_points="100"), ["o1", "o2", "o3"]),
        (rule(ladder="self_media", per_work={"top": 9}), ["w1", "w2", "w3"]),
        (rule(per_work={"top": 1}), ["w1", "w4"]),
        (rule(ladder="overall", per_work={"top": 2}), ["w1", "w4"]),
        (rule(per_work={"min_points": "60.00"}), ["w1", "w3", "w4"]),
        (rule(per_work={"grades": ["A"]}), ["w1", "w2"]),
        (rule(top=1, per_work={"grades": ["A", "B"]}), ["w1", "w4"]),
        (rule(min_points="60", per_work={"grades": ["A", "B"]}), ["w1", "w4"]),
        (rule(top=1, ladder="overall", per_work={"min_points": "60"}), ["w4"]),
    ],
)
def test_a_rule_names_who_is_awarded(asked: AwardRule, expected: list[str]) -> None:
    assert sorted(to_whom(asked)) == sorted(expected)


@pytest.mark.parametrize(
    ("asked", "periods"),
    [
        (rule(top=1), {"2026-Q4", "2026"}),
        (rule(top=1, period="quarter"), {"2026-Q4"}),
        (rule("gift_pack", top=1, period="year"), {"2026"}),
        (rule("invitation", top=1, period="year"), {"2026"}),
        (rule("invitation", top=1), {"2026"}),  # as schemes had it before it was checked
    ],
)
def test_a_rule_is_for_quarters_years_or_both_and_the_conference_is_the_years(
    asked: AwardRule, periods: set[str]
) -> None:
    by = {period: replace(grounds(asked), period=period) for period in ("2026-Q4", "2026")}
    assert {period for period, told in by.items() if awards.granted(told, ())} == periods


def test_works_are_ordered_by_points_then_by_id() -> None:
    assert to_whom(rule(ladder="self_media", per_work={"top": 2})) == ["w1", "w3"]


def test_who_is_not_ranked_gets_nothing_for_a_place() -> None:
    assert "s2" not in to_whom(rule(top=1000), rule(min_points="0"), rule(ladder="overall", min_points="0"))


def test_what_was_granted_is_not_granted_again() -> None:
    first = awards.granted(grounds(rule(top=1)), ())
    again = awards.granted(grounds(rule(top=1)), {award.id for award in first})
    assert len(first) == 2 and again == []
    wider = awards.granted(grounds(rule(top=2)), {award.id for award in first})
    assert [award.outlet for award in wider] == ["o2", "o3"]


def test_certificates_are_numbered_without_gaps_in_the_year_of_the_county() -> None:
    made = awards.granted(grounds(rule("certificate", top=2), rule(top=1), numbered=7), ())
    numbers = [award.number for award in made if award.kind is AwardKind.CERTIFICATE]
    assert numbers == [f"370829-2027-{number:04}" for number in range(8, 12)]
    assert all(not award.number and not award.code for award in made if award.kind is not AwardKind.CERTIFICATE)


def test_codes_name_the_bureau_and_differ() -> None:
    codes = {awards.new_code("370829") for _ in range(500)}
    assert len(codes) == 500 and all(re.fullmatch(r"370829(-[0-9A-HJKMNP-TV-Z]{4}){3}", code) for code in codes)


def test_a_code_is_read_in_any_spelling() -> None:
    code = "370829-0KQ1-M20D-9TRA"
    for text in (code, "3708290kq1m20d9tra", "37o829 oKQl m2Od-9trA", "370829-0KQI-M20D-9TRA"):
        assert awards.read_code(text) == code
    for text in ("", code[:-1], code + "0", code.replace("K", "U"), code.replace("K", "一"), code.replace("K", "*")):
        assert awards.read_code(text) is None


@given(st.permutations(PLACED), st.permutations(WORKS))
def test_the_order_in_which_the_ranking_is_read_does_not_matter(placed: list[Placed], works: list[ScoredWork]) -> None:
    rules = (rule(top=2), rule("consolation", per_work={"top": 2}))
    told = replace(grounds(*rules), placed=placed, works=works)
    assert {award.id for award in awards.granted(told, ())} == {
        award.id for award in awards.granted(grounds(*rules), ())
    }


def gift(**changes: object) -> Award:
    [award, *_] = awards.granted(grounds(rule("gift_pack", top=1)), ())
    return replace(award, **changes)  # type: ignore[arg-type]


def delivery(**changes: object) -> Delivery:
    parts: dict[str, object] = {
        "delivered_at": AT + timedelta(days=1),
        "received_by": "王小明",
        "delivered_by": "李静",
        "recorded_by": "liaison",
        "photo": "file",
    }
    return Delivery(**{**parts, **changes})  # type: ignore[arg-type]


NOW = AT + timedelta(days=2)


def test_a_gift_pack_is_handed_over_once_with_its_record() -> None:
    done = awards.deliver(gift(), delivery(), NOW)
    assert (done.status, done.version, done.delivery) == (AwardStatus.DELIVERED, 2, delivery())
    with pytest.raises(Conflict) as refused:
        awards.deliver(done, delivery(), NOW)
    assert refused.value.code == "award.illegal_move" and refused.value.params["state"] == "delivered"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"photo": ""}, "/photo"),
        ({"delivered_at": AT - timedelta(seconds=1)}, "/delivered_at"),
        ({"delivered_at": NOW + timedelta(seconds=1)}, "/delivered_at"),
    ],
)
def test_a_delivery_needs_a_photo_and_a_time_between_grant_and_now(changes: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        awards.deliver(gift(), delivery(**changes), NOW)
    assert [problem.pointer for problem in refused.value.problems] == [pointer]


def test_a_delivery_told_to_the_minute_may_be_in_the_minute_of_the_grant() -> None:
    granted = replace(gift(), granted_at=AT + timedelta(seconds=30, milliseconds=5))
    assert awards.deliver(granted, delivery(delivered_at=AT), NOW).status is AwardStatus.DELIVERED


@pytest.mark.parametrize("kind", [AwardKind.COMMENDATION, AwardKind.INVITATION])
def test_what_is_no_thing_is_not_handed_over(kind: AwardKind) -> None:
    with pytest.raises(Conflict, match="not_handed_over"):
        awards.deliver(gift(kind=kind), delivery(), NOW)
