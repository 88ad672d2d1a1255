"""Publications (刊发): where and when a work appeared, who reprinted whom. What becomes of one is `verification`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.submission.domain.model import MAX_PUBLICATIONS, Change, Ruling, Side, Submission
from services.submission.domain.outlets import Outlet
from services.submission.domain.places import url_problem
from services.submission.domain.publication import Answer, Publication
from services.submission.domain.reprints import leads_to, of_source
from services.submission.domain.states import Act
from shared import events
from shared.clock import before as earlier_than
from shared.clock import local_date
from shared.contracts.submission_terms import SubmissionStatus
from shared.errors import Conflict, FieldProblem, Invalid


def waiting(publication: Publication) -> Publication:
    """A report that a liaison is to verify: no rule answers for it."""
    return publication


def report(
    submission: Submission,
    outlet: Outlet,
    given: Publication,
    others: Sequence[Publication],
    now: datetime,
    *,
    answer: Answer = waiting,
) -> tuple[Change, Publication]:
    """A publication of an approved work, which a liaison is to verify; the first makes the work a published one.
    `others`: all that were ever reported of the work. `answer` verifies what a rule of the bureau's verifies.

    Raises: Conflict for the state, a permit that was revoked, a publication reported twice or too many; Invalid.
    """
    status = require_reportable(submission, outlet)
    if len(others) >= MAX_PUBLICATIONS:
        raise Conflict("publication.limit", max=MAX_PUBLICATIONS)
    said = replace(given, said_by=(given.by,))
    publication = answer(placed(submission, said, others, now, outlet_name=outlet.name))
    first = submission.status is SubmissionStatus.APPROVED
    appeared = publication.published_at if first else submission.published_at
    new = submission.evolve(now, status=status, publications=submission.publications + 1, published_at=appeared)
    state, told = publication.state(), new.state()
    facts: list[events.SubmissionEvent] = []
    if first:
        facts.append(events.SubmissionPublished(told, publication.by, state))
    facts.append(events.PublicationReported(told, publication.by, state))
    facts += broken_embargo(new, None, publication, publication.by)
    change = Change(new, Act.PUBLISH, publication.by, Side.OUTLET, now, tuple(facts), details=shown(publication))
    return change, publication


def placed(
    submission: Submission,
    given: Publication,
    others: Sequence[Publication],
    now: datetime,
    *,
    before: Publication | None = None,
    outlet_name: str,
) -> Publication:
    """What is said of a publication (where it appeared is known: `appearing`), with its group and what was too early
    about it. `others`: those of the work, itself or not. `before`: what it corrects; a source that it keeps may have
    been refused. `outlet_name`: whose work it is, for the refusal.

    Raises: Invalid; Conflict for one that was reported before.
    """
    kept = before.reprint_of if before else ""
    known = [other for other in others if other.id != given.id and (other.stands or other.id == kept)]
    source = next((other for other in known if other.id == given.reprint_of), None)
    publication = _judged(submission, given, source)
    problems = _problems(publication, now) + reprint_problems(publication, source, others)
    if before is None or before.published_at != given.published_at:
        problems += _written_problems(submission, given)
    if problems:
        raise Invalid("publication.invalid", problems=problems)
    if before is None or before.place != publication.place:
        publication = replace(publication, twice_of="")
    require_free(publication, known, submission, outlet_name)
    return publication


def broken_embargo(
    submission: Submission, before: Publication | None, after: Publication, by: str
) -> list[events.SubmissionEvent]:
    """The fact that it appeared before the embargo ended, when what counts as said does so for the first time."""
    approval = submission.approval
    known = before is not None and before.before_embargo
    if known or not after.before_embargo or approval is None or approval.embargo_until is None:
        return []
    told = events.PublishedBeforeEmbargo(submission.state(), by, after.state(), approval.embargo_until, approval.by)
    return [told]


def shown(publication: Publication) -> dict[str, str]:
    """What the work's history shows of a publication."""
    return {"publication": publication.id, "platform": publication.platform, "media": publication.media}


def at(publication: Publication, work: Submission, outlet_name: str) -> dict[str, Any]:
    """Where a publication stands, for who may see its work."""
    return {
        "number": work.number,
        "outlet": publication.outlet,
        "outlet_name": outlet_name,
        "publication": publication.id,
        "media": publication.media,
        "published_on": local_date(publication.published_at).isoformat(),
    }


def one_less(submission: Submission, now: datetime) -> Submission:
    """The work with one publication less. Without any it is approved again, or revoked if review has said so while
    it was published."""
    left = submission.publications - 1
    if left:
        return submission.evolve(now, publications=left)
    status = submission.after(Act.UNPUBLISH)
    if submission.revoked_round == submission.round:
        status = SubmissionStatus.REVOKED
    return submission.evolve(now, publications=left, status=status, published_at=None)


def require_reportable(submission: Submission, outlet: Outlet) -> SubmissionStatus:
    """The state that a report leads to. Raises: Conflict, also when review has taken the permit back, before it was
    published or since."""
    revocation = submission.revocation
    if revocation is not None and submission.status in (SubmissionStatus.PUBLISHED, SubmissionStatus.REVOKED):
        raise Conflict("publication.permit_revoked", **of(revocation))
    status = submission.after(Act.PUBLISH)
    outlet.require_open()
    return status


def of(revocation: Ruling) -> dict[str, Any]:
    """What refusals name of a revocation."""
    return {"revoked_at": revocation.at.isoformat(), "reason": revocation.reason}


def _judged(submission: Submission, given: Publication, source: Publication | None) -> Publication:
    approval = submission.approval
    embargo = approval.embargo_until if approval else None
    return replace(
        of_source(given, source),
        reprint=given.reprint or bool(given.reprint_of),
        earlier=given.earlier and earlier_than(given.published_at, submission.created_at),
        before_permit=approval is None or earlier_than(given.published_at, approval.at),
        before_embargo=embargo is not None and earlier_than(given.published_at, embargo),
    )


def _problems(publication: Publication, now: datetime) -> list[FieldProblem]:
    problems = []
    if publication.published_at > now:
        problems.append(FieldProblem("/published_at", "moment.future"))
    if rule := url_problem(publication.platform, publication.url):
        problems.append(FieldProblem("/url", rule))
    return problems


def _written_problems(submission: Submission, given: Publication) -> list[FieldProblem]:
    """What appeared before the work was written down here says that it did."""
    if given.earlier or not earlier_than(given.published_at, submission.created_at):
        return []
    written = submission.created_at.isoformat()
    return [FieldProblem("/published_at", "publication.before_written", {"written": written})]


def require_free(
    publication: Publication, others: Iterable[Publication], submission: Submission, outlet_name: str
) -> None:
    """Raises: Conflict when another one of the work that stands is at its place, and was not there before."""
    rivals = (other for other in others if other.stands and other.id != publication.id)
    there = next((other for other in rivals if other.place == publication.place), None)
    if there is not None and not publication.twice_of:
        raise Conflict("publication.twice", **at(there, submission, outlet_name))


def reprint_problems(
    publication: Publication, source: Publication | None, others: Sequence[Publication]
) -> list[FieldProblem]:
    """What is wrong with what it says of its source. What reprints it, at whatever distance, is not that."""
    if publication.reprint_of:
        known = source is not None and not leads_to(source, publication.id, others)
        return [] if known else [FieldProblem("/reprint_of", "publication.source_unknown")]
    if publication.reprint and not publication.source:
        return [FieldProblem("/source", "publication.source_required")]
    if publication.source and not publication.reprint:
        return [FieldProblem("/reprint", "publication.source_of_no_reprint")]
    return []
