"""Points for metrics: tiers on the snapshot of day N."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from services.scoring.domain.facts import Publication, Snapshot
from services.scoring.domain.scheme import ZERO, MetricsRule
from services.scoring.domain.telling import tell
from shared.labels import DEFAULT
from shared.reads import reads_told


@dataclass(frozen=True)
class Reading:
    """What a rule reads at a publication: the value, and the snapshots that it is from."""

    publication: Publication
    value: int
    snapshots: tuple[Snapshot, ...]

    def described(self, rule: MetricsRule) -> str:
        """In Chinese: 刊发第7日阅读播放 5200, or 10万+ of what is capped, also when it is a part of a sum."""
        capped = rule.measure == "reads" and any(each.capped for each in self.snapshots)
        shown = reads_told(self.value, "zh", capped=True) if capped else self.value
        return tell("reading", DEFAULT, day=rule.day, measure=rule.measure, value=shown)


def reading(rule: MetricsRule, publication: Publication, snapshots: Iterable[Snapshot]) -> Reading | None:
    """The verified snapshot nearest to N days after the publication, within the tolerance; of two the earlier."""
    moment, tolerance = publication.published_at + timedelta(days=rule.day), timedelta(days=rule.tolerance_days)
    near = [
        (abs(each.observed_at - moment), each.observed_at, each.id, each)
        for each in snapshots
        if each.publication == publication.id and abs(each.observed_at - moment) <= tolerance
    ]
    if not near:
        return None
    snapshot = min(near)[-1]
    return Reading(publication, int(getattr(snapshot, rule.measure)), (snapshot,))


def readings(
    rule: MetricsRule, genre: str, publications: Iterable[Publication], snapshots: Mapping[str, Snapshot]
) -> tuple[list[Reading], list[Publication]]:
    """The readings of the publications that a rule is for, and those of them that have none."""
    found, without = [], []
    for publication in publications:
        if not _concerns(rule, genre, publication):
            continue
        one = reading(rule, publication, snapshots.values())
        if one is None:
            without.append(publication)
        else:
            found.append(one)
    return found, without


def worth(rule: MetricsRule, value: int) -> Decimal:
    """The points of the highest tier that is reached, and of the whole steps beyond the last one, up to the cap."""
    reached = [tier for tier in rule.tiers if value >= tier.at_least]
    if not reached:
        return ZERO
    points, last = reached[-1].points, rule.tiers[-1]
    if rule.step_each and value > last.at_least:
        points += (value - last.at_least) // rule.step_each * rule.step_points
    return min(points, rule.cap) if rule.cap is not None else points


def _concerns(rule: MetricsRule, genre: str, publication: Publication) -> bool:
    return (
        (rule.reprints or not publication.reprint)
        and (not rule.platforms or publication.platform in rule.platforms)
        and (not rule.genres or genre in rule.genres)
    )
