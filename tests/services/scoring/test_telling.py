"""Why points are what they are, in either language; what is stored of it is Chinese and stays the same."""

from __future__ import annotations

from string import Formatter

import pytest

from services.scoring.domain.explain import rule_name, working_text
from services.scoring.domain.lines import Factor, Working
from services.scoring.domain.telling import texts
from services.scoring.domain.words import raw_told


def named(text: str) -> set[tuple[str, str]]:
    return {(name, how or "") for _, name, how, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    assert {key: named(text) for key, text in texts("zh").items()} == {
        key: named(text) for key, text in texts("en").items()
    }
    assert texts("fr") == texts("zh")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("市级《钱塘晚报》（报纸）", "municipal medium 《钱塘晚报》 (newspaper)"),
        (
            "县级《滨江发布》（微信公众号，曾经刊发）",
            "county medium 《滨江发布》 (WeChat Official Account, published earlier)",
        ),
        ("刊发第7日阅读播放 5200", "reads or plays on day 7 after publication: 5200"),
        ("刊发第7日阅读播放 10万+", "reads or plays on day 7 after publication: 100,000+"),
        ("未经审核在抖音“滨江播报”发布", "published without approval on Douyin, “滨江播报”"),
        ("金点子被采纳", "golden idea adopted"),
        ("金点子得到落实", "golden idea put into practice"),
        ("原创首发", "原创首发"),
    ],
)
def test_a_raw_value_is_told_in_english_from_what_is_stored(raw: str, told: str) -> None:
    assert raw_told(raw, "en") == told
    assert raw_told(raw, "zh") == raw


def test_the_working_is_told_in_english() -> None:
    factors = (Factor("grade", "B", "1.20"), Factor("topic", "反诈", "1.50"), Factor("length", "unreported", "1"))
    working = Working("市级《钱塘晚报》（报纸）", "5", factors, "9.00", 2, 3, "6.00", "own_channel@3")
    assert working_text(working, "en") == (
        "raw value municipal medium 《钱塘晚报》 (newspaper), worth 5 → factors B (good)×1.2 topic “反诈”×1.5 "
        "length not reported×1 → points 6.00 (work 9.00 points, share 2/3) "
        "(publication verified by the rule own_channel@3)"
    )


def test_rules_of_the_system_are_named_in_the_readers_language() -> None:
    assert [rule_name(None, "idea:adopted", language) for language in ("zh", "en")] == [
        "金点子采纳",
        "golden idea adopted",
    ]
    assert rule_name(None, "bonus:first_report", "en") == "first_report"
