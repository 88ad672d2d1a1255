"""Submissions, revisions, publications and snapshots as MongoDB documents and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from services.submission.domain import (
    Act,
    Amendment,
    Approval,
    Change,
    Correction,
    Publication,
    Reach,
    Revision,
    Ruling,
    Side,
    Snapshot,
    Submission,
    Version,
)
from services.submission.domain.publication import OVER
from services.submission.repository.consents import consents_of
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.submission_terms import (
    Basis,
    Byline,
    Flag,
    Genre,
    MetricsStatus,
    Placement,
    PublicationStatus,
    SubmissionKind,
    SubmissionStatus,
)
from shared.events import AttachmentState, AuthorState, CommentState
from shared.grams import searchable
from shared.mongo.searching import LOOKED_INTO

Document = dict[str, Any]
# What a publication's document has beside the publication itself.
DERIVED = ("_id", "place", "claim", "queue", "doubtful")
PLAIN = (
    "bureau", "version", "number", "kind", "outlet", "status", "submitter", "created_at", "updated_at", "round", "sent",
    "submitted_at", "revoked_round", "publications",
)  # fmt: skip


def submission_document(submission: Submission, sent: Revision | None) -> Document:
    """The document of a submission: all but its revisions. `readers` are the outlets whose people may see it,
    `sort_at` and `sort_title` are what lists go by, `sent_title`, `genre`, `topic` what others than its outlet see of
    it: those of the revision that was handed in last (`sent`), until then its own."""
    head, shown = submission.revision, sent or submission.revision
    others = [author.outlet for author in head.authors] if submission.shown else []
    return {
        "_id": submission.id,
        **{name: getattr(submission, name) for name in PLAIN},
        "revision": head.number,
        "title": head.title,
        "sent_title": shown.title if sent else "",
        "sort_title": shown.title,
        "category": submission.category,
        "published_at": submission.published_at,
        "genre": shown.genre,
        "topic": shown.topic,
        "own_genre": head.genre,
        "own_topic": head.topic,
        "readers": sorted({submission.outlet, *others}),
        "shown": submission.shown,
        "sort_at": submission.submitted_at or submission.created_at,
        "approval": _approval_document(submission.approval),
        "ruling": _ruling_document(submission.ruling),
        "consents": [asdict(each) for each in submission.consents],
    }


def submission_of(document: Document, revision: Revision) -> Submission:
    """The submission that `submission_document` described, with its newest revision."""
    approval, ruling = document["approval"], document["ruling"]
    return Submission(
        **{name: document[name] for name in PLAIN}
        | {
            "id": document["_id"],
            "kind": SubmissionKind(document["kind"]),
            "status": SubmissionStatus(document["status"]),
            "revision": revision,
            "approval": Approval(**approval | {"conditions": tuple(approval["conditions"])}) if approval else None,
            "ruling": _ruling(ruling) if ruling else None,
            "category": document.get("category", ""),
            "published_at": document.get("published_at"),
            "consents": consents_of(document, revision),
        }
    )


def found_by(number: str, head: Revision, sent: Revision | None) -> Document:
    """What a submission is found by: number, title and text of what its outlet wrote last, and of what it handed in
    last (nothing: None), which is all that others look into (`searching`)."""
    text = searchable((number, head.title, head.body[:LOOKED_INTO]))
    shown = searchable((number, sent.title, sent.body[:LOOKED_INTO])) if sent else ""
    return {"text": text, "sent_text": shown}


def appearance(publication: Publication) -> Document:
    """What a work's document says of a publication that stands: `appeared` has one for each."""
    return {"publication": publication.id, "level": publication.level, "due": publication.due_at}


def revision_document(submission: Submission, revision: Revision) -> Document:
    """The document of a revision, which is never changed."""
    data = asdict(revision)
    # Whether they agreed is said of the work, not in what was written.
    data["authors"] = [{name: each[name] for name in ("outlet", "share", "name")} for each in data["authors"]]
    return {
        "_id": f"{submission.id}:{revision.number:06}",
        "bureau": submission.bureau,
        "submission": submission.id,
        "revision": data.pop("number"),
        "hash": revision.hash,
        **data,
    }


def revision_of(document: Document) -> Revision:
    """The revision that `revision_document` described."""
    data = {field.name: document[field.name] for field in fields(Revision) if field.name in document}
    return Revision(
        **data
        | {
            "number": document["revision"],
            "genre": Genre(document["genre"]) if document["genre"] else None,
            "attachments": tuple(AttachmentState(**each) for each in document["attachments"]),
            "authors": tuple(AuthorState(**each) for each in document["authors"]),
            "topic_names": tuple(document.get("topic_names", ())),
            "planned": tuple(document.get("planned", ())),
        }
    )


