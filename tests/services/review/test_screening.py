"""What screening finds in a text, and where: the original's places, whatever the spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.review.domain.screening import Screened, bands, fold, likeness, screen, shingles, signature
from services.review.domain.screening.findings import MOST
from services.review.domain.screening.likeness import guessed
from services.review.wording import advice
from shared.contracts.review_terms import FindingField, FindingRule, WordLevel
from shared.screening import ListedWord, matcher
from shared.screening.numbers import luhn
from shared.simplified import folding
from tests.services.review.makers import CARD, MOBILE, RESIDENT_ID, prose

NO_WORDS = matcher([])
R = FindingRule


def look(text: str, words: object = NO_WORDS) -> Screened:
    return screen("", text, folding(), words)  # type: ignore[arg-type]


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.rule.value, text[hit.start : hit.end]) for hit in look(text).hits]


WHOLE = [
    (R.RESIDENT_ID, RESIDENT_ID),
    (R.RESIDENT_ID, RESIDENT_ID.lower()),
    (R.RESIDENT_ID, "110105194912310021"[:17] + "X"),
    (R.RESIDENT_ID, "１１０１０５１９４９１２３１００２Ｘ"),
    (R.RESIDENT_ID, "110105 19491231 002X"),
    (R.RESIDENT_ID, "110105-19491231-002X"),
    (R.RESIDENT_ID, "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X"),
    (R.RESIDENT_ID, "110105\u200b19491231\u200b002X"),
    (R.RESIDENT_ID, "110105\U000e0100194912\u034f31\u3164002X"),
    (R.PHONE, MOBILE),
    (R.PHONE, "❶❸❾12345678"),
    (R.PHONE, "١٣٩١٢٣٤٥٦٧٨"),
    (R.PHONE, "１３９１２３４５６７８"),
    (R.PHONE, "139 1234 5678"),
    (R.PHONE, "139-1234-5678"),
    (R.PHONE, "139.1234.5678"),
    (R.PHONE, "1 3 9 1 2 3 4 5 6 7 8"),
    (R.PHONE, "8613912345678"),
    (R.PHONE, "86 139 1234 5678"),
    (R.PHONE, "0571-87654321"),
    (R.PHONE, "０５７１－８７６５４３２１"),
    (R.PHONE, "057187654321"),
    (R.PHONE, "0571 8765 4321"),
    (R.PHONE, "010)65529988"),
    (R.PHONE, "0537-2345678"),
    (R.RESIDENT_ID, "\t".join("11010519491231002X")),
    (R.RESIDENT_ID, "\n".join("11010519491231002X")),
    (R.RESIDENT_ID, "110105194\n91231002X"),
    (R.RESIDENT_ID, "110105/19491231/002X"),
    (R.PHONE, "1391234\n5678"),
    (R.PHONE, "139 12\n34 5678"),
    (R.PHONE, "139/1234/5678"),
    (R.PHONE, "139,1234,5678"),
    (R.PHONE, "139、12345678"),
    (R.PHONE, "\t".join(MOBILE)),
    (R.BANK_CARD, "6222 0200 0000\n0000 000"),
    (R.BANK_CARD, CARD),
    (R.BANK_CARD, "6222 0200 0000 0000 000"),
    (R.BANK_CARD, "４１１１１１１１１１１１１１１１"),
    (R.BANK_CARD, "378282246310005"),
    (R.BANK_CARD, "5555-5555-5555-4444"),
    (R.LICENCE_PLATE, "浙A12345"),
    (R.LICENCE_PLATE, "浙Ａ·１２３４５"),
    (R.LICENCE_PLATE, "浙a 1234B"),
    (R.LICENCE_PLATE, "浙AD12345"),
    (R.LICENCE_PLATE, "浙A12345F"),
    (R.LICENCE_PLATE, "浙A1234警"),
    (R.LICENCE_PLATE, "粤Z1234港"),
    (R.LICENCE_PLATE, "蘇E8888Z"),
]


@pytest.mark.parametrize(("rule", "text"), WHOLE)
@pytest.mark.parametrize("around", ["{}", "经查，{}属实。", "甲\n{} 乙", "（{}）"])
def test_a_number_is_found_where_it_stands(rule: FindingRule, text: str, around: str) -> None:
    assert found(around.format(text)) == [(rule.value, text)]


BESIDE_LETTERS = [
    ("Tel{}", MOBILE), ("wx{}", MOBILE), ("QQ号abc{}def", MOBILE), ("{}x", MOBILE), ("ID{}", RESIDENT_ID),
    ("No{}号", RESIDENT_ID), ("{}abc", RESIDENT_ID),
]  # fmt: skip


@pytest.mark.parametrize(("around", "number"), BESIDE_LETTERS)
def test_letters_beside_a_number_hide_nothing(around: str, number: str) -> None:
    assert [text for _, text in found(around.format(number))] == [number]


def test_keycaps_are_digits() -> None:
    (hit,) = look("".join(f"{digit}\ufe0f\u20e3" for digit in MOBILE)).hits
    assert (hit.rule, hit.start) == (R.PHONE, 0)


@pytest.mark.parametrize("before", ["1", "12", "1\t2"])
def test_other_boxes_of_the_row_hide_no_number(before: str) -> None:
    boxes = "\t".join("11010519491231002X")
    assert found(f"{before}\t{boxes}\n3\t{boxes}") == [("resident_id", boxes)] * 2


INNOCENT = [
    "110105194912310021",  # a wrong check digit
    "110105194913310021",
    "11010519491231002",
    "2026-11-02 10:30:15",
    "2026年11月2日8时30分，共120人参加，投入1234567890123元。",
    "12345678901",
    "1391234567",
    "139123456789",
    "6222020000000000001",  # not a Luhn number
    "0000000000000000",
    "4111 1111 1111 111",
    "192.168.1.100",
    "0571",
    "拨打110、119或96110。",
    "GB/T 35273-2020",
    "第370829202611020001号",
    "A股新高，浙商银行2026年上涨12.34567%",
    "京ABCDEF",
    "浙I12345",
    "浙A123456",
    "13,912,345,678元",
    "8,139,123,456元",
    "1390000\t2026",
    "1500\t2300\t120",
    "184\t1010\t2152",
    "184\n1010\n2152",
    "136\t2026\n2026/01/24",
    "1500\n2300\n120",
    "第1、3、5、7、9、11、13题",
    "139、158、12345",
    "2026/11/02 10:30",
    "合同号X13912345678901234",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert found(text) == []


def test_several_numbers_beside_each_other_are_each_found() -> None:
    text = f"{MOBILE} {MOBILE}、{RESIDENT_ID}/{CARD}，浙A12345浙AD12345"
    assert [rule for rule, _ in found(text)] == ["phone", "phone", "resident_id", "bank_card", *["licence_plate"] * 2]


def test_no_excerpt_shows_personal_data() -> None:
    words = matcher([ListedWord("联系", WordLevel.SENSITIVE, "", "s@1")])
    text = f"联系{MOBILE}或{RESIDENT_ID}"
    for hit in look(text, words).hits:
        assert MOBILE not in hit.excerpt and RESIDENT_ID not in hit.excerpt
    assert [hit.excerpt for hit in look(text, words).hits][1] == "13*******78"


@pytest.mark.parametrize(
    "text",
    [
        "詐騙",
        "诈 骗",
        "诈\u200b骗",
        "诈\U000e0100骗",
        "诈\u034f\u3164骗",
        "詐　騙",
        "ＡＴＭ",
        "atm",
        "发生ATM机",
        "贪污\u00ad腐败",
    ],
)
def test_words_are_found_in_every_spelling(text: str) -> None:
    listed = [ListedWord(word, WordLevel.BANNED, "", "banned@3") for word in ("诈骗", "ATM", "貪污腐敗")]
    (hit,) = look(text, matcher(listed)).hits
    assert (hit.rule, hit.source) == (R.BANNED_WORD, "banned@3")
    assert text[hit.start : hit.end] == text.removeprefix("发生").removesuffix("机")


def test_the_longest_word_wins_and_latin_words_stand_alone() -> None:
    listed = [
        ListedWord("公安", WordLevel.SENSITIVE, "", "s@1"),
        ListedWord("公安局", WordLevel.SENSITIVE, "公安机关", "s@1"),
        ListedWord("ice", WordLevel.BANNED, "", "b@1"),
    ]
    hits = look("公安局和公安；police and ice.", matcher(listed)).hits
    assert [(hit.start, hit.end) for hit in hits] == [(0, 3), (4, 6), (18, 21)]
    assert "公安机关" in advice(hits[0], "zh") and "公安机关" in advice(hits[0], "en")


def test_title_and_body_are_both_read() -> None:
    hits = screen(f"致电{MOBILE}", RESIDENT_ID, folding(), NO_WORDS).hits
    assert [(hit.field, hit.start) for hit in hits] == [(FindingField.TITLE, 2), (FindingField.BODY, 0)]
    for locale in ("zh", "en"):
        assert all(advice(hit, locale) for hit in hits)


def test_what_is_too_much_is_counted() -> None:
    screened = look(f"{MOBILE}\n" * (MOST + 7))
    assert (len(screened.hits), screened.left_out) == (MOST, 7)


@pytest.mark.parametrize("last", [MOBILE, RESIDENT_ID, "禁"])
def test_sensitive_words_crowd_out_nothing_that_blocks(last: str) -> None:
    listed = [ListedWord("警", WordLevel.SENSITIVE, "", "s@1"), ListedWord("禁", WordLevel.BANNED, "", "b@1")]
    text = "警。" * (MOST + 7) + last
    screened = look(text, matcher(listed))
    assert (len(screened.hits), screened.left_out) == (MOST, 8)
    assert text[screened.hits[-1].start : screened.hits[-1].end] == last
    assert [hit.start for hit in screened.hits] == sorted(hit.start for hit in screened.hits)


@given(st.text(max_size=80), st.sampled_from([text for _, text in WHOLE]), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_every_span_lies_in_the_text(before: str, number: str, after: str) -> None:
    text = f"{before}。{number}。{after}"
    hits = look(text, matcher([ListedWord("。", WordLevel.SENSITIVE, "", "s@1")])).hits
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    place = len(before) + 1
    assert any((hit.start, hit.end) == (place, place + len(number)) for hit in hits)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text, folding())
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert folded.text[place] in folding()[ord(text[start])] and end == start + 1


@given(st.integers(0, 10**18))
def test_luhn_tells_one_wrong_digit(number: int) -> None:
    text = str(number)
    (good,) = [digit for digit in "0123456789" if luhn(text + digit)]
    assert all(not luhn(text + digit) for digit in "0123456789" if digit != good)


def test_alike_texts_share_a_band_and_others_do_not() -> None:
    one = prose(2000)
    for kept, least in ((1900, 0.85), (1800, 0.75)):
        parts, other = shingles(one), shingles(one[:kept] + prose(2000 - kept, seed=7))
        exactly = likeness(parts, other)
        assert exactly > least
        assert set(bands(signature(parts))) & set(bands(signature(other)))
        assert abs(guessed(signature(parts), signature(other)) - exactly) < 0.2
    stranger = shingles(prose(2000, seed=9))
    assert likeness(shingles(one), stranger) < 0.01
    assert not set(bands(signature(shingles(one)))) & set(bands(signature(stranger)))


def test_a_short_text_is_compared_with_nothing() -> None:
    assert shingles("夜巡三公里" * 7) == frozenset()
    few = shingles(prose(45))
    assert len(signature(few)) == 64 and likeness(few, few) == 1.0


@pytest.mark.timeout(600)
def test_a_hundred_thousand_characters_full_of_findings_are_screened() -> None:
    """The longest body has half of that. How long it takes is for `make bench`; here it only comes to an end."""
    text = prose(99_000) + f"{MOBILE}，{RESIDENT_ID}。" * 30
    words = matcher(
        [ListedWord(text[place : place + 4], WordLevel.SENSITIVE, "", "s@1") for place in range(0, 5000, 5)]
    )
    screened = look(text, words)
    assert len(signature(shingles(fold(text, folding()).text))) == 64
    assert screened.left_out > 0
