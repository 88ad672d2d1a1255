"""A scheme is checked: its form, and whether its rules make sense together."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import checking, wording
from services.scoring.domain.metering import worth
from services.scoring.domain.scheme import read
from shared import validation
from shared.contracts import outlet_terms, scoring_terms, submission_terms
from shared.contracts.scoring import CheckScheme
from shared.errors import Invalid


def changed(path: str, value: Any) -> dict[str, Any]:
    """The shipped scheme with something else at one place; None takes it away."""
    data: Any = copy.deepcopy(dict(checking.shipped()))
    *way, last = path.strip("/").split("/")
    at = data
    for part in way:
        at = at[int(part)] if isinstance(at, list) else at[part]
    if value is None:
        del at[last]
    else:
        at[int(last) if isinstance(at, list) else last] = value
    return dict(data)


def test_the_shipped_scheme_is_sound() -> None:
    assert checking.problems(checking.shipped()) == []


@pytest.mark.parametrize(
    ("path", "value", "pointer", "rule"),
    [
        ("/name", None, "/name", "scheme.required"),
        ("/more", 1, "/more", "scheme.unknown"),
        ("/year", "median", "/year", "scheme.choice"),
        ("/publications/points/0/points", 30, "/publications/points/0/points", "scheme.type"),
        ("/publications/points/0/points", "3.005", "/publications/points/0/points", "scheme.pattern"),
        ("/publications/points/0/points", "-3", "/publications/points/0/points", "scheme.pattern"),
        ("/publications/points", [], "/publications/points", "scheme.few"),
        ("/publications/points/1", {"points": "1"}, "/publications/points/1", "scheme.few"),
        ("/publications/across_media", {"mode": "all", "share": "1"}, "/publications/across_media", "scheme.either"),
        ("/publications/across_media/share", "1.5", "/publications/across_media/share", "scheme.share_above_one"),
        ("/publications/points/4", {"level": "county", "platform": "tv", "points": "1"}, "", ""),
        (
            "/publications/points/5",
            {"level": "central", "platform": "tv", "points": "1"},
            "/publications/points/5",
            "scheme.unreachable",
        ),
        (
            "/publications/points/2",
            {"media": ["新华社"], "points": "1"},
            "/publications/points/2",
            "scheme.unreachable",
        ),
        (
            "/publications/points/2",
            {"media": ["《新華社》"], "points": "1"},
            "/publications/points/2",
            "scheme.unreachable",
        ),
        ("/metrics/0/tiers/1/at_least", 2000, "/metrics/0/tiers/1/at_least", "scheme.tiers_rise"),
        ("/metrics/0/tiers/2/points", "3", "/metrics/0/tiers/2/points", "scheme.tiers_rise"),
        ("/metrics/0/cap", "7.99", "/metrics/0/cap", "scheme.cap_below_tier"),
        ("/metrics/0/cap", None, "", ""),
        ("/metrics/0/step/points", "999999", "", ""),
        ("/publications/factors/topic/反诈", "999999", "", ""),
        (
            "/publications/factors",
            {"grade": {"C": "999999"}, "byline": {"own": "999999"}},
            "/publications/factors",
            "scheme.too_much",
        ),
        ("/metrics/0/day", 0, "/metrics/0/day", "scheme.low"),
        ("/manual/0/id", "activity", "/manual/2/id", "scheme.repeated"),
        ("/manual/5/lowest", "51", "/manual/5/lowest", "scheme.lowest_above_highest"),
        ("/manual/0/lowest", "1", "/manual/0", "scheme.either"),
        ("/bonuses/0/when", {}, "/bonuses/0/when", "scheme.few"),
        ("/ranking/ties", ["works", "total"], "/ranking/ties/0", "scheme.total_first"),
        ("/ranking/ties", ["total", "total"], "/ranking/ties", "scheme.repeated"),
        ("/awards/0/kind", "medal", "/awards/0/kind", "scheme.choice"),
        ("/awards/0/top", None, "/awards/0", "scheme.either"),
        ("/publications/factors/length/0", {"factor": "1"}, "/publications/factors/length/0", "scheme.either"),
        (
            "/publications/factors/length/0",
            {"at_least": 1, "unreported": True, "factor": "1"},
            "/publications/factors/length/0",
            "scheme.either",
        ),
        (
            "/publications/factors/length",
            [{"unreported": True, "factor": "1"}] * 2,
            "/publications/factors/length/1",
            "scheme.repeated",
        ),
        ("/awards/3/period", "quarter", "/awards/3/period", "scheme.invitation_by_year"),
        ("/awards/3/period", None, "/awards/3/period", "scheme.invitation_by_year"),
        ("/awards/0/period", "quarter", "", ""),
        ("/awards/0/period", "month", "/awards/0/period", "scheme.choice"),
        ("/awards/4/top", 3, "/awards/4/top", "scheme.twice"),
        ("/awards/4/min_points", "10", "/awards/4/min_points", "scheme.twice"),
        (
            "/awards/4",
            {"kind": "consolation", "title": "慰问", "ladder": "overall", "top": 3, "per_work": {"grades": ["A"]}},
            "",
            "",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_rule(path: str, value: Any, pointer: str, rule: str) -> None:
    found = [(each.pointer, each.rule) for each in checking.problems(changed(path, value))]
    assert ((pointer, rule) in found) if rule else (found == [])


def test_a_step_without_a_cap_must_not_lead_beyond_what_points_can_be() -> None:
    scheme = changed("/metrics/0/cap", None)
    scheme["metrics"][0]["step"] = {"each": 1, "points": "2"}
    assert [(each.pointer, each.rule) for each in checking.problems(scheme)] == [("/metrics/0", "scheme.too_much")]


def test_each_name_that_is_missing_is_told_once() -> None:
    scheme = changed("/year", None) | {"metrics": [{}]}
    places = [each.pointer for each in checking.problems(scheme)]
    missing = ("day", "id", "measure", "name", "tiers")
    assert sorted(places) == [*(f"/metrics/0/{name}" for name in missing), "/year"]


def test_faults_are_told_at_their_place_in_the_request() -> None:
    with pytest.raises(Invalid) as refused:
        checking.require({"name": "x"})
    assert {problem.pointer for problem in refused.value.problems} == {
        "/scheme/publications", "/scheme/ranking", "/scheme/year",
    }  # fmt: skip


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(checking.shipped())), inner),
        max_leaves=8,
    )
)
def test_whatever_it_is_it_is_judged_and_not_stumbled_over(data: Any) -> None:
    assert checking.problems(data)


def test_the_form_knows_the_words_of_the_system() -> None:
    definitions = checking.schema()["$defs"]
    for name, enum in (
        ("level", outlet_terms.Level), ("platform", outlet_terms.Platform), ("category", outlet_terms.Category),
        ("genre", submission_terms.Genre),
    ):  # fmt: skip
        assert definitions[name]["enum"] == [str(member) for member in enum]
    condition = definitions["condition"]["properties"]
    assert condition["placements"]["items"]["enum"] == [str(each) for each in submission_terms.Placement]
    assert definitions["award"]["properties"]["kind"]["enum"] == [str(each) for each in scoring_terms.AwardKind]
    ranking = checking.schema()["properties"]["ranking"]["properties"]
    assert ranking["ties"]["items"]["enum"] == [str(each) for each in scoring_terms.Tie]


@pytest.mark.parametrize("name", ["a\x00b", "a\u202eb", "a\nb", " a", ""])
def test_names_hold_nothing_that_cannot_be_shown_or_kept(name: str) -> None:
    assert checking.problems(changed("/name", name))
    assert checking.problems(changed("/publications/factors/topic", {name: "1.5"}))


@pytest.mark.parametrize(
    "path",
    [
        "/name", "/manual/0/id", "/bonuses/0/name", "/awards/0/title", "/publications/points/0/points",
        "/publications/factors/grade/A", "/metrics/0/cap",
    ],
)  # fmt: skip
def test_a_line_break_at_the_end_of_a_text_is_refused_with_its_place(path: str) -> None:
    """What had it could never be met: a medium of that name, a rule of that id."""
    data: Any = checking.shipped()
    for part in path.strip("/").split("/"):
        data = data[int(part)] if isinstance(data, list) else data[part]
    found = [(each.pointer, each.rule) for each in checking.problems(changed(path, f"{data}\n"))]
    assert found == [(path, "scheme.pattern")]


def test_a_line_break_at_the_end_of_a_topic_or_a_medium_is_refused() -> None:
    assert checking.problems(changed("/publications/factors/topic", {"反诈\n": "1.2"}))
    assert checking.problems(changed("/publications/points/0/media", ["人民日报\n"]))


def test_the_end_stands_at_the_end_of_every_pattern_of_the_form() -> None:
    """There alone `checking` makes it the end of the text."""
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(checking.schema()))
    assert patterns and all(json.loads(each).count("$") == 1 and json.loads(each)[-1] == "$" for each in patterns)


def test_a_form_is_told_in_words() -> None:
    for path, value, limit in (
        ("/publications/points/0/points", 30, "文字（加引号）"),
        ("/publications/points/0/points", "3.005", "不带正负号的数，整数部分最多六位，小数最多两位，如 30 或 2.5"),
        ("/publications/factors/grade/A", "x", "不带正负号的数，整数部分最多六位，小数最多四位，如 2 或 1.25"),
        ("/publications/factors/topic", {" a": "1"}, "一行文字，首尾无空格，不含控制字符"),
        ("/awards/0/audience", " a", "一行文字，首尾无空格，不含控制字符"),
    ):
        [fault] = checking.problems(changed(path, value))
        assert fault.params["limit"]["zh"] == limit


def test_every_type_and_pattern_of_the_form_has_words_in_both_languages() -> None:
    form = json.dumps(checking.schema())
    assert set(re.findall(r'"type": "(\w+)"', form)) == set(wording.TYPES)
    patterns = {json.loads(each) for each in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', form)}
    assert patterns == {checking.schema()["$defs"][name]["pattern"] for name in wording.PATTERNS}
    for words in (*wording.TYPES.values(), *wording.PATTERNS.values()):
        assert words.keys() == {"zh", "en"} and all(words.values())


def test_whole_numbers_may_be_written_with_a_point() -> None:
    data = changed("/metrics/0/step", {"each": 10000.0, "points": "2"})
    assert checking.problems(data) == []
    assert worth(read(data).metrics[0], 30_000) == 12


@pytest.mark.parametrize("seen", ["反\u200d诈", "反诈\u200b", "\ufeff反诈", " 反诈\n", "反\u00ad诈\u200e"])
def test_a_schemes_texts_and_names_are_kept_in_one_form(seen: str) -> None:
    data = changed("/publications/factors/topic", {seen: "3\u200b"})
    data["publications"]["points"][0]["media"] = [seen]
    data["awards"][1]["title"] = seen
    kept = validation.load(CheckScheme(), {"scheme": data})["scheme"]
    assert kept["publications"]["factors"]["topic"] == {"反诈": "3"}
    assert (kept["publications"]["points"][0]["media"], kept["awards"][1]["title"]) == (["反诈"], "反诈")
    assert checking.problems(kept) == []
    assert validation.load(CheckScheme(), {"scheme": kept})["scheme"] == kept


def test_two_names_that_become_one_are_told_with_their_place() -> None:
    data = changed("/publications/factors/topic", {"反诈": "3", "反诈\u200b": "2"})
    with pytest.raises(Invalid) as refused:
        validation.load(CheckScheme(), {"scheme": data})
    [fault] = refused.value.problems
    assert (fault.pointer, fault.rule) == ("/scheme/publications/factors/topic/反诈", "scheme.repeated")


@pytest.mark.parametrize(
    ("path", "value", "pointer", "place"),
    [
        ("/name", "办法😀", "/name", 3),
        ("/awards/1/title", "😀先进单位", "/awards/1/title", 1),
        ("/awards/0/audience", "全县😀", "/awards/0/audience", 3),
        ("/bonuses/0/name", "首发😀", "/bonuses/0/name", 3),
        ("/metrics/0/name", "阅读😀", "/metrics/0/name", 3),
        ("/manual/0/name", "批示😀", "/manual/0/name", 3),
        ("/publications/points/0/media", ["人民日报", "😀报"], "/publications/points/0/media/1", 1),
        ("/publications/factors/topic", {"反诈😀": "2"}, "/publications/factors/topic/反诈😀", 3),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_character(path: str, value: Any, pointer: str, place: int) -> None:
    [fault] = checking.problems(changed(path, value))
    assert (fault.pointer, fault.rule) == (pointer, "text.unprintable")
    assert fault.params == {"char": "😀", "code": "U+1F600", "place": place}
