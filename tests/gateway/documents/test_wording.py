"""What the documents of a period say, from its result to their parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from gateway.documents import make
from gateway.documents.honour import certificate
from gateway.documents.model import Grid, Heading, OfficialDocument, Paragraph
from gateway.documents.notice import Letter, notice
from gateway.documents.results import Standing, ordinal, points
from gateway.documents.table import Entry, table
from tests.gateway.documents.period import AWARDS, LADDERS, result
from tests.gateway.documents.test_lines import LONG

LETTER = Letter("滨江县公安局", "滨公通〔2026〕35号", "各协作媒体", date(2026, 10, 23), "市公安局")


def written(**changes: Any) -> OfficialDocument:
    return notice(result(**changes), LETTER)


def text(document: OfficialDocument) -> str:
    return "\n".join(block.text for block in document.body if isinstance(block, Heading | Paragraph))


def grid(document: OfficialDocument, place: int) -> Grid:
    [block] = document.attachments[place].blocks
    assert isinstance(block, Grid)
    return block


def tables(document: OfficialDocument) -> dict[str, Grid]:
    """The rankings of the first attachment by their headings."""
    blocks = document.attachments[0].blocks
    found = {}
    for heading, block in zip(blocks[::2], blocks[1::2], strict=True):
        assert isinstance(heading, Heading) and isinstance(block, Grid)
        found[heading.text] = block
    return found


def test_the_title_ends_its_lines_where_words_do() -> None:
    assert written().title == ("滨江县公安局关于2026年第三季度", "警媒协作宣传工作量化考评结果的通报")
    long = replace(LETTER, issuer="滨江市公安局高新技术产业开发区分局")
    assert notice(result(), long).title[0] == long.issuer
    longest = notice(result(), replace(LETTER, issuer=LONG)).title
    assert "".join(longest[:2]) == LONG and all(len(line) <= 20 for line in longest)


@pytest.mark.parametrize(
    ("appeals", "upheld", "said"),
    [
        (0, 0, "期间未收到申诉。"),
        (2, 1, "期间受理申诉2件，其中成立1件、不予支持1件，均已答复。"),
        (3, 3, "期间受理申诉3件，其中成立3件，均已答复。"),
        (1, 0, "期间受理申诉1件，其中不予支持1件，均已答复。"),
    ],
)
def test_it_says_by_which_rules_when_and_how_it_was_made_public(appeals: int, upheld: int, said: str) -> None:
    opening = text(written(appeals=appeals, upheld=upheld)).splitlines()[0]
    assert "根据《滨江县公安局警媒协作量化考评办法》（第3版）" in opening
    assert "2026年第三季度（2026年7月1日至2026年9月30日）" in opening
    assert f"考评结果自2026年10月10日起至2026年10月16日止公示，{said}" in opening


def test_it_adds_up_works_publications_and_points_of_all_categories() -> None:
    everybody = result().standings
    assert len(everybody) == 8
    total = points(sum((one.points for one in everybody), start=Decimal()))
    works, published = sum(one.works for one in everybody), sum(one.publications for one in everybody)
    told = f"计分作品{works}件次（联合署名的各计一次），刊发{published}次，积分合计{total}分。"
    assert f"共有8家媒体参加考评，{told}" in text(written())


def test_a_year_by_mean_says_what_its_points_are() -> None:
    year = {"period": "2026", "quarters": 4}
    assert "年度积分为4个季度积分的平均值。" in text(written(**year)) and "平均" not in text(written())
    assert "积分：4个季度的平均值" in table(result(**year), (), "滨江县公安局", date(2027, 1, 23)).sheets[0].note


def test_it_names_the_leaders_of_each_category_that_has_outlets() -> None:
    said = text(written())
    assert "（一）官方媒体\n参加考评5家，位居前列的依次为：县融媒体中心（900.00分）、县日报社（800.00分）" in said
    assert "（二）自媒体\n" in said and "部门宣传单位" not in said
    nobody = (replace(LADDERS[0], standings=LADDERS[0].standings[-1:]),)
    assert "参加考评1家，均未达到排名条件。" in text(written(ladders=nobody))
    assert "本期没有进入排名的媒体。" in text(written(ladders=(), awards=()))


def test_awards_are_decided_together_for_those_who_get_the_same() -> None:
    said = text(written()).split("三、表彰奖励\n")[1].splitlines()
    assert said == [
        "经研究，决定作如下表彰奖励：",
        "1. 对县融媒体中心、县日报社等2家媒体予以通报表扬、颁发荣誉证书；",
        "2. 对县融媒体中心赠送公安礼包；",
        "3. 对老街坊说《外婆接到一个“公检法”电话》1件作品给予慰问奖励。",
        "具体名单见附件2。",
    ]
    assert "表彰" not in text(written(awards=()))


def test_a_work_of_two_outlets_is_one_work_and_two_of_one_title_are_two() -> None:
    both = [replace(AWARDS[0], name=name, work="夜巡", submission="s1") for name in ("老街坊说", "钱塘夜话")]
    other = replace(AWARDS[0], name="江边小城", work="夜巡", submission="s2")
    said = text(written(awards=(*both, other)))
    assert "对江边小城《夜巡》、老街坊说、钱塘夜话联合作品《夜巡》2件作品给予慰问奖励。" in said


def test_marks_within_a_title_are_the_single_ones_in_every_document() -> None:
    award = replace(AWARDS[0], work="读《民法典》有感")
    document = notice(result(awards=(award,), scheme="落实《宣传办法》细则"), LETTER)
    said = text(document)
    assert "《读〈民法典〉有感》1件作品" in said and "根据《落实〈宣传办法〉细则》（第3版）" in said
    assert grid(document, -1).rows[0][2] == "《读〈民法典〉有感》"
    assert (
        "《读〈民法典〉有感》"
        in certificate(
            award, "2026-Q3", code="c", address="https://x/c", issuer="滨江县公安局", dated=date(2026, 10, 23)
        ).body
    )


def test_a_notice_that_was_signed_early_tells_of_no_days_that_had_not_come() -> None:
    opening = text(written(finalised=date(2026, 10, 12), appeals=0, upheld=0)).splitlines()[0]
    assert (
        "考评结果自2026年10月10日起公示，原定至2026年10月16日止，经局领导批准于2026年10月12日提前结束，期间未收到申诉。"
        in opening
    )
    on_time = text(written(finalised=date(2026, 10, 17))).splitlines()[0]
    assert "考评结果自2026年10月10日起至2026年10月16日止公示，期间" in on_time


def test_an_award_of_another_kind_is_decided_by_its_title() -> None:
    other = (*AWARDS, replace(AWARDS[0], kind="trophy", title="年度金话筒", work=""))
    assert "4. 对老街坊说授予年度金话筒。" in text(written(awards=other))


def test_the_attachments_hold_whole_rankings_and_a_row_for_each_who_is_awarded() -> None:
    document = written()
    assert [attachment.title for attachment in document.attachments] == [
        "2026年第三季度量化考评排名", "2026年第三季度表彰奖励名单",
    ]  # fmt: skip
    assert list(tables(document)) == ["一、综合排名", "二、官方媒体", "三、自媒体"]
    first, second, third, *_, last = tables(document)["二、官方媒体"].rows
    assert first == ("1", "县融媒体中心", "9", "19", "900.00", "—")
    assert (second[-1], third[-1], last[0], last[-1]) == ("↑3", "新", "—", "—")
    assert grid(document, 1).rows == (
        ("1", "县融媒体中心", "官方媒体第1名、综合排名第3名", "通报表扬、荣誉证书、公安礼包"),
        ("2", "县日报社", "官方媒体第2名", "通报表扬、荣誉证书"),
        ("3", "老街坊说", "《外婆接到一个“公检法”电话》", "慰问奖励"),
    )


def test_the_ranking_of_all_that_awards_rest_on_is_in_a_table() -> None:
    whole = tables(written())["一、综合排名"]
    assert [column.title for column in whole.columns][:3] == ["名次", "媒体名称", "类别"]
    assert [row[:3] for row in whole.rows] == [
        ("1", "县融媒体中心", "官方媒体"), ("1", "江边小城", "自媒体"), ("3", "县日报社", "官方媒体"),
        ("3", "老街坊说", "自媒体"), ("5", "县广播电视台", "官方媒体"), ("6", "县电台", "官方媒体"),
        ("—", "县网", "官方媒体"), ("—", "钱塘夜话", "自媒体"),
    ]  # fmt: skip
    assert [row[-1] for row in whole.rows] == ["↑1"] * 6 + ["—"] * 2
    alone = (replace(LADDERS[0]),)
    by_category = [award for award in AWARDS if not award.overall]
    assert list(tables(written(ladders=alone, awards=tuple(by_category)))) == ["一、官方媒体"]
    assert list(tables(written(ladders=alone))) == ["一、综合排名", "二、官方媒体"]


@pytest.mark.parametrize(
    ("until", "signed", "said"),
    [
        ((2026, 10, 16), (2026, 10, 10), "于2026年10月10日公示，原定至2026年10月16日止，经局领导批准当日定榜，期间"),
        ((2026, 10, 10), (2026, 10, 10), "于2026年10月10日公示，经局领导批准当日定榜，期间"),
        ((2026, 10, 10), (2026, 10, 11), "于2026年10月10日当日公示，期间"),
    ],
)
def test_a_publicity_of_a_single_day_or_none_is_no_span_of_days(
    until: tuple[int, int, int], signed: tuple[int, int, int], said: str
) -> None:
    assert f"考评结果{said}" in text(written(appeals_until=date(*until), finalised=date(*signed)))


def test_what_was_written_can_be_made_into_a_file() -> None:
    assert make(written()).startswith(b"PK") and make(written()) == make(written())


def test_the_table_has_everybody_each_category_and_every_entry() -> None:
    moment = datetime(2026, 7, 3, tzinfo=UTC)
    entry = Entry("e1", moment, "县网", "official_media", "W1", "=1+1", "刊发", "10.00 × 2 = 20.00", Decimal("20.00"))
    book = table(result(), (entry,), "滨江县公安局", date(2026, 10, 23))
    assert [sheet.name for sheet in book.sheets] == ["总表", "官方媒体", "部门宣传单位", "自媒体", "明细"]
    whole, official, *_, ledger = book.sheets
    assert len(whole.rows) == 8 and len(official.rows) == 5
    assert [column.title for column in whole.columns][:4] == ["名次", "媒体名称", "类别", "类别名次"]
    assert whole.rows[3] == (3, "老街坊说", "自媒体", 2, 8, 18, Decimal(800), 4, "↑1", "")
    assert whole.rows[-1][:4] == (None, "钱塘夜话", "自媒体", None)
    assert official.rows[0] == (1, "县融媒体中心", 9, 19, Decimal(900), 1, "—", "")
    assert official.rows[-1][0] is None and official.rows[-1][-1] == "作品未满3件"
    assert ledger.rows[0][7] == Decimal("20.00") and ledger.rows[0][-1] == "e1"
    assert "已定榜（2026年10月22日签署）" in whole.note and "数据摘要：9f2c1e0a" in whole.note
    draft = table(result(status="publicised", finalised=None, digest=""), (), "滨江县公安局", date(2026, 10, 12))
    assert "状态：公示中" in draft.sheets[0].note and make(draft).startswith(b"PK")


@pytest.mark.parametrize(
    ("award", "said"),
    [
        (AWARDS[1], "在2026年第三季度警媒协作宣传工作中成绩突出，位列官方媒体第2名，荣获“先进协作媒体”。"),
        (
            replace(AWARDS[1], overall=True),
            "在2026年第三季度警媒协作宣传工作中成绩突出，位列综合排名第2名，荣获“先进协作媒体”。",
        ),
        (replace(AWARDS[1], place=None), "在2026年第三季度警媒协作宣传工作中成绩突出，荣获“先进协作媒体”。"),
        (
            AWARDS[0],
            "在2026年第三季度警媒协作宣传工作中，作品《外婆接到一个“公检法”电话》主题鲜明、反响良好，荣获“慰问奖励”。",
        ),
    ],
)
def test_a_certificate_says_what_for(award: Any, said: str) -> None:
    made = certificate(
        award, "2026-Q3", code="c", address="https://x/c", issuer="滨江县公安局", dated=date(2026, 10, 23)
    )
    assert (made.recipient, made.body, made.number) == (award.name, said, award.number)


def test_numbers_read_as_a_county_writes_them() -> None:
    assert [ordinal(number) for number in (1, 9, 10, 11, 20, 21)] == ["一", "九", "十", "十一", "二十", "二十一"]
    fallen = Standing(4, "x", 1, 1, Decimal(0), previous=1)
    assert fallen.movement == "↓3" and points(Decimal("-1234.5")) == "-1,234.50"
