"""Reporting, judging and verifying metrics. A later snapshot never lowers an earlier one silently.

reported ──verify──▶ verified ──refuse (取消核实)──▶ refused
   └──refuse──▶ refused

Before the ruling a correction is what is reported. Afterwards it waits beside the verified snapshot, which goes on
counting, until a liaison verifies or refuses it, as with publications. What is refused frees its moment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Any

from services.submission.domain.publication import Publication
from services.submission.domain.snapshot import NUMBERS, WECHAT_CAP, Amendment, Snapshot
from shared.clock import before
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import Flag, MetricsStatus
from shared.errors import Conflict, FieldProblem, Invalid

MAX_SNAPSHOTS = 400
MAX_VERSIONS = 200
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
    platform. `proof_from`: where any number is so high the bureau wants proof (None: never)."""

    present: Sequence[Snapshot] = ()
    twins: Sequence[Snapshot] = ()
    history: Sequence[int] = ()
    proof_from: int | None = None


@dataclass(frozen=True)
class Said:
    """Which account of the outlet corrects a snapshot, when and why."""

    by: str
    at: datetime
    reason: str = ""


def report(publication: Publication, given: Snapshot, around: Around, now: datetime) -> Snapshot:
    """The snapshot to keep: capped and flagged, or the present one when the same was reported before, with what proof
    was added to it.

    Raises: Invalid for a moment before the publication or in the future and for proof that is missing, Conflict for
    other numbers at a moment that was reported, too many, or a publication that was refused or withdrawn.
    """
    require_standing_place(publication)
    if problems := _problems(publication, given, around.proof_from, now):
        raise Invalid("metrics.invalid", problems=problems)
    snapshot = _capped(given)
    same = next((one for one in around.present if one.observed_at == given.observed_at), None)
    if same is not None:
        if same.numbers != snapshot.numbers:
            raise Conflict("metrics.exists", observed_at=given.observed_at.isoformat())
        return _proven(same, given, now)
    if len(around.present) >= MAX_SNAPSHOTS:
        raise Conflict("metrics.limit", max=MAX_SNAPSHOTS)
    return _flagged(snapshot, around)


def correct(
    publication: Publication, snapshot: Snapshot, values: Mapping[str, Any], around: Around, said: Said
) -> Snapshot:
    """Other numbers, or another proof. What says the same as before is no change; what says the same as the verified
    snapshot takes back the correction that waits.

    Raises: Conflict for one that is over or was corrected too often; Invalid, also for a reason that is missing.
    """
    require_standing(snapshot)
    present = [one for one in around.present if one.id != snapshot.id]
    before = snapshot.correction.corrected if snapshot.correction else snapshot
    given = replace(before, **values)
    problems = _problems(publication, given, around.proof_from, said.at)
    if snapshot.status is MetricsStatus.VERIFIED and given.numbers != snapshot.numbers and not said.reason:
        problems.append(FieldProblem("/reason", "metrics.reason_required"))
    if problems:
        raise Invalid("metrics.invalid", problems=problems)
    return _said(snapshot, _flagged(_capped(given), replace(around, present=present)), said)


def verify(snapshot: Snapshot, by: str, now: datetime) -> Snapshot:
    """What waits counts from now on: the report, or the correction in place of what counted so far. A verified one
    stays as it is. Raises: Conflict for a refused one."""
    if snapshot.status is MetricsStatus.VERIFIED and snapshot.correction is None:
        return snapshot
    require_standing(snapshot)
    said = snapshot.correction.corrected if snapshot.correction else snapshot
    return _next(snapshot, said, status=MetricsStatus.VERIFIED, ruled_by=by, ruled_at=now, reason="")


def refuse(snapshot: Snapshot, by: str, reason: str, now: datetime) -> Snapshot:
    """What waits is refused: the report, or the correction, and then the verified snapshot goes on counting. With
    nothing waiting a verified one counts no longer (取消核实). Raises: Conflict for one that is over."""
    if snapshot.status is MetricsStatus.REFUSED and snapshot.reason == reason:
        return snapshot
    require_standing(snapshot)
    if snapshot.correction is not None:
        return _next(snapshot, snapshot)
    return _next(snapshot, snapshot, status=MetricsStatus.REFUSED, ruled_by=by, ruled_at=now, reason=reason)


