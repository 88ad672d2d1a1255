"""Values as people write them in sheets."""

# ruff: noqa: DTZ001 (a sheet has times without a zone)

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

from shared.clock import SHANGHAI
from shared.sheets.values import CAP, BadValue, chosen, moment, whole
from shared.sheets.words import CATEGORIES, LEVELS, PLATFORMS, STATUSES, YES_NO, Words, code_of, word_of

MOST = 10**12
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59)).map(
    lambda found: found.replace(second=0, microsecond=0)
)
ALL = (CATEGORIES, PLATFORMS, LEVELS, STATUSES, YES_NO)


def rule(read: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(BadValue) as refused:
        read(*given, **named)
    return refused.value.rule


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (0, 0), (12345, 12345), (12000.0, 12000), (11999.999999999998, 12000), ("12345", 12345), ("12,345", 12345),
        ("１２，３４５", 12345), ("1,234,567", 1234567), ("12 345", 12345), ("12\u00a0345", 12345), ("12345.0", 12345),
        ("1.2万", 12000), ("1.2 万", 12000), ("１．２万", 12000), ("1.2w", 12000), ("1.2W", 12000), ("3千", 3000),
        ("3k", 3000), ("3K", 3000), ("2百", 200), ("2百万", 2_000_000), ("3千万", 30_000_000), ("1.5亿", 150_000_000),
        ("3,200次", 3200), ("1.2万次", 12000), ("1.2万 次", 12000), ("+5", 5), ("\u200b7\ufeff", 7), ("0007", 7),
    ],
)  # fmt: skip
def test_whole_numbers(written: Any, number: int) -> None:
    assert whole(written, most=MOST) == number


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("一千", "cell.number"), ("三万五", "cell.number"), ("1,2345", "cell.number"), ("12,34", "cell.number"),
        ("1.23456万", "cell.number"), (1.5, "cell.number"),
        (-5, "cell.number"), ("-5", "cell.number"), ("", "cell.number"),
        ("约1万", "cell.number"), ("1e5", "cell.number"), ("0x10", "cell.number"), ("12次3", "cell.number"),
        ("12字", "cell.number"), (True, "cell.number"), (float("inf"), "cell.number"), (float("nan"), "cell.number"),
        (date(2026, 7, 3), "cell.number"), (time(1), "cell.number"), (timedelta(1), "cell.number"),
        ("10万+", "cell.inexact"), ("3万+", "cell.inexact"), ("3万多", "cell.inexact"), ("1000以上", "cell.inexact"),
        ("9" * 5_000, "cell.too_large"), ("9" * 30, "cell.too_large"),
        (10**13, "cell.too_large"), ("亿" * 99, "cell.number"),
    ],
)  # fmt: skip
def test_what_is_no_whole_number(written: Any, why: str) -> None:
    assert rule(whole, written, most=MOST) == why


@pytest.mark.parametrize("written", ["10万+", "10w+", "10W+", "１０万＋", "100000+", "100,000+", "10 万 +", "10万+次"])
def test_what_wechat_shows_of_more_than_100_000_is_its_cap(written: str) -> None:
    assert whole(written, most=MOST, capped=True) == CAP == 100_001


@pytest.mark.parametrize("written", ["1万+", "100001+", "10万多", "10万以上", "20万+"])
def test_other_bounds_are_no_numbers(written: str) -> None:
    assert rule(whole, written, most=MOST, capped=True) == "cell.inexact"


def test_units_are_those_of_the_column() -> None:
    assert whole("300字", most=MOST, units="字") == whole("300秒", most=MOST, units="秒分") == 300
    assert rule(whole, "300秒", most=MOST, units="字") == "cell.number"
    assert rule(whole, "300次", most=299) == "cell.too_large"


@given(st.integers(0, MOST))
def test_a_number_is_read_however_it_is_written(number: int) -> None:
    wide = str(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    for written in (number, str(number), f"{number:,}", f"{number:,}".replace(",", "，"), wide, f" {number}次"):
        assert whole(written, most=MOST) == number


@given(st.integers(0, 10**7))
def test_tens_of_thousands_are_exact(number: int) -> None:
    assert whole(f"{number // 10_000}.{number % 10_000:04d}万", most=MOST) == number


@given(
    st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.text("0123456789,.万千+次年月日时-/: ", max_size=30))
)
def test_whatever_is_written_is_a_value_or_refused(written: Any) -> None:
    for read in (
        lambda: whole(written, most=MOST, capped=True),
        lambda: moment(written),
        lambda: chosen(written, YES_NO),
    ):
        try:
            read()
        except BadValue as error:
            assert error.rule.startswith("cell.")


