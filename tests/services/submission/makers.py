"""Submissions, outlets and facts of review for tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from services.submission import schemas
from services.submission.domain import Channel, Outlet, Publication, Snapshot, Submission, rulings, writing
from shared import events, validation
from shared.context import Actor
from shared.contracts import submission as contracts
from shared.contracts.outlet_terms import Level, Platform
from shared.ids import new_id

BUREAU = "330108"
NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
WRITER = Actor("writer", BUREAU)
SHA = "ab" * 32


def outlet(id_: str = "o1", status: str = "verified", *members: str) -> Outlet:
    """An outlet as it is known here."""
    channels = (Channel(f"{id_}-c", "wechat_oa", "county", "滨江播报"),)
    return Outlet(id_, f"媒体{id_}", "self_media", status, members or (WRITER.account,), channels)


KNOWN = {each.id: each for each in (outlet("o1"), outlet("o2", "verified", "other"), outlet("o3", "closed", "gone"))}


def form(**changes: Any) -> dict[str, Any]:
    """The input of a new work as the service gets it."""
    body = {"outlet": "o1", "kind": "work", "title": "夜巡三公里", "body": "第一段。\n第二段。", "genre": "article"}
    made = body | changes
    return {name: value for name, value in made.items() if value is not None}


def attachment(file: str = "f1", sha256: str = SHA) -> dict[str, Any]:
    """A file as the gateway describes it."""
    return {"file": file, "name": f"{file}.jpg", "media_type": "image/jpeg", "sha256": sha256, "size": 1}


def asked(number: str = "2026-000001", **changes: Any) -> Submission:
    """What somebody asks for, not checked yet."""
    data = validation.load(contracts.CreateSubmission(), form(**changes))
    return schemas.numbered(schemas.new_submission(data, outlet(data["outlet"]), WRITER, NOW), number)


def draft(**changes: Any) -> Submission:
    """A work that was begun."""
    return writing.create(asked(**changes), KNOWN).submission


def submitted(**changes: Any) -> Submission:
    """A work that was handed in once."""
    return writing.submit(draft(**changes), WRITER.account, KNOWN, NOW).submission


def approved(at: datetime = NOW, embargo_until: datetime | None = None, **changes: Any) -> Submission:
    """A work that review has approved."""
    work = submitted(**changes)
    return rulings.hear(work, approval(work, embargo_until=embargo_until), at).submission


def idea(**changes: Any) -> Submission:
    """A golden idea, which is handed in at once."""
    return draft(kind="golden_idea", genre=None, **changes)


def review(of: Submission, round_: int | None = None, hash_: str | None = None) -> events.ReviewState:
    """The round of review that a submission waits in, or another one."""
    return events.ReviewState(
        id=new_id(),
        submission=of.id,
        outlet=of.outlet,
        kind=of.kind,
        title=of.revision.title,
        round=of.round if round_ is None else round_,
        revision=of.sent,
        content_hash=of.revision.hash if hash_ is None else hash_,
        sensitivity="normal",
        status="open",
        submitter=of.submitter,
    )


def approval(of: Submission, embargo_until: datetime | None = None, **other: Any) -> events.SubmissionApproved:
    """The approval of what waits."""
    state = review(of, **other)
    return events.SubmissionApproved(state, "reviewer", "A", "P-2026-0001", embargo_until, ("署名完整",))


def revocation(of: Submission, **other: Any) -> events.PermitRevoked:
    """The end of a permit."""
    state = review(of, **other)
    permit = events.PermitState("p", "P-2026-0001", 1, 2026, of.id, of.outlet, state.content_hash, NOW)
    return events.PermitRevoked(state, "reviewer", permit, "事实有误")


def facts(of: Submission, **other: Any) -> dict[str, events.ReviewEvent]:
    """Everything that review may say of a submission."""
    state = review(of, **other)
    return {
        "open": events.ReviewOpened(state, "", 0),
        "changes": events.ChangesRequested(
            state, "reviewer", "first", "改标题", (events.CommentState("太长", "title"),)
        ),
        "approve": approval(of, **other),
        "reject": events.SubmissionRejected(state, "reviewer", "失实", "D"),
        "revoke": revocation(of, **other),
        "adopt": events.IdeaAdopted(state, "", Decimal("86.50"), 2),
        "decline": events.IdeaDeclined(state, "", Decimal("41.00"), 2, "不可行"),
    }


def publication(of: Submission, **changes: Any) -> Publication:
    """A publication that is reported, not judged yet."""
    found = Publication(
        id=new_id(),
        bureau=BUREAU,
        submission=of.id,
        outlet=of.outlet,
        platform=Platform.WECHAT_OA,
        level=Level.COUNTY,
        published_at=NOW + timedelta(hours=1),
        by=WRITER.account,
        reported_at=NOW,
        media="滨江播报",
        url="https://example.com/s/1",
    )
    return replace(found, **changes)


def snapshot(of: Publication, **changes: Any) -> Snapshot:
    """A snapshot that is reported, not judged yet."""
    found = Snapshot(
        id=new_id(),
        bureau=BUREAU,
        version=1,
        publication=of.id,
        submission=of.submission,
        outlet=of.outlet,
        platform=of.platform,
        observed_at=of.published_at + timedelta(days=7),
        by=WRITER.account,
        reported_at=NOW,
        reads=1200,
    )
    return replace(found, **changes)
