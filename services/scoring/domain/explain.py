"""Why points are what they are, in the reader's language. What is told here is also there as data."""

from __future__ import annotations

from collections.abc import Iterable

from services.scoring.domain.facts import CALL_CAP, Subject
from services.scoring.domain.ledger import Entry
from services.scoring.domain.lines import Note, Working
from services.scoring.domain.periods import Period
from services.scoring.domain.ranking import Places, Standing
from services.scoring.domain.scheme import Scheme
from services.scoring.domain.shares import points_of
from services.scoring.domain.telling import tell
from services.scoring.domain.words import factor_name, plain, raw_told
from shared.contracts.scoring_terms import Cause
from shared.labels import labels
from shared.titles import in_marks


def rule_name(scheme: Scheme | None, rule: str, language: str) -> str:
    """What a rule is called: 刊发, or as the bureau calls it: 七日阅读播放量, 原创首发."""
    if rule in (own := labels(language)["ledger.rule"]):
        return own[rule]
    id_ = rule.partition(":")[2] or rule
    if scheme is None:
        return id_
    names = {each.id: each.name for each in scheme.metrics}
    names |= {each.id: each.name for each in (*scheme.bonuses, *scheme.penalties)}
    names |= {each.id: each.name for each in scheme.manual.values()}
    return names.get(id_, id_)


def entry_text(entry: Entry, scheme: Scheme | None, language: str) -> str:
    """One entry in a sentence."""
    late = _elsewhere(entry, language)
    name, points = rule_name(scheme, entry.rule, language), f"{points_of(entry.cents):+}"
    if entry.kind is Cause.REVERSAL:
        return tell("reversal", language, points=points, reason=entry.reason, late=late)
    if entry.working is None:
        return entry.reason
    if entry.reverses:
        return tell("reversed", language, rule=name, points=points, late=late)
    return tell("line", language, rule=name, working=working_text(entry.working, language), late=late)


def working_text(working: Working, language: str) -> str:
    """How points came about: 原始值 … → 系数 … → 得分 …"""
    named = [f"{factor_name(each.name, each.value, language)}×{plain(each.factor)}" for each in working.factors]
    whole = working.share == working.shares_of
    part = {"points": working.points, "share": working.share, "of": working.shares_of}
    return tell(
        "working",
        language,
        raw=raw_told(working.raw, language),
        base=working.base,
        factors=" ".join(named) or tell("no_factors", language),
        got=working.got,
        part="" if whole else tell("part", language, **part),
        by=tell("by", language, rule=working.verified_by) if working.verified_by else "",
    )


def _elsewhere(entry: Entry, language: str) -> str:
    """Why it is not in the quarter that it belongs to. Not that it came late: what is corrected was there in time."""
    return tell("late", language, home=entry.late, period=entry.period) if entry.late else ""


def note_text(note: Note, scheme: Scheme | None, language: str) -> str:
    """Why something has no points, in a sentence."""
    return tell("note", language, rule=rule_name(scheme, note.rule, language), reason=note.reason)


def titled(subject: Subject | None, language: str) -> str:
    """What a subject is called: as its outlet did, but for what is none of its works."""
    if subject is None:
        return ""
    return tell("call_cap_title", language) if subject.kind == CALL_CAP else subject.title


def work_text(title: str, cents: int, entries: Iterable[Entry], language: str) -> str:
    """A work in a sentence."""
    count = sum(1 for _ in entries)
    return tell("work", language, title=in_marks(title), points=points_of(cents), count=count)


def standing_text(
    period: Period, standing: Standing, points: str, scheme: Scheme, places: Places, *, quarters: int, language: str
) -> str:
    """An outlet's standing in a few sentences. `quarters`: what the sum of its works' points was divided by."""
    summed = {"quarters": quarters, "sum": points_of(standing.cents)}
    text = tell(
        "standing",
        language,
        name=standing.name,
        category=standing.category,
        period=period.id,
        points=points,
        mean=tell("mean", language, **summed) if quarters > 1 else "",
        status=period.status,
        works=standing.works,
        publications=standing.publications,
        a_grades=standing.a_grades,
        best=points_of(standing.best),
        scheme=scheme.name,
    )
    if places.overall is not None:
        placed = {"place": places.category, "overall": places.overall}
        return text + tell("placed", language, category=standing.category, **placed)
    if not standing.competes:
        return text + tell("not_competing", language)
    if not standing.ranked(scheme.minimum_works):
        return text + tell("too_few", language, least=scheme.minimum_works)
    return text
