"""Who is named as a co-author is asked: nobody gets points, or a name under a work, without having agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from services.submission.domain.model import Change, Consent, Side, Submission
from services.submission.domain.revision import Revision
from services.submission.domain.states import Act
from shared.contracts.submission_terms import SubmissionStatus
from shared.errors import Conflict, NotFound
from shared.events import AuthorshipAnswered

# What is over has nothing to share any more.
OVER = frozenset({SubmissionStatus.REJECTED, SubmissionStatus.WITHDRAWN, SubmissionStatus.DECLINED})


def require_answerable(submission: Submission, own: Collection[str]) -> None:
    """Whether one of these outlets may say that it is a co-author.

    Raises: NotFound before it was handed in, Conflict for one that is not named, and once the work is over."""
    if not submission.shown:
        raise NotFound("submission.not_found")
    named = {author.outlet for author in submission.revision.authors} - {submission.outlet}
    if named.isdisjoint(own):
        raise Conflict("authorship.not_named")
    if submission.status in OVER:
        raise Conflict("authorship.ended")


def answer(submission: Submission, seen: Revision, said: Consent) -> Change:
    """What an outlet `said` of the part that it has in the revision that it sees; the same again is no change.

    Raises: NotFound, Conflict.
    """
    require_answerable(submission, [said.outlet])
    part = next((each for each in seen.authors if each.outlet == said.outlet), None)
    if part is None:
        raise Conflict("authorship.not_named")
    if submission.consent(part, seen.shares_of) is said.accepted:
        return Change(submission, Act.ANSWER_AUTHORSHIP, said.by, Side.OUTLET, said.at)
    others = tuple(each for each in submission.consents if each.outlet != said.outlet)
    full = replace(said, share=part.share, shares_of=seen.shares_of)
    new = submission.evolve(said.at, consents=(*others, full))
    told = (AuthorshipAnswered(new.state(), said.by, said.outlet, said.accepted, said.reason),)
    details = {"outlet": said.outlet, "accepted": said.accepted}
    return Change(new, Act.ANSWER_AUTHORSHIP, said.by, Side.OUTLET, said.at, told, said.reason, details)