def require_standing_place(publication: Publication) -> None:
    """Whether numbers of it may be reported. Raises: Conflict for a publication that was refused or withdrawn."""
    if not publication.stands:
        raise Conflict("metrics.of_no_publication", status=publication.status)


def require_standing(snapshot: Snapshot) -> None:
    """Raises: Conflict for one that was refused, or whose publication was before anybody ruled on it."""
    if not snapshot.stands:
        raise Conflict("metrics.illegal_move", status=snapshot.status, allowed=[])
    if snapshot.standing is MetricsStatus.LAPSED or (snapshot.correction is not None and snapshot.over):
        raise Conflict("metrics.of_no_publication", status=snapshot.publication_state)


def require_waiting(snapshot: Snapshot) -> None:
    """Whether a liaison is to answer for it. Raises: Conflict."""
    require_standing(snapshot)
    if not snapshot.waits:
        raise Conflict("metrics.illegal_move", status=snapshot.status, allowed=[])


def require_correctable(snapshot: Snapshot) -> None:
    """Whether its outlet may say something else. Raises: Conflict, also after too many corrections."""
    require_standing(snapshot)
    if snapshot.version >= MAX_VERSIONS:
        raise Conflict("metrics.versions", max=MAX_VERSIONS)


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
    # A scheme may score any of them.
    if proof_from is not None and max(given.numbers) >= proof_from and not given.proof:
        problems.append(FieldProblem("/proof", "metrics.proof_required", {"least": proof_from}))
    return problems


def _flagged(snapshot: Snapshot, around: Around) -> Snapshot:
    flags = (
        (Flag.DROP, _drops(snapshot, around.present)),
        (Flag.JUMP, jumps(snapshot.reads, around.history)),
        (Flag.DIFFERS, _differs(snapshot, around.twins)),
    )
    return replace(snapshot, flags=tuple(flag for flag, raised in flags if raised))


def _said(snapshot: Snapshot, given: Snapshot, said: Said) -> Snapshot:
    """The snapshot with what the outlet says now: in place of the report, or waiting beside what is verified."""
    before = snapshot.correction.corrected if snapshot.correction else snapshot
    if given.same_as(before):
        return snapshot
    if snapshot.version >= MAX_VERSIONS:
        raise Conflict("metrics.versions", max=MAX_VERSIONS)
    said_by = tuple(dict.fromkeys((*snapshot.said_by, said.by)))
    if snapshot.status is MetricsStatus.REPORTED:
        return _next(snapshot, given, said_by=said_by)
    if given.same_as(snapshot):
        return _next(snapshot, snapshot, said_by=said_by)
    alone = replace(
        given, version=snapshot.version + 1, status=MetricsStatus.REPORTED, correction=None, ruled_by="", ruled_at=None
    )
    waiting = Amendment(said.by, said.at, said.reason, alone)
    return replace(_next(snapshot, snapshot, said_by=said_by), correction=waiting)


def _next(snapshot: Snapshot, said: Snapshot, **changes: Any) -> Snapshot:
    """The next version, which says what `said` does; nothing waits beside it."""
    content = {name: getattr(said, name) for name in (*NUMBERS, "capped", "flags", "proof")}
    return replace(snapshot, version=snapshot.version + 1, correction=None, **content, **changes)


def _proven(snapshot: Snapshot, given: Snapshot, now: datetime) -> Snapshot:
    """The snapshot with the proof of `given` too; where a correction waits, that has it and goes on waiting."""
    waiting = snapshot.correction
    last = waiting.corrected if waiting else snapshot
    proof = tuple(dict.fromkeys((*last.proof, *given.proof)))
    return _said(snapshot, replace(last, proof=proof), Said(given.by, now, waiting.reason if waiting else ""))


def _capped(snapshot: Snapshot) -> Snapshot:
    """WeChat tells nobody more than "100,000+"; other platforms keep their real numbers."""
    capped = snapshot.platform is Platform.WECHAT_OA and snapshot.reads >= WECHAT_CAP
    return replace(snapshot, reads=WECHAT_CAP if capped else snapshot.reads, capped=capped)


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