def history_document(id_: str, change: Change, told: list[str], cause: str) -> Document:
    """What a move leaves in the history."""
    submission = change.submission
    return {
        "_id": id_,
        "bureau": submission.bureau,
        "submission": submission.id,
        "version": submission.version,
        "act": change.act,
        "side": change.side,
        "by": change.by,
        "at": change.at,
        "status": submission.status,
        "revision": submission.revision.number,
        "applied": change.applied,
        "events": told,
        "cause": cause,
        "reason": change.reason,
        "details": dict(change.details),
    }


def publication_document(publication: Publication) -> Document:
    """The document of a publication. One that stands claims its place; `queue` is where a liaison finds it: all
    that waits is reported there, and `doubtful` is of what waits."""
    document = asdict(publication)
    document["_id"] = document.pop("id")
    document["queue"] = PublicationStatus.REPORTED if publication.waits else publication.status
    document["doubtful"] = publication.doubtful
    claim = {"claim": publication.claim} if publication.stands and not publication.twice_of else {}
    return document | {"place": publication.place} | claim


def publication_of(document: Document) -> Publication:
    """The publication that `publication_document` described."""
    return _publication({"id": document["_id"]} | {name: document[name] for name in document if name not in DERIVED})


def version_document(publication: Publication, change: Change) -> Document:
    """The document of a version, which is never changed."""
    return {
        "_id": f"{publication.id}:{publication.version:06}",
        "bureau": publication.bureau,
        "publication": publication.id,
        "version": publication.version,
        "act": change.act,
        "side": change.side,
        "by": change.by,
        "at": change.at,
        "reason": change.reason,
        "state": asdict(publication),
    }


def version_of(document: Document) -> Version:
    """The version that `version_document` described."""
    made = (Act(document["act"]), Side(document["side"]), document["by"], document["at"], document["reason"])
    return Version(_publication(document["state"]), *made)


def _publication(data: Document) -> Publication:
    correction = data["correction"]
    waiting = correction and Correction(**correction | {"corrected": _publication(correction["corrected"])})
    return Publication(
        **data
        | {
            "platform": Platform(data["platform"]),
            "level": Level(data["level"]),
            "placement": Placement(data["placement"]),
            "byline": Byline(data["byline"]),
            "status": PublicationStatus(data["status"]),
            "basis": Basis(data["basis"]) if data["basis"] else None,
            "proof": tuple(data["proof"]),
            "said_by": tuple(data["said_by"]),
            "correction": waiting,
            "reach": Reach(**data["reach"]) if data.get("reach") else None,
        }
    )


def snapshot_document(snapshot: Snapshot) -> Document:
    """The document of a snapshot. One that was not refused claims its moment; `standing` is what lists go by: all that
    waits is reported there."""
    document = asdict(snapshot)
    document["_id"] = document.pop("id")
    claim = {"claim": f"{snapshot.publication}:{snapshot.observed_at.isoformat()}"} if snapshot.stands else {}
    return document | {"standing": snapshot.listed} | claim


def lapsing(state: PublicationStatus) -> list[Document]:
    """What becomes of the documents of a publication's snapshots when that gets into a state."""
    reported = {"$eq": ["$status", MetricsStatus.REPORTED]}
    waits = {"$or": [reported, {"$ne": [{"$ifNull": ["$correction", None]}, None]}]}
    asked, then = (reported, MetricsStatus.LAPSED) if state in OVER else (waits, MetricsStatus.REPORTED)
    return [{"$set": {"publication_state": state, "standing": {"$cond": [asked, then, "$status"]}}}]


def snapshot_of(document: Document) -> Snapshot:
    """The snapshot that `snapshot_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "claim", "standing")}
    return _snapshot({"id": document["_id"]} | data)


def _snapshot(data: Document) -> Snapshot:
    correction = data.get("correction")
    waiting = correction and Amendment(**correction | {"corrected": _snapshot(correction["corrected"])})
    return Snapshot(
        **data
        | {
            "platform": Platform(data["platform"]),
            "status": MetricsStatus(data["status"]),
            "flags": tuple(Flag(flag) for flag in data["flags"]),
            "proof": tuple(data["proof"]),
            "publication_state": PublicationStatus(data.get("publication_state", PublicationStatus.REPORTED)),
            "said_by": tuple(data.get("said_by", ())),
            "correction": waiting,
        }
    )


def _approval_document(approval: Approval | None) -> Document | None:
    return asdict(approval) if approval else None


def _ruling_document(ruling: Ruling | None) -> Document | None:
    if ruling is None:
        return None
    return asdict(ruling) | {"score": None if ruling.score is None else str(ruling.score)}


def _ruling(data: Document) -> Ruling:
    score = None if data["score"] is None else Decimal(data["score"])
    comments = tuple(CommentState(**comment) for comment in data["comments"])
    return Ruling(**data | {"act": Act(data["act"]), "comments": comments, "score": score})
