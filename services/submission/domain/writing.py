"""What an outlet does to its submission before it is published: write, revise, hand in, withdraw; and what the
bureau does with an adopted idea."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from services.submission.domain.model import MAX_REVISIONS, Change, Side, Submission
from services.submission.domain.outlets import Outlet
from services.submission.domain.revision import (
    Revision,
    require_authors,
    require_files_once,
    require_printable,
    require_read,
)
from services.submission.domain.states import Act
from shared import events
from shared.contracts.submission_terms import SubmissionKind, SubmissionStatus
from shared.errors import Conflict

Known = Mapping[str, Outlet]
# What was read in files, by their ids.
Readings = Mapping[str, events.ReadingState]
NOTHING_READ: Readings = MappingProxyType({})


def create(submission: Submission, known: Known, readings: Readings = NOTHING_READ) -> Change:
    """A work begins as a draft; a golden idea is handed in at once, with what is written in its files.

    Raises: Conflict, Invalid.
    """
    known[submission.outlet].require_may_submit()
    _check(submission.revision, known)
    made = Change(
        submission, Act.CREATE, submission.submitter, Side.OUTLET, submission.created_at, revision=submission.revision
    )
    if submission.kind is SubmissionKind.WORK:
        return made
    new, told = _handed_in(submission, submission.submitter, readings, submission.created_at)
    return replace(made, submission=new, events=(told,))


def revise(submission: Submission, by: str, values: Mapping[str, Any], known: Known, now: datetime) -> Change:
    """A new revision with some fields set. What equals the present one is no change.

    An approval does not outlive it: the work is a draft again. Raises: Conflict, Invalid.
    """
    status = submission.after(Act.REVISE)
    before = submission.revision
    revision = replace(before, number=before.number + 1, by=by, at=now, **values)
    if revision.same_as(before):
        return Change(submission, Act.REVISE, by, Side.OUTLET, now)
    require_revisable(submission, known[submission.outlet])
    _check(revision, known)
    voided = submission.status is SubmissionStatus.APPROVED
    new = submission.evolve(now, status=status, revision=revision, approval=None)
    told = (events.SubmissionRevised(new.state(), by, before.hash),) if voided else ()
    details = {"voided": before.hash} if voided else {}
    return Change(new, Act.REVISE, by, Side.OUTLET, now, told, details=details, revision=revision)


def submit(submission: Submission, by: str, known: Known, now: datetime, readings: Readings = NOTHING_READ) -> Change:
    """Hand a work in, for the first time or again, with what is written in its files. Raises: Conflict, Invalid."""
    require_submittable(submission, known[submission.outlet])
    _check(submission.revision, known)
    new, told = _handed_in(submission.evolve(now), by, readings, now)
    details = {"round": new.round, "hash": new.revision.hash}
    return Change(new, Act.SUBMIT, by, Side.OUTLET, now, (told,), details=details)


def withdraw(submission: Submission, by: str, reason: str, now: datetime) -> Change:
    """Take a work back before it is published. Raises: Conflict."""
    new = submission.evolve(now, status=submission.after(Act.WITHDRAW))
    told = (events.SubmissionWithdrawn(new.state(), by, reason),) if submission.shown else ()
    return Change(new, Act.WITHDRAW, by, Side.OUTLET, now, told, reason)


def implement(submission: Submission, by: str, note: str, now: datetime) -> Change:
    """An adopted idea was put into practice. Raises: Conflict."""
    new = submission.evolve(now, status=submission.after(Act.IMPLEMENT))
    return Change(new, Act.IMPLEMENT, by, Side.STAFF, now, (events.IdeaImplemented(new.state(), by, note),), note)


def require_revisable(submission: Submission, outlet: Outlet) -> None:
    """Whether something else may be written. Raises: Conflict."""
    submission.after(Act.REVISE)
    if submission.revision.number >= MAX_REVISIONS:
        raise Conflict("submission.revisions_limit", max=MAX_REVISIONS)
    outlet.require_open()


def require_submittable(submission: Submission, outlet: Outlet) -> None:
    """Whether it may be handed in. Raises: Conflict."""
    submission.after(Act.SUBMIT)
    outlet.require_may_submit()


def _handed_in(
    submission: Submission, by: str, readings: Readings, now: datetime
) -> tuple[Submission, events.SubmissionSubmitted]:
    require_printable(submission.revision)
    read = require_read(submission.revision, readings)
    new = replace(
        submission,
        status=SubmissionStatus.SUBMITTED,
        round=submission.round + 1,
        sent=submission.revision.number,
        submitted_at=submission.submitted_at or now,
        approval=None,
    )
    return new, events.SubmissionSubmitted(new.state(), by, new.revision.content(), new.round, read)


def _check(revision: Revision, known: Known) -> None:
    require_authors(revision, known)
    require_files_once(revision)
