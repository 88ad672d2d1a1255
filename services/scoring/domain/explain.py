"""Why points are what they are, in Chinese. What is told here is also there as data."""

from __future__ import annotations

from collections.abc import Iterable

from services.scoring.domain.calendar import period_name
from services.scoring.domain.ledger import Entry
from services.scoring.domain.lines import Note
from services.scoring.domain.periods import Period
from services.scoring.domain.ranking import Places, Standing
from services.scoring.domain.scheme import Scheme
from services.scoring.domain.shares import points_of
from services.scoring.domain.words import CATEGORIES, NOTES
from shared.contracts.scoring_terms import Cause, PeriodStatus
from shared.titles import in_marks

STATUSES = {
    PeriodStatus.OPEN: "计分中",
    PeriodStatus.CLOSED: "已截止",
    PeriodStatus.PUBLICISED: "公示中",
    PeriodStatus.FINALISED: "已定榜",
}


def rule_name(scheme: Scheme | None, rule: str) -> str:
    """What a rule is called: 刊发, 七日阅读播放量, 原创首发."""
    kind, _, id_ = rule.partition(":")
    if kind == "publication":
        return "刊发"
    if kind == "idea":
        return {"adopted": "金点子采纳", "implemented": "金点子落实"}[id_]
    if scheme is None:
        return id_
    names = {each.id: each.name for each in scheme.metrics}
    names |= {each.id: each.name for each in (*scheme.bonuses, *scheme.penalties)}
    names |= {each.id: each.name for each in scheme.manual.values()}
    return names.get(id_, id_)


def entry_text(entry: Entry, scheme: Scheme | None) -> str:
    """One entry in a sentence."""
    late = _elsewhere(entry)
    name, points = rule_name(scheme, entry.rule), points_of(entry.cents)
    if entry.kind is Cause.REVERSAL:
        return f"撤销人工加减分，{points:+} 分：{entry.reason}{late}"
    if entry.working is None:
        return entry.reason
    if entry.reverses:
        return f"冲回“{name}” {points:+} 分{late}"
    return f"{name}：{entry.working.text}{late}"


def _elsewhere(entry: Entry) -> str:
    """Why it is not in the quarter that it belongs to. Not that it came late: what is corrected was there in time."""
    if not entry.late:
        return ""
    return f"（{period_name(entry.late)}已截止，计入{period_name(entry.period)}）"


def note_text(note: Note, scheme: Scheme | None) -> str:
    """Why something has no points, in a sentence."""
    return f"{rule_name(scheme, note.rule)}：{NOTES[note.reason]}"


def work_text(title: str, cents: int, entries: Iterable[Entry]) -> str:
    """A work in a sentence."""
    count = sum(1 for _ in entries)
    return f"{in_marks(title)}得 {points_of(cents)} 分（积分流水 {count} 条）"


def standing_text(
    period: Period, standing: Standing, points: str, scheme: Scheme, places: Places, *, quarters: int
) -> str:
    """An outlet's standing in a few sentences. `quarters`: what the sum of its works' points was divided by."""
    category = CATEGORIES.get(standing.category, standing.category)
    mean = f"{quarters} 个季度合计 {points_of(standing.cents)} 分，取平均；" if quarters > 1 else ""
    text = (
        f"{standing.name}（{category}）{period_name(period.id)}积分 {points} 分（{mean}{STATUSES[period.status]}）。"
        f"计分作品 {standing.works} 件、刊发 {standing.publications} 篇次，其中 A 级作品 {standing.a_grades} 件，"
        f"单件最高 {points_of(standing.best)} 分。计分办法：{scheme.name}。"
    )
    if places.overall is not None:
        return text + f"{category}排名第 {places.category}，总排名第 {places.overall}。"
    if not standing.competes:
        return text + "该媒体未在认证状态，不参加排名。"
    if not standing.ranked(scheme.minimum_works):
        return text + f"计分作品不足 {scheme.minimum_works} 件，不参加排名。"
    return text