AFTERNOON = datetime(2026, 7, 3, 15, 5, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "written",
    [
        "2026年7月3日 下午3:05", "2026年7月3日下午3:05",
        "2026年7月3日下午3点05分", "2026年7月3日15时05分", "2026年07月03日 15:05",
        "2026 年 7 月 3 日 15:05", "2026年7月3号15点5分", "2026年7月3日 星期五 15:05", "2026年7月3日（周五）15:05",
        "2026-7-3 15:05", "2026-07-03 15:05", "2026-07-03T15:05",
        "2026/7/3 15:05", "2026.7.3 15:05", "2026－7－3　15：05",
        "2026–7–3 15:05", "20260703 15:05", "2026/7/3 下午 3:05",
        "2026/7/3 3:05 PM", "2026/7/3 3:05pm", "2026-7-3 下午15:05",
        "２０２６年７月３日１５：０５", "2026-7-3 15:05:00", "2026-07-03T15:05:00.000", "\u200b2026-7-3 15:05\n",
        datetime(2026, 7, 3, 15, 5), datetime(2026, 7, 3, 15, 4, 59, 999_700), 46206.62847222222,
    ],
)  # fmt: skip
def test_times(written: Any) -> None:
    assert moment(written) == AFTERNOON


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("上午9:30", 9, 30), ("早上8点", 8, 0), ("上午0:05", 0, 5), ("下午12:30", 12, 30), ("下午11:59", 23, 59),
        ("中午12点", 12, 0), ("中午1点", 13, 0), ("中午11:30", 11, 30), ("晚上8点半", 20, 30), ("晚上11点", 23, 0),
        ("凌晨2点", 2, 0), ("凌晨12:30", 0, 30), ("傍晚6点整", 18, 0),
        ("下午3点", 15, 0), ("0:00", 0, 0), ("23:59:59", 23, 59),
        ("12:05 am", 0, 5), ("12:05 pm", 12, 5), ("15点", 15, 0), ("9时5分30秒", 9, 5),
    ],
)  # fmt: skip
def test_hours(written: str, hour: int, minute: int) -> None:
    found = moment(f"2026年7月3日 {written}")
    assert (found.hour, found.minute) == (hour, minute)


@pytest.mark.parametrize(
    "written",
    ["2026年7月3日", "2026/7/3", "2026.7.3", "2026-07-03", "20260703", 20260703, date(2026, 7, 3), 46206, 46206.0],
)
def test_a_day_is_its_beginning(written: Any) -> None:
    assert moment(written) == datetime(2026, 7, 3, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("7月3日", "cell.no_year"), ("7月3日 15:05", "cell.no_year"),
        ("7月3号下午3点", "cell.no_year"), ("7-3 15:05", "cell.no_year"),
        ("7/3", "cell.no_year"), ("3/7/2026", "cell.ambiguous_date"), ("03-07-2026 15:05", "cell.ambiguous_date"),
        ("3.7.26", "cell.ambiguous_date"), ("26/7/3", "cell.ambiguous_date"), ("26年7月3日", "cell.ambiguous_date"),
        ("2026-2-30", "cell.time"), ("2026-13-1", "cell.time"), ("2026-7/3", "cell.time"), ("2026年7月", "cell.time"),
        ("2026-7-3 25:00", "cell.time"), ("2026-7-3 24:00", "cell.time"), ("2026-7-3 15:60", "cell.time"),
        ("2026-7-3 上午15:05", "cell.time"), ("2026-7-3 上午12:05", "cell.time"), ("2026-7-3 晚上12点", "cell.time"),
        ("2026-7-3 下午3:05 pm", "cell.time"), ("昨天", "cell.time"), ("", "cell.time"), ("1926-7-3", "cell.time"),
        (0.5, "cell.time"), (-1, "cell.time"), (10**9, "cell.time"), (float("inf"), "cell.time"), (True, "cell.time"),
        (time(15, 5), "cell.time"), (timedelta(1), "cell.time"),
        (None, "cell.time"), ("2026-7-3 15:05" + "0" * 99, "cell.time"),
    ],
)  # fmt: skip
def test_what_is_no_time_or_could_be_two(written: Any, why: str) -> None:
    assert rule(moment, written) == why


@given(MOMENTS)
def test_a_time_is_read_however_it_is_written(found: datetime) -> None:
    half, hour = ("上午", found.hour) if found.hour < 12 else ("下午", found.hour - 12 or 12)
    clock, day = f"{found:%H:%M}", (found.year, found.month, found.day)
    for written in (
        "{}年{}月{}日 ".format(*day) + clock, "{}-{}-{} ".format(*day) + clock, "{}/{}/{} ".format(*day) + clock,
        "{}.{}.{} ".format(*day) + clock, "{}年{}月{}日".format(*day) + f"{half}{hour}点{found.minute}分",
        f"{found:%Y%m%d %H:%M}", found.isoformat(), to_excel(found), found,
    ):  # fmt: skip
        assert moment(written) == found.replace(tzinfo=SHANGHAI)
    assert moment(to_excel(found, MAC_EPOCH), MAC_EPOCH) == found.replace(tzinfo=SHANGHAI)


def test_days_are_counted_from_the_workbooks_own_beginning() -> None:
    assert moment(44744.62847222222, MAC_EPOCH) == moment(46206.62847222222, WINDOWS_EPOCH) == AFTERNOON


@pytest.mark.parametrize("written", ["是", "√", "✓", "✔️", "有", "Yes", "y", "TRUE", True, 1, "１"])
def test_what_says_yes(written: Any) -> None:
    assert chosen(written, YES_NO) == "yes"


@pytest.mark.parametrize("written", ["否", "×", "✗", "无", "没有", "no", "N", False, 0])
def test_what_says_no(written: Any) -> None:
    assert chosen(written, YES_NO) == "no"


@pytest.mark.parametrize("written", ["", "x", "不详", "2", "是否", None])
def test_what_says_neither_is_told_with_the_words(written: Any) -> None:
    with pytest.raises(BadValue) as refused:
        chosen(written, YES_NO)
    assert (refused.value.rule, refused.value.params["allowed"]) == ("cell.word", {"zh": "是、否", "en": "Yes, No"})


@pytest.mark.parametrize("words", ALL)
def test_every_word_stands_for_one_code_and_what_is_written_is_read(words: Words) -> None:
    spellings = [spelling for code, said in words.items() for spelling in {code, *said}]
    assert len(words.codes) >= len(set(map(str.casefold, spellings))) - 1
    for code, said in words.items():
        assert {code_of(words, spelling) for spelling in (code, *said)} == {code}
        assert {code_of(words, word_of(words, code, locale)) for locale in ("zh", "en")} == {code}
