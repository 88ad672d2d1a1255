"""Reporting, judging and verifying metrics. A later snapshot never lowers an earlier one silently."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from services.submission.domain.publication import Publication
from services.submission.domain.snapshot import WECHAT_CAP, Snapshot
from shared.clock import before, spoken
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


@dataclass(frozen=True)
class Around:
    """What a report is judged by. `present`: the snapshots of the publication that were not refused. `twins`: those of
    the same article, reported elsewhere. `history`: the most reads of each other publication of the outlet on this
    platform. `proof_from`: from so many reads on the bureau wants proof (None: never)."""

    present: Sequence[Snapshot] = ()
    twins: Sequence[Snapshot] = ()
    history: Sequence[int] = ()
    proof_from: int | None = None


def report(publication: Publication, given: Snapshot, around: Around, now: datetime) -> Snapshot:
    """The snapshot to keep: capped and flagged, or the present one when the same was reported before.

    Raises: Invalid for a moment before the publication or in the future and for proof that is missing, Conflict for
    other numbers at a moment that was reported, too many, or a publication that was refused or withdrawn.
    """
    if not publication.stands:
        raise Conflict("metrics.of_no_publication", status=publication.status)
    if problems := _problems(publication, given, around.proof_from, now):
        raise Invalid("metrics.invalid", problems=problems)
    snapshot = _capped(given)
    same = next((one for one in around.present if one.observed_at == given.observed_at), None)
    if same is not None:
        if same.numbers != snapshot.numbers:
            raise Conflict("metrics.exists", observed_at=spoken(given.observed_at))
        return same
    if len(around.present) >= MAX_SNAPSHOTS:
        raise Conflict("metrics.limit", max=MAX_SNAPSHOTS)
    flags = (
        (Flag.DROP, _drops(snapshot, around.present)),
        (Flag.JUMP, jumps(snapshot.reads, around.history)),
        (Flag.DIFFERS, _differs(snapshot, around.twins)),
    )
    return replace(snapshot, flags=tuple(flag for flag, raised in flags if raised))


def verify(snapshot: Snapshot, by: str, now: datetime) -> Snapshot:
    """It counts from now on; a verified one stays as it is. Raises: Conflict for a refused one, and when its
    publication is over."""
    return _ruled(snapshot, MetricsStatus.VERIFIED, by, "", now)


def refuse(snapshot: Snapshot, by: str, reason: str, now: datetime) -> Snapshot:
    """It never counts. Raises: Conflict for a verified one, and when its publication is over."""
    return _ruled(snapshot, MetricsStatus.REFUSED, by, reason, now)


def jumps(reads: int, history: Sequence[int]) -> bool:
    """Whether reads are far above what the outlet's other publications reach."""
    if len(history) < ENOUGH:
        return False
    logs = [math.log(value + 1) for value in history]
    middle = median(logs)
    spread = MAD_TO_SIGMA * median(abs(value - middle) for value in logs)
    return math.log(reads + 1) - middle > max(LEAST_JUMP, OUTLYING * spread)


def _problems(publication: Publication, given: Snapshot, proof_from: int | None, now: datetime) -> list[FieldProblem]:
    problems = []
    if given.observed_at > now:
        problems.append(FieldProblem("/observed_at", "moment.future"))
    elif before(given.observed_at, publication.published_at):
        problems.append(FieldProblem("/observed_at", "metrics.before_publication"))
    if proof_from is not None and given.reads >= proof_from and not given.proof:
        problems.append(FieldProblem("/proof", "metrics.proof_required", {"reads": proof_from}))
    return problems


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


def _differs(snapshot: Snapshot, twins: Sequence[Snapshot]) -> bool:
    """Whether the same article had other numbers at the same moment, or more before, or less afterwards."""
    for twin in twins:
        if before(twin.observed_at, snapshot.observed_at):
            unlike = _lower(snapshot, twin)
        elif before(snapshot.observed_at, twin.observed_at):
            unlike = _lower(twin, snapshot)
        else:
            unlike = snapshot.numbers != twin.numbers
        if unlike:
            return True
    return False


def _lower(one: Snapshot, than: Snapshot) -> bool:
    return any(mine < theirs for mine, theirs in zip(one.numbers, than.numbers, strict=True))


def _ruled(snapshot: Snapshot, status: MetricsStatus, by: str, reason: str, now: datetime) -> Snapshot:
    if snapshot.status is status and (snapshot.reason == reason):
        return snapshot
    if snapshot.status is not MetricsStatus.REPORTED:
        raise Conflict("metrics.illegal_move", status=snapshot.status, allowed="")
    if snapshot.standing is MetricsStatus.LAPSED:
        raise Conflict("metrics.of_no_publication", status=snapshot.publication_state)
    return replace(snapshot, version=snapshot.version + 1, status=status, ruled_by=by, ruled_at=now, reason=reason)
