"""What a submission adds to the standings of its outlets, and what of it a period counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.scoring.domain.calendar import quarter_of, year_of
from services.scoring.domain.compute import PUBLICATION
from services.scoring.domain.facts import Facts
from services.scoring.domain.ledger import Held, Scored

GRADE_A = "A"


@dataclass(frozen=True)
class Score:
    """One submission of one outlet in one period. `earliest` is the first publication that has points there.

    Whatever is no work, and a work that has nothing left but corrections there, is cents and nothing else.
    """

    cents: int = 0
    works: int = 0
    a_grades: int = 0
    publications: int = 0
    earliest: datetime | None = None


Place = tuple[str, str]  # period, outlet


def scores(scored: Scored) -> dict[Place, Score]:
    """By period and outlet, for quarters and for years."""
    cents: Counter[Place] = Counter()
    held: dict[Place, list[Held]] = {}
    for (period, outlet), amount in scored.sums.items():
        for each in (period, year_of(period)):
            cents[each, outlet] += amount
    for key, line in scored.held.items():
        for each in (line.period, year_of(line.period)):
            held.setdefault((each, key.outlet), []).append(line)
    return {place: _score(amount, held.get(place, []), scored.facts) for place, amount in cents.items()}


def changes(before: Scored, after: Scored) -> dict[Place, tuple[Score, Score]]:
    """The scores that differ, before and after."""
    old, new = scores(before), scores(after)
    pairs = {place: (old.get(place, Score()), new.get(place, Score())) for place in sorted(old.keys() | new.keys())}
    return {place: pair for place, pair in pairs.items() if pair[0] != pair[1]}


def counted(facts: Facts) -> dict[str, Counter[str]]:
    """How many works, publications, metrics and ideas of a submission count in each quarter."""
    found: dict[str, Counter[str]] = {}
    homes = {one.id: quarter_of(one.published_at) for one in facts.in_order}
    for home in homes.values():
        found.setdefault(home, Counter())["publications"] += 1
    for snapshot in facts.measured.values():
        if snapshot.publication in homes:
            found[homes[snapshot.publication]]["metrics"] += 1
    if facts.approval is not None and facts.subject is not None:
        for home in set(homes.values()):
            found[home]["works"] += 1
    if facts.adopted is not None:
        found.setdefault(quarter_of(facts.adopted.at), Counter())["ideas"] += 1
    if facts.unapproved is not None:
        found.setdefault(quarter_of(facts.unapproved.published_at), Counter())
    if facts.participation is not None:
        found.setdefault(quarter_of(facts.participation.at), Counter())
    for gain in facts.gains.values():
        found.setdefault(gain.quarter, Counter())
    return found


def differences(before: Facts, after: Facts) -> dict[str, dict[str, int]]:
    """By how much the counts of each quarter change."""
    old, new = counted(before), counted(after)
    found = {}
    for period in sorted(old.keys() | new.keys()):
        was, now = old.get(period, Counter()), new.get(period, Counter())
        moved = {name: now[name] - was[name] for name in sorted(was.keys() | now.keys()) if now[name] != was[name]}
        if moved:
            found[period] = moved
    return found


def homes(facts: Facts) -> list[str]:
    """The quarters that a submission belongs to, those of what does not count too: it may have counted there."""
    return sorted(counted(facts).keys() | {quarter_of(one.published_at) for one in facts.publications.values()})


def _score(cents: int, held: list[Held], facts: Facts) -> Score:
    if not held or facts.subject is None or not facts.subject.is_work:
        return Score(cents)
    grade = facts.approval.grade if facts.approval else ""
    publications = {each.line.key.publication for each in held if each.line.key.rule == PUBLICATION}
    return Score(cents, 1, int(grade == GRADE_A), len(publications), _earliest(held, facts))


def _earliest(held: list[Held], facts: Facts) -> datetime | None:
    known: Mapping[str, datetime] = {one.id: one.published_at for one in facts.publications.values()}
    moments = [known[each.line.key.publication] for each in held if each.line.key.publication in known]
    return min(moments, default=None)
