"""Reporting, judging and verifying metrics. A later snapshot never lowers an earlier one silently."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median

from services.submission.domain.publications import Publication
from services.submission.domain.snapshot import WECHAT_CAP, Snapshot
from shared.clock import before
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import Flag, MetricsStatus
from shared.errors import Conflict, FieldProblem, Invalid

MAX_SNAPSHOTS = 400
# An outlet's history says something from so many other publications on.
ENOUGH = 5
# Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers: a modified z-score beyond 3.5 stands out;
# 1.4826 × MAD estimates the standard deviation of a normal distribution.
OUTLYING = 3.5
MAD_TO_SIGMA = 1.4826
# Readership is multiplicative, so it is compared in logarithms; less than fivefold is never a jump.
LEAST_JUMP = math.log(5)


def report(
    publication: Publication, given: Snapshot, present: Sequence[Snapshot], history: Sequence[int], now: datetime
) -> Snapshot:
    """The snapshot to keep: capped and flagged, or the present one when the same was reported before.

    `present`: the snapshots of the publication that were not refused. `history`: the most reads of each other
    publication of the outlet on this platform.

    Raises: Invalid for a moment before the publication or in the future, Conflict for other numbers at a moment
    that was reported, too many, or a publication that was refused or withdrawn.
    """
    if not publication.stands:
        raise Conflict("metrics.of_no_publication", status=publication.status)
    rule = _moment_problem(publication, given.observed_at, now)
    if rule:
        raise Invalid("metrics.invalid", problems=[FieldProblem("/observed_at", rule)])
    snapshot = _capped(given)
    same = next((one for one in present if one.observed_at == given.observed_at), None)
    if same is not None:
        if same.numbers != snapshot.numbers:
            raise Conflict("metrics.exists", observed_at=given.observed_at.isoformat())
        return same
    if len(present) >= MAX_SNAPSHOTS:
        raise Conflict("metrics.limit", max=MAX_SNAPSHOTS)
    flags = []
    if _drops(snapshot, present):
        flags.append(Flag.DROP)
    if jumps(snapshot.reads, history):
        flags.append(Flag.JUMP)
    return replace(snapshot, flags=tuple(flags))


def verify(snapshot: Snapshot, by: str, now: datetime) -> Snapshot:
    """It counts from now on; a verified one stays as it is. Raises: Conflict for a refused one."""
    return _ruled(snapshot, MetricsStatus.VERIFIED, by, "", now)


def refuse(snapshot: Snapshot, by: str, reason: str, now: datetime) -> Snapshot:
    """It never counts. Raises: Conflict for a verified one."""
    return _ruled(snapshot, MetricsStatus.REFUSED, by, reason, now)


def jumps(reads: int, history: Sequence[int]) -> bool:
    """Whether reads are far above what the outlet's other publications reach."""
    if len(history) < ENOUGH:
        return False
    logs = [math.log(value + 1) for value in history]
    middle = median(logs)
    spread = MAD_TO_SIGMA * median(abs(value - middle) for value in logs)
    return math.log(reads + 1) - middle > max(LEAST_JUMP, OUTLYING * spread)


def _moment_problem(publication: Publication, observed_at: datetime, now: datetime) -> str:
    if observed_at > now:
        return "moment.future"
    return "metrics.before_publication" if before(observed_at, publication.published_at) else ""


def _capped(snapshot: Snapshot) -> Snapshot:
    """WeChat tells nobody more than "100,000+"; other platforms keep their real numbers."""
    if snapshot.platform is Platform.WECHAT_OA and snapshot.reads >= WECHAT_CAP:
        return replace(snapshot, reads=WECHAT_CAP, capped=True)
    return snapshot


def _drops(snapshot: Snapshot, present: Sequence[Snapshot]) -> bool:
    """Whether a number is below that of an earlier moment, or above that of a later one."""
    earlier = [one for one in present if one.observed_at < snapshot.observed_at]
    later = [one for one in present if one.observed_at > snapshot.observed_at]
    return any(_lower(snapshot, one) for one in earlier) or any(_lower(one, snapshot) for one in later)


def _lower(one: Snapshot, than: Snapshot) -> bool:
    return any(mine < theirs for mine, theirs in zip(one.numbers, than.numbers, strict=True))


def _ruled(snapshot: Snapshot, status: MetricsStatus, by: str, reason: str, now: datetime) -> Snapshot:
    if snapshot.status is status and (snapshot.reason == reason):
        return snapshot
    if snapshot.status is not MetricsStatus.REPORTED:
        raise Conflict("metrics.illegal_move", status=snapshot.status, allowed="-")
    return replace(snapshot, version=snapshot.version + 1, status=status, ruled_by=by, ruled_at=now, reason=reason)
