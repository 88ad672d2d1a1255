"""From checked inputs to the domain, and from the domain to views. The marshmallow schemas are the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from services.submission.domain import (
    Comparison,
    Outlet,
    Publication,
    Revision,
    Side,
    Submission,
    Version,
)
from services.submission.domain.appearing import Where
from services.submission.domain.publication import JUDGED, STATED
from services.submission.domain.revision import FIELDS
from services.submission.domain.self_verification import Policy, Rule, asked
from services.submission.domain.states import allowed
from services.submission.domain.verification import unseen, wanted
from services.submission.repository.filters import WRITTEN
from shared.context import Actor
from shared.contracts.outlet_terms import Level
from shared.contracts.submission_terms import SubmissionKind, SubmissionStatus
from shared.events import AttachmentState, AuthorState, ReadingState
from shared.ids import new_id

SUMMARY = (
    "version", "number", "kind", "outlet", "status", "genre", "topic", "round", "revision", "publications",
    "created_at", "updated_at", "submitted_at",
)  # fmt: skip
PUBLICATION = (
    "id", "version", "submission", "outlet", "by", "reported_at", "basis", "rule", "rule_version", "ruled_at", "reason",
    "permit_revoked",
)  # fmt: skip
GIVEN = ("published_at", "url", "placement", "byline", "length", "reprint", "source", "earlier")
# Where it appeared is said in the input's words, and found out (`placing`).
WHERE = frozenset({"medium", "channel", "platform"})


def new_submission(data: Mapping[str, Any], outlet: Outlet, actor: Actor, now: datetime) -> Submission:
    """The submission that is asked for, without a number. Without authors the outlet alone made it."""
    alone = [{"outlet": outlet.id, "share": data["shares_of"], "name": ""}]
    given = {**data, "authors": data.get("authors", alone), "genre": data.get("genre")}
    revision = Revision(number=1, by=actor.account, at=now, **values(given))
    return Submission(
        id=new_id(),
        bureau=actor.bureau,
        version=1,
        number="",
        kind=SubmissionKind(data["kind"]),
        outlet=outlet.id,
        category=outlet.category,
        status=SubmissionStatus.DRAFT,
        submitter=actor.account,
        revision=revision,
        created_at=now,
        updated_at=now,
    )


def numbered(submission: Submission, number: str) -> Submission:
    """The submission with its number."""
    return replace(submission, number=number)


def values(data: Mapping[str, Any]) -> dict[str, Any]:
    """The given parts of a revision as the domain has them."""
    found = {name: data[name] for name in (*FIELDS, "topic_written", "topic_names") if name in data}
    if "authors" in found:
        authors = found["authors"]
        if not any("share" in author for author in authors):  # to the cent, which parts of a hundred may not be
            found["shares_of"] = len(authors)
        found["authors"] = tuple(AuthorState(**{"share": 1} | author) for author in authors)
    if "planned" in found:
        found["planned"] = tuple(dict.fromkeys(found["planned"]))
    if "attachments" in found:
        found["attachments"] = tuple(AttachmentState(**attachment) for attachment in found["attachments"])
    return found


def readings(data: Mapping[str, Any]) -> dict[str, ReadingState]:
    """What the gateway read in files, by their ids."""
    return {each["file"]: ReadingState(**each) for each in data["readings"]}


def new_publication(
    data: Mapping[str, Any], where: Where, submission: Submission, actor: Actor, now: datetime
) -> Publication:
    """The publication that is reported, not judged yet."""
    return Publication(
        id=new_id(),
        bureau=submission.bureau,
        submission=submission.id,
        outlet=submission.outlet,
        by=actor.account,
        reported_at=now,
        reprint_of=data.get("reprint_of", ""),
        proof=tuple(each["file"] for each in data["proof"]),
        **{name: data[name] for name in GIVEN},
        **asdict(where),
    )


def corrected_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction says, as the domain has it."""
    found = {name: data[name] for name in STATED if name in data and name not in WHERE}
    if "proof" in found:
        found["proof"] = tuple(each["file"] for each in found["proof"])
    return found


def may_submit_view(outlet: Outlet) -> dict[str, Any]:
    """Whether the outlet may submit, and what keeps it from it."""
    return {"outlet": outlet.id, "may": outlet.obstacle is None, "obstacle": outlet.obstacle}


def submission_view(submission: Submission, shown: Revision, outlets: Mapping[str, Outlet]) -> dict[str, Any]:
    """`SubmissionView` with the revision that the asker may see. `outlets`: its own and its authors', as far as they
    are known."""
    approval, ruling = submission.approval, submission.ruling
    text = _revision_parts(shown)
    common = {name: getattr(submission, name) for name in SUMMARY if hasattr(submission, name)}
    return {
        "id": submission.id,
        **common,
        "outlet_name": _called(submission.outlet, outlets),
        "submitter": submission.submitter,
        "title": shown.title,
        "content_hash": shown.hash,
        **text,
        "authors": [
            named
            | {"outlet_name": _called(each.outlet, outlets), "accepted": submission.consent(each, shown.shares_of)}
            for named, each in zip(text["authors"], shown.authors, strict=True)
        ],
        "revision": shown.number,
        "moves": allowed(submission.kind, submission.status),
        "approval": approval and {name: value for name, value in asdict(approval).items() if name != "by"},
        "ruling": ruling and {**asdict(ruling), "score": None if ruling.score is None else str(ruling.score)},
    }


