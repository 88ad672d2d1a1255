"""The rules that go by words: where what they find stands in the original, what is shown of it, and what is no case."""

from __future__ import annotations

import time

import pytest

from shared.contracts.review_terms import FindingRule
from shared.screening import found, matcher
from shared.screening.names import SINGLE, name_at
from shared.screening.passages import Passage, words
from shared.simplified import folding

NO_WORDS = matcher([])
R = FindingRule


def look(text: str) -> list[tuple[FindingRule, str, str]]:
    return [(hit.rule, text[hit.start : hit.end], hit.excerpt) for hit in found(text, folding(), NO_WORDS)]


SPELLINGS = [
    ("被害人張偉報案", (R.VICTIM, "張偉", "張*")),
    ("被 害 人 张 伟 报案", (R.VICTIM, "张 伟", "张**")),
    ("被\u200b害人张\u200b伟报案", (R.VICTIM, "张\u200b伟", "张**")),
    ("住址：文昌路１８号２号楼４０２室。", (R.HOME_ADDRESS, "文昌路１８号２号楼４０２室", "文昌路**号*号楼***室")),
    ("①③⑨壹贰叁肆五六七八", (R.PHONE, "①③⑨壹贰叁肆五六七八", "①③*******七八")),
    ("【機密】", (R.SECRET_MARK, "機密", "【機密】")),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_what_is_found_stands_in_the_original(text: str, expected: tuple[FindingRule, str, str]) -> None:
    rule, where, excerpt = expected
    assert look(f"…㈱\n{text}") == [(rule, where, f"…㈱\n{excerpt}" if rule is R.SECRET_MARK else excerpt)]


HIDDEN = [
    ("一三九一二三四五六七八", R.PHONE), ("幺三九一二三四五六七八", R.PHONE), ("壹叁玖壹贰叁肆伍陆柒捌", R.PHONE),
    ("一三九 一二三四 五六七八", R.PHONE), ("一三九，一二三四，五六七八", R.PHONE), ("139一二三四5678", R.PHONE),
    ("〇五七一—八七六五四三二一", R.PHONE), ("1啊3啊9啊1啊2啊3啊4啊5啊6啊7啊8", R.PHONE), ("139转1234转5678", R.PHONE),
    ("139**1234**5678", R.PHONE), ("一一〇一〇五一九四九一二三一〇〇二X", R.RESIDENT_ID),
    ("110105⭐19491231⭐002X", R.RESIDENT_ID),
    ("139。1234。5678", R.PHONE), ("139；1234；5678", R.PHONE), ("139a1234b5678", R.PHONE),
    ("一三九\n一二三四\n五六七八", R.PHONE),
    ("浙A一二三四五", R.LICENCE_PLATE), ("浙A壹贰叁肆伍", R.LICENCE_PLATE), ("浙 A 1 2 3 4 5", R.LICENCE_PLATE),
    ("浙A·12·345", R.LICENCE_PLATE),
    ("六二二二〇二〇〇〇〇〇〇〇〇〇〇〇〇〇", R.BANK_CARD),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule"), HIDDEN)
@pytest.mark.parametrize("around", ["{}", "请加{}。", "（{}）"])
def test_numbers_are_found_however_they_hide(text: str, rule: FindingRule, around: str) -> None:
    assert [each[:2] for each in look(around.format(text))] == [(rule, text)]


@pytest.mark.parametrize(
    "text",
    [
        "一二三四五六七八九十",
        "二〇二六年十一月二日",
        "一、二、三、四、五、六、七、八、九、十、十一",
        "零一二三四五六七八九",
        "1比3比9",
        "150户1200人3000亩",
        "浙A级景区一二三四五号门",
        "京A、B、C、D、E",
        "A·B·1·2·3·4",
        "三三两两，五五六六",
    ],
)
def test_numerals_that_number_nobody(text: str) -> None:
    assert look(text) == []


def test_a_landline_for_everybody_is_no_finding_and_a_mobile_always_is() -> None:
    assert look("举报电话：0571-87654321") == []
    assert [each[0] for each in look("举报电话：13912345678")] == [R.PHONE]
    assert [each[0] for each in look("家里电话0571-87654321")] == [R.PHONE]


def test_who_is_two_things_is_named_once() -> None:
    assert [each[0] for each in look("被害人小学生王小明报警。")] == [R.MINOR]


def test_names_that_were_changed_name_nobody() -> None:
    assert look("张伟（化名）来了。被害人张伟报警。") == []
    assert look("被害人张伟（化名）报警。") == [] == look("被害人张伟报警。（文中人名均为化名）")


def test_no_excerpt_shows_who_it_is() -> None:
    text = "13岁的张小明被骗，家住幸福小区3号楼2单元501室，据统计，99%的案件与嫌疑人刘建国有关。"
    for _, _, excerpt in look(text):
        assert not any(each in excerpt for each in ("张小明", "501", "刘建国"))


@pytest.mark.parametrize("name", ["王伟", "欧阳娜娜", "买买提·阿不都", "于洋", "高建平", "方志敏"])
def test_a_name_ends_where_it_ends(name: str) -> None:
    for after in ("", "，", "的", "（男）", "被"):
        assert name_at(name + after, 0) == len(name)


@pytest.mark.parametrize(
    "text", ["王某", "王某某", "王先生", "欧阳某", "王×", "陈述", "高度", "于是", "某某", "石家庄人", "李家村人"]
)
def test_what_begins_like_a_name_is_none(text: str) -> None:
    assert name_at(text, 0) is None


def test_a_passage_knows_its_sentences() -> None:
    passage = Passage("甲,乙。丙!\n丁")
    assert [passage.said(place) for place in (0, 2, 3, 4, 7)] == ["甲,乙", "甲,乙", "甲,乙", "丙", "丁"]
    assert passage.said(4, 1) == "甲,乙。丙!" and passage.clause(2, 3) == "乙"
    assert passage.closed(0) and not passage.closed(7)
    assert Passage("").cues == {}


def test_every_cue_is_written_as_it_is_read() -> None:
    for kind in (
        "residence",
        "minor",
        "protected",
        "suspect",
        "convict",
        "technique",
        "deployment",
        "secret",
        "figure",
    ):
        assert words(kind) and all(word.translate(folding()) == word for word in words(kind))
    assert len(set(SINGLE)) == len(SINGLE)


ENDLESS = [
    "学生案", "小学生被骗滨江小学", "被害人张伟、", "据统计98%", "张三涉嫌盗窃。", "住址人民路", "3号楼2单元",
    "一三九一二三四五六七八，",
    "机密", "技侦", "(空格)1", "罪犯张某", "三成",
]  # fmt: skip


@pytest.mark.parametrize("unit", ENDLESS)
def test_no_text_takes_long(unit: str) -> None:
    """The longest body, of nothing but what a rule looks closer at, without an end of a sentence: others wait."""
    text = (unit * 50_000)[:50_000]
    look("。")
    started = time.process_time()
    found(text, folding(), NO_WORDS)
    assert time.process_time() - started < 3
