"""What a revoked permit does to the publications of its work.

What was published before stays a fact: it is marked (`permit_revoked`, a new version, so that nobody verifies it
unseen), waits for a liaison's decision, verified or not, and counts for nothing until then; everybody is told. What was
published afterwards is not verified, and counts no longer where it was verified before the revocation was heard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from services.submission.domain import reprints
from services.submission.domain.model import Change, Submission
from services.submission.domain.publication import Publication
from services.submission.domain.publications import of, one_less
from shared import events
from shared.clock import before as earlier_than
from shared.contracts.submission_terms import PublicationStatus
from shared.errors import Conflict

Moved = tuple[Publication, Publication]


def revoked(change: Change, publications: Iterable[Publication]) -> tuple[Change, list[Moved]]:
    """A revocation (`change`) with what becomes of the work's publications: those that it changed, before and after.
    Reprints follow a source that is refused."""
    before = {one.id: one for one in publications}
    after = dict(before)
    over = []
    for one in before.values():
        if one.stands and not one.permit_revoked:
            marked = replace(one, version=one.version + 1, permit_revoked=True)
            if one.status is PublicationStatus.VERIFIED and _too_late(change.submission, one):
                change, marked = _unverified(change, marked)
                over.append(one.id)
            else:
                change, marked = _held(change, marked)
            after[one.id] = marked
    for id_ in over:
        found = [
            (one, replace(new, version=before[one.id].version + 1))
            for one, new in reprints.following(after[id_], list(after.values()))
        ]
        change = reprints.told(change, after[id_], found)
        after |= {one.id: new for one, new in found}
    return change, [(before[id_], new) for id_, new in after.items() if new is not before[id_]]


def require_permitted(submission: Submission, publication: Publication) -> None:
    """Raises: Conflict for what appeared when its permit was revoked already."""
    if submission.revocation is not None and _too_late(submission, publication):
        raise Conflict("publication.permit_revoked_before", **of(submission.revocation))


def _held(change: Change, publication: Publication) -> tuple[Change, Publication]:
    """A publication that a liaison is to look at, anew if it was verified."""
    waits: dict[str, Any] = {"status": PublicationStatus.REPORTED, "basis": None, "rule": "", "rule_version": 0}
    new = replace(publication, **waits, ruled_by="", ruled_at=None)
    told = events.PublicationHeld(change.submission.state(), "", new.state(), change.reason, change.by)
    return replace(change, events=(*change.events, told)), new


def _unverified(change: Change, publication: Publication) -> tuple[Change, Publication]:
    """A publication that counts no longer, since its permit was revoked before it appeared; nobody's ruling."""
    over: dict[str, Any] = {"basis": None, "rule": "", "rule_version": 0, "correction": None, "ruled_by": ""}
    refused: dict[str, Any] = {"status": PublicationStatus.REFUSED, "ruled_at": change.at, "reason": change.reason}
    new = replace(publication, **over, **refused)
    work = one_less(change.submission, change.at)
    told = events.PublicationRefused(work.state(), "", new.state(), change.reason)
    return replace(change, submission=work, events=(*change.events, told)), new


def _too_late(submission: Submission, publication: Publication) -> bool:
    """Whether it appeared when its permit was revoked already, as far as moments tell."""
    revocation = submission.revocation
    return revocation is not None and earlier_than(revocation.at, publication.published_at)
