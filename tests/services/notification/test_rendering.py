"""Every kind speaks Chinese and English, names facts of its own only, and a bad template is refused."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import Any

import pytest

from services.notification.domain import NAMED, PARAMS, RULES, Kind, notices
from services.notification.rendering import (
    FOLDER,
    LANGUAGES,
    TemplateError,
    language,
    render,
    template,
)
from shared.contracts.review_terms import FORMER, OwnReason
from shared.events import MemberInvited, MetricsVerified
from shared.labels import LANGUAGES as LOCALES
from tests.services.notification.makers import SILENT, outlets_of, something, telling
from tests.shared.events.examples import example

EACH = [(locale, kind) for locale in LOCALES for kind in Kind]


@pytest.mark.parametrize(("locale", "kind"), EACH)
def test_every_kind_has_a_text_that_names_all_its_facts_and_no_others(locale: str, kind: Kind) -> None:
    texts = LANGUAGES[locale].templates[kind]
    named = {name for _, name, _, _ in Formatter().parse(texts.title + texts.body) if name is not None}
    assert named == PARAMS[kind]


@pytest.mark.parametrize("kind", list(Kind))
def test_chinese_is_chinese_and_english_is_english(kind: Kind) -> None:
    chinese, english = (LANGUAGES[locale].templates[kind] for locale in LOCALES)
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese.title)
    assert not any("\u4e00" <= char <= "\u9fff" for char in english.title + english.body)


def test_both_languages_have_the_same_words() -> None:
    assert LANGUAGES["zh"].words.keys() == LANGUAGES["en"].words.keys()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("cls", list(RULES), ids=lambda cls: cls.name)
def test_every_notice_can_be_shown(cls: type[Any], locale: str) -> None:
    shown = [render(locale, notice.kind, notice.params) for notice in something(cls)]
    assert bool(shown) != (cls in SILENT)
    assert all("{" not in each.title + each.body and "—" not in each.body for each in shown)


def test_values_are_shown_in_the_readers_language_and_time() -> None:
    notice = notices(example(MemberInvited), "s")[0]
    chinese, english = render("zh", notice.kind, notice.params), render("en", notice.kind, notice.params)
    assert chinese.body == "“长江口融媒”邀请您成为其媒体负责人，请于2026年9月30日 16:00前接受。"
    assert english.body == (
        "“长江口融媒” invites you to join it (role: outlet owner). Please accept before 30 September 2026, 16:00."
    )


def test_lists_are_joined_as_the_language_does() -> None:
    params = {"outlet": "甲", "changed": ["name", "contacts"]}
    assert "名称、联系人" in render("zh", "outlet.profile_changed", params).body
    assert "name and contacts" in render("en", "outlet.profile_changed", params).body


def test_the_systems_own_reason_is_a_sentence_and_a_persons_reason_stands_as_written() -> None:
    shown = {
        reason: render("zh", "outlet.suspended", {"outlet": "甲", "reason": reason}).body.partition("原因：")[2]
        for reason in ("verification_lapsed", "tv", "证件过期")
    }
    assert shown == {"verification_lapsed": "年度核验已过期。", "tv": "tv", "证件过期": "证件过期"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_own_reason_of_reviews_is_a_sentence_in_one_language(locale: str) -> None:
    fact = {"outlet": "甲", "title": "乙", "permit": "P"}

    def told(reason: str) -> str:
        return render(locale, "permit.revoked", fact | {"reason": reason}).body

    worded = {told(code) for code in OwnReason}
    assert len(worded) == len(OwnReason) and not any(each.endswith(tuple(OwnReason)) for each in worded)
    assert {told(former) for former in FORMER} == {told(code) for code in FORMER.values()}
    assert told("作者已撤回 / Withdrawn by its outlet 另有安排").endswith("另有安排")
    assert told("均分 59.83，未达到 60 / Mean 59.83, below 60") == told(OwnReason.BELOW_THRESHOLD)


def test_an_unknown_language_is_answered_in_chinese() -> None:
    assert render("fr", "membership.ended", {"outlet": "甲"}).title == "您已离开：甲"


def test_a_fact_that_an_old_notice_lacks_is_a_dash_and_braces_in_a_name_are_text() -> None:
    shown = render("en", "outlet.suspended", {"outlet": "{outlet.__class__}"})
    assert shown.body == "“{outlet.__class__}” is suspended and may not submit for now. Reason: —"


@pytest.mark.parametrize("kind", ["period.publicised", "period.appeals_moved", "review.stage_due", "review.due_moved"])
def test_a_date_says_that_it_is_a_guess_where_it_is_one_and_old_notices_say_nothing(kind: str) -> None:
    for locale, told in (("zh", "按推算的工作日历"), ("en", "a guess until the holidays are announced")):
        shown = [render(locale, kind, params).body for params in ({"calendar": "guessed"}, {"calendar": ""}, {})]
        assert [told in each for each in shown] == [True, False, False]
        assert shown[1] == shown[2]


@pytest.mark.parametrize(
    ("kind", "name"), [("period.publicised", "appeals_until"), ("outlet.reverification_due", "due")]
)
def test_a_last_day_is_named_as_one_that_is_included(kind: str, name: str) -> None:
    told = {locale: render(locale, kind, {name: "2026-10-16"}).body for locale in LOCALES}
    assert "至2026年10月16日（含当日）" in told["zh"] and "up to and including 16 October 2026" in told["en"]


def test_reads_that_wechat_caps_are_told_as_it_shows_them() -> None:
    event = telling(MetricsVerified)
    assert isinstance(event, MetricsVerified)
    capped = replace(event, metrics=replace(event.metrics, reads=100_001, capped=True))
    for locale, told in (("zh", "（阅读 10万+）"), ("en", "(100,000+ reads)")):
        for shown in (render(locale, each.kind, each.params) for each in notices(capped, "s", outlets_of(capped))):
            assert told in shown.body and "100001" not in shown.title + shown.body
    shows = replace(event, metrics=replace(event.metrics, reads=100_001, capped=False))
    [plain, *_] = notices(shows, "s", outlets_of(shows))
    assert "（阅读 100,001）" in render("zh", plain.kind, plain.params).body


def test_points_that_are_taken_are_told_as_taken() -> None:
    fact = {"outlet": "甲", "title": "读《民法典》", "period": "2026-Q3"}
    added, taken = ({**fact, "points": points} for points in ("5.00", "-2.50"))
    assert render("zh", "points.entered", added).body == "“甲”在2026年第三季度加 5.00 分：读《民法典》。"
    assert render("zh", "points.entered", taken).title == "积分变动（扣 2.50 分）：读《民法典》"
    assert render("en", "points.reversed", taken).title == "Points reversed (2.50 points deducted): 读《民法典》"


def test_what_is_reported_is_not_told_as_a_fact_before_it_is_verified() -> None:
    fact = {"outlet": "甲", "title": "乙", "media": "丙"}
    assert render("zh", "submission.published", fact).body.endswith("核实后计入考评。")
    assert render("en", "submission.published", fact).body.endswith("it counts once it is verified.")


def test_marks_within_a_title_are_the_single_ones_and_braces_in_it_are_text() -> None:
    shown = render("zh", "idea.implemented", {"outlet": "甲", "title": "读《民法典》{outlet}"})
    assert shown.body == "“甲”的金点子《读〈民法典〉{outlet}》已付诸实施。"
    assert "《—》" in render("zh", "idea.implemented", {"outlet": "甲"}).body


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "{outlet",
        "}",
        "{}",
        "{0}",
        "{nobody}",
        "{reason}",
        "{outlet.__class__}",
        "{outlet[0]}",
        "{outlet!r}",
        "{outlet:>10000000}",
        "x" * 2001,
        7,
        None,
    ],
)
def test_a_bad_template_is_refused(text: Any) -> None:
    with pytest.raises(TemplateError, match=r"membership\.ended"):
        template(Kind.MEMBERSHIP_ENDED, {"title": "{outlet}", "body": text})


def test_a_template_needs_title_and_body_and_nothing_else() -> None:
    for table in ({"title": "x"}, {"title": "x", "body": "y", "html": "z"}):
        with pytest.raises(TemplateError, match="title and a body"):
            template(Kind.MEMBERSHIP_ENDED, table)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_file_with_a_missing_or_unknown_kind_or_bad_syntax_is_refused(locale: str) -> None:
    good = (FOLDER / f"{locale}.toml").read_text("utf-8")
    assert language(locale, good).templates.keys() == set(Kind)
    for bad in (good.replace('["outlet.closed"]', '["outlet.sold"]'), good + "[broken", good + '\n["x.y"]\n'):
        with pytest.raises(TemplateError, match=locale):
            language(locale, bad)


def test_every_named_fact_is_used() -> None:
    assert {name for rules in RULES.values() for rule in rules for name in rule.names} == set(NAMED)
