"""The notice of a period's ranking and awards (通报), as a county writes it: from the result to its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from gateway.documents.lines import balanced
from gateway.documents.model import (
    Attachment,
    Block,
    Column,
    Grid,
    Heading,
    OfficialDocument,
    Paragraph,
    chinese_date,
)
from gateway.documents.rankings import rankings
from gateway.documents.results import ALL, Granted, Ladder, Result, ordinal, points
from shared.labels import label
from shared.titles import in_marks

Recipient = tuple[str, str, str]  # an outlet's name, a work's title and id or nothing
TITLE_LINE: Final = 20  # characters of 2号 in a line
LEADING: Final = 3  # how many of a category the text itself names
MOST_NAMES: Final = 8  # of an award; the attachment has them all
AWARDS: Final = (
    Column("序号", 2), Column("媒体名称", 6, text=True), Column("事由", 8, text=True), Column("表彰奖励", 9, text=True),
)  # fmt: skip
# What is decided by kind of award, in this order.
DECISIONS: Final = {
    "commendation": "予以通报表扬",
    "certificate": "颁发荣誉证书",
    "gift_pack": "赠送公安礼包",
    "invitation": "邀请参加年度表彰大会",
    "consolation": "给予慰问奖励",
}


@dataclass(frozen=True)
class Letter:
    """What the office adds: who writes, under which number, to whom, when."""

    issuer: str
    number: str
    addressees: str
    dated: date
    copies: str = ""


def notice(result: Result, letter: Letter) -> OfficialDocument:
    """The notice of a finalised period."""
    topics = [("总体情况", _overview(result)), ("考评排名", _rankings(result))]
    if result.awards:
        topics.append(("表彰奖励", _awards(result)))
    body: list[Block] = [Paragraph(_opening(result, letter.issuer))]
    for number, (topic, blocks) in enumerate(topics, start=1):
        body += [Heading(f"{ordinal(number)}、{topic}"), *blocks]
    return OfficialDocument(
        issuer=letter.issuer,
        head=f"{letter.issuer}文件",
        number=letter.number,
        title=_title(result, letter.issuer),
        addressees=letter.addressees,
        body=tuple(body),
        dated=letter.dated,
        attachments=_attachments(result),
        note="此件公开发布",
        copies=letter.copies,
        printed=letter.dated,
    )


def _title(result: Result, issuer: str) -> tuple[str, ...]:
    """Issuer, matter and kind of document; a line ends where a word does, and holds at most twenty characters."""
    subject, kind = f"关于{result.name}", "警媒协作宣传工作量化考评结果的通报"
    if len(issuer) + len(subject) <= TITLE_LINE:
        return (f"{issuer}{subject}", kind)
    return (*balanced(issuer, TITLE_LINE), subject, kind)


def _opening(result: Result, issuer: str) -> str:
    span = f"{chinese_date(result.starts)}至{chinese_date(result.ends)}"
    return (
        f"根据{result.rules}，{issuer}对{result.name}（{span}）各协作媒体宣传工作"
        f"进行了量化考评。{_publicity(result)}考评结果已经局领导签署确认，现通报如下。"
    )


def _publicity(result: Result) -> str:
    if result.publicised is None or result.appeals_until is None:
        return ""
    span = f"考评结果{_span(result.publicised, result.appeals_until, result.finalised)}，"
    if not result.appeals:
        return f"{span}期间未收到申诉。"
    dismissed = result.appeals - result.upheld
    parts = [f"成立{result.upheld}件"] * bool(result.upheld) + [f"不予支持{dismissed}件"] * bool(dismissed)
    return f"{span}期间受理申诉{result.appeals}件，其中{'、'.join(parts)}，均已答复。"


def _span(begun: date, until: date, signed: date | None) -> str:
    """From when to when it was public. Signed before the time was over, it must not tell of days that had not come; and
    a single day is no time from one day to another."""
    first, last = chinese_date(begun), chinese_date(until)
    if signed is None or signed > until:
        return f"于{first}当日公示" if begun == until else f"自{first}起至{last}止公示"
    planned = "" if begun == until else f"，原定至{last}止"
    if signed <= begun:
        return f"于{first}公示{planned}，经局领导批准当日定榜"
    return f"自{first}起公示{planned}，经局领导批准于{chinese_date(signed)}提前结束"


def _overview(result: Result) -> list[Block]:
    standings = result.standings
    works, published = sum(one.works for one in standings), sum(one.publications for one in standings)
    total = sum((one.points for one in standings), start=Decimal())
    return [
        Paragraph(
            f"{result.name}共有{len(standings)}家媒体参加考评，计分作品{works}件次（联合署名的各计一次），刊发{published}次，"
            f"积分合计{points(total)}分。{_mean(result)}"
        )
    ]


def _mean(result: Result) -> str:
    return f"年度积分为{result.quarters}个季度积分的平均值。" * (result.quarters > 1)


def _rankings(result: Result) -> list[Block]:
    blocks: list[Block] = []
    for number, ladder in enumerate(result.present, start=1):
        blocks += [Heading(f"（{ordinal(number)}）{ladder.name}", 2), Paragraph(_leaders(ladder))]
    return blocks or [Paragraph("本期没有进入排名的媒体。")]


def _leaders(ladder: Ladder) -> str:
    leaders = [one for one in ladder.ranked if one.place is not None and one.place <= LEADING]
    named = "、".join(f"{one.name}（{points(one.points)}分）" for one in leaders)
    if not leaders:
        return f"参加考评{len(ladder.standings)}家，均未达到排名条件。"
    if len(leaders) == len(ladder.standings):
        return f"参加考评{len(ladder.standings)}家，依次为：{named}。"
    return f"参加考评{len(ladder.standings)}家，位居前列的依次为：{named}。"


def _awards(result: Result) -> list[Block]:
    """What is decided, together for those for whom the same is decided."""
    ordered = _ordered(result)
    together: dict[tuple[Recipient, ...], list[str]] = {}
    for kind in _kinds(ordered):
        recipients = dict.fromkeys(_recipient(award) for award in ordered if _kind(award) == kind)
        together.setdefault(tuple(recipients), []).append(DECISIONS.get(kind, f"授予{kind}"))
    items = [
        f"{number}. 对{_names(to)}{'、'.join(done)}" for number, (to, done) in enumerate(together.items(), start=1)
    ]
    closing = "具体名单见附件2。" if result.present else "具体名单见附件。"
    lines = [f"{item}{'。' if item is items[-1] else '；'}" for item in items]
    return [Paragraph("经研究，决定作如下表彰奖励："), *map(Paragraph, lines), Paragraph(closing)]


def _recipient(award: Granted) -> Recipient:
    return award.name, award.work, award.submission


def _names(recipients: Sequence[Recipient]) -> str:
    if all(title for _, title, _ in recipients):
        works: dict[tuple[str, str], list[str]] = {}
        for name, title, id_ in recipients:
            works.setdefault((title, id_ or name), []).append(name)
        shown = "、".join(
            f"{'、'.join(names)}{'联合作品' * (len(names) > 1)}{in_marks(title)}"
            for (title, _), names in list(works.items())[:LEADING]
        )
        return f"{shown}{'等' if len(works) > LEADING else ''}{len(works)}件作品"
    names = list(dict.fromkeys(name for name, _, _ in recipients))
    shown = "、".join(names[:MOST_NAMES])
    return shown if len(names) == 1 else f"{shown}等{len(names)}家媒体"


def _attachments(result: Result) -> tuple[Attachment, ...]:
    found = []
    if result.present:
        found.append(Attachment(f"{result.name}量化考评排名", rankings(result)))
    if result.awards:
        found.append(Attachment(f"{result.name}表彰奖励名单", (_list(result),)))
    return tuple(found)


def _list(result: Result) -> Grid:
    """A row for each outlet and for each awarded work, with all that it is awarded."""
    ordered = _ordered(result)
    recipients: dict[Recipient, list[Granted]] = {}
    for award in sorted(ordered, key=lambda award: _place(result, award)):
        recipients.setdefault(_recipient(award), []).append(award)
    rows = (
        (str(number), name, _reason(awards), "、".join(_called(award) for award in awards))
        for number, ((name, _, _), awards) in enumerate(recipients.items(), start=1)
    )
    return Grid(AWARDS, tuple(rows))


def _place(result: Result, award: Granted) -> tuple[bool, int, int]:
    """Outlets before works, each in the order of the ladders and of the standings there."""
    ladders = [ladder.category for ladder in result.ladders]
    if award.category not in ladders:
        return bool(award.work), len(ladders), 0
    ladder = ladders.index(award.category)
    names = [one.name for one in result.ladders[ladder].standings]
    return bool(award.work), ladder, names.index(award.name) if award.name in names else len(names)


def _category(award: Granted) -> str:
    return Ladder(award.category, ()).name


def _reason(awards: Sequence[Granted]) -> str:
    """The places that the awards rest on, or the work."""
    if awards[0].work:
        return in_marks(awards[0].work)
    places = [
        f"{ALL if award.overall else _category(award)}第{award.place}名" for award in awards if award.place is not None
    ]
    return "、".join(dict.fromkeys(places)) or awards[0].title


def _called(award: Granted) -> str:
    return label("award.kind", award.kind, "zh") if award.kind in DECISIONS else award.title


def _kind(award: Granted) -> str:
    """What awards are put together by; those of no kind of ours by their title."""
    return award.kind if award.kind in DECISIONS else award.title


def _kinds(awards: Sequence[Granted]) -> list[str]:
    return list(dict.fromkeys(_kind(award) for award in awards))


def _ordered(result: Result) -> list[Granted]:
    """The awards in the order of `DECISIONS`, within a kind in that of the ladders."""
    order = list(DECISIONS)

    def key(award: Granted) -> tuple[int, tuple[bool, int, int]]:
        return (order.index(award.kind) if award.kind in order else len(order)), _place(result, award)

    return sorted(result.awards, key=key)