def summary_view(document: Mapping[str, Any], outlet_name: str, *, own: bool) -> dict[str, Any]:
    """`SubmissionSummary` of a listed document; others than its outlet see what was handed in."""
    view = {"id": document["_id"], **{name: document[name] for name in SUMMARY}, "outlet_name": outlet_name}
    handed_in = {"title": document["sent_title"], "revision": document["sent"]}
    written = {"title": document["title"]} | {name: document.get(f"own_{name}", document[name]) for name in WRITTEN}
    return view | (written if own else handed_in)


def revision_summary(row: Mapping[str, Any]) -> dict[str, Any]:
    """`RevisionSummary` of a listed revision."""
    return {name: row[name] for name in ("revision", "hash", "title", "by", "at")}


def revision_view(submission: str, revision: Revision) -> dict[str, Any]:
    """`RevisionView`."""
    return {"submission": submission, **_head(revision), **_revision_parts(revision)}


def comparison_view(submission: str, found: Comparison) -> dict[str, Any]:
    """`ComparisonView`."""
    return {
        "submission": submission,
        "older": _head(found.older),
        "newer": _head(found.newer),
        "same": found.same,
        "title": [asdict(piece) for piece in found.title],
        "body": [asdict(hunk) for hunk in found.body],
        "moves": [asdict(move) for move in found.moves],
        "unified": found.unified,
        "added": [asdict(each) for each in found.added],
        "removed": [asdict(each) for each in found.removed],
        "changed": found.changed,
    }


def history_view(row: Mapping[str, Any], *, outlet: bool) -> dict[str, Any]:
    """`SubmissionHistoryEntry`; an outlet is not told who acted for the bureau."""
    shown = ("act", "side", "by", "at", "status", "version", "applied", "events", "cause", "reason", "details")
    view = {"id": row["_id"], **{name: row[name] for name in shown}}
    return view | ({"by": ""} if outlet and row["side"] != Side.OUTLET else {})


def publication_view(publication: Publication) -> dict[str, Any]:
    """`PublicationView`. Outlets are not told who of the bureau ruled."""
    view = {name: getattr(publication, name) for name in PUBLICATION}
    correction = publication.correction
    said = correction and {
        **_stated(correction.corrected), "by": correction.by, "at": correction.at, "reason": correction.reason,
    }  # fmt: skip
    return view | _stated(publication) | {"state": publication.status, "correction": said}


def queued_view(
    publication: Publication, work: Submission, title: str, outlet: Outlet, level: Level | None
) -> dict[str, Any]:
    """`QueuedPublication`. `title`: that of the revision that was handed in last; `level`: what would count now."""
    told = wanted(publication)
    now = level if publication.waits and unseen(publication) else told.level
    about = {"title": title, "number": work.number, "outlet_name": outlet.name}
    return publication_view(publication) | about | {"level_now": now or "", "level_differs": now != told.level}


def version_view(row: Version, *, outlet: bool) -> dict[str, Any]:
    """`PublicationVersionView`; an outlet is not told who acted for the bureau."""
    hidden = outlet and row.side != Side.OUTLET
    acted = {
        "act": row.act, "side": row.side, "acted_by": "" if hidden else row.by, "acted_at": row.at,
        "act_reason": row.reason,
    }  # fmt: skip
    return publication_view(row.publication) | acted


def _called(outlet: str, outlets: Mapping[str, Outlet]) -> str:
    return outlets[outlet].name if outlet in outlets else ""


def _stated(publication: Publication) -> dict[str, Any]:
    return {name: getattr(publication, name) for name in (*STATED, *JUDGED)}


def _head(revision: Revision) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "hash": revision.hash,
        "title": revision.title,
        "by": revision.by,
        "at": revision.at,
    }


def _revision_parts(revision: Revision) -> dict[str, Any]:
    return {
        "body": revision.body,
        "genre": revision.genre,
        "topic": revision.topic,
        "original": revision.original,
        "campaign": revision.campaign,
        "planned": list(revision.planned),
        "call": revision.call,
        "authors": [{"outlet": each.outlet, "share": each.share, "name": each.name} for each in revision.authors],
        "shares_of": revision.shares_of,
        "attachments": [asdict(attachment) for attachment in revision.attachments],
    }


def new_verification_policy(data: Mapping[str, Any], version: int, by: str, at: datetime) -> Policy:
    """A version of the rules as it is asked for, not checked for what fits together."""
    rules = tuple(
        Rule(
            each["id"], each["name"], asked(each["conditions"]), tuple(each["categories"]),
            tuple(dict.fromkeys(each["covers"])),
        )
        for each in data["rules"]
    )  # fmt: skip
    return Policy(version, data["title"], rules, by, at, data["metrics_proof_from"])


def verification_policy_view(policy: Policy, current: int) -> dict[str, Any]:
    """`VerificationPolicyView`; `current` is the version that holds now."""
    return {**asdict(policy), "id": str(policy.version), "current": policy.version == current}
