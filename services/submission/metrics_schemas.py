"""Snapshots of metrics: from checked inputs to the domain, and from the domain to views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.submission.domain import Publication, Snapshot
from services.submission.domain.snapshot import NUMBERS, Amendment
from shared.context import Actor
from shared.ids import new_id
from shared.reads import reads_told


def corrected_numbers(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction of a snapshot says, as the domain has it."""
    found = {name: data[name] for name in (*NUMBERS, "proof") if name in data}
    if "proof" in found:
        found["proof"] = tuple(each["file"] for each in found["proof"])
    return found


def new_snapshot(data: Mapping[str, Any], publication: Publication, actor: Actor, now: datetime) -> Snapshot:
    """The snapshot that is reported, not judged yet."""
    numbers = ("observed_at", "reads", "likes", "shares", "comments", "in_views")
    return Snapshot(
        id=new_id(),
        bureau=publication.bureau,
        version=1,
        publication=publication.id,
        submission=publication.submission,
        outlet=publication.outlet,
        platform=publication.platform,
        by=actor.account,
        reported_at=now,
        proof=tuple(each["file"] for each in data["proof"]),
        publication_state=publication.status,
        **{name: data[name] for name in numbers},
    )


def metrics_view(snapshot: Snapshot, publication: Publication, locale: str) -> dict[str, Any]:
    """`MetricsView`, with what became of the publication."""
    hidden = ("bureau", "status", "ruled_by", "said_by", "correction")
    reads = reads_told(snapshot.reads, locale, capped=snapshot.capped)
    view = {name: value for name, value in asdict(snapshot).items() if name not in hidden}
    known = {"state": snapshot.standing, "publication_reason": publication.reason}
    more = {"reads_shown": reads, "without_proof": snapshot.without_proof}
    return view | known | more | {"correction": _amendment_view(snapshot.correction, locale)}


def queued_view(
    snapshot: Snapshot, publication: Publication, all_: Iterable[Snapshot], locale: str, **work: str
) -> dict[str, Any]:
    """`QueuedMetrics`. `all_` that were reported of the publication; `work`: title, number and name of the outlet."""
    earlier = [one for one in all_ if one.stands and one.observed_at < snapshot.observed_at]
    before = max(earlier, key=lambda one: one.observed_at, default=None)
    shown = {name: getattr(publication, name) for name in ("media", "url", "published_at")}
    return metrics_view(snapshot, publication, locale) | work | shown | {"before": before and _before(before, locale)}


def _before(snapshot: Snapshot, locale: str) -> dict[str, Any]:
    shown = {name: getattr(snapshot, name) for name in ("id", "observed_at", *NUMBERS, "capped")}
    return shown | {
        "reads_shown": reads_told(snapshot.reads, locale, capped=snapshot.capped), "state": snapshot.standing,
    }  # fmt: skip


def _amendment_view(waiting: Amendment | None, locale: str) -> dict[str, Any] | None:
    if waiting is None:
        return None
    said = waiting.corrected
    reads = reads_told(said.reads, locale, capped=said.capped)
    shown = {name: getattr(said, name) for name in (*NUMBERS, "capped", "flags", "proof")}
    return shown | {"reads_shown": reads, "by": waiting.by, "at": waiting.at, "reason": waiting.reason}
