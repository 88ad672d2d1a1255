"""What becomes of a publication: a liaison verifies or refuses it, its outlet corrects or withdraws it.

reported ──verify──▶ verified ──refuse (取消核实)──▶ refused
   │  └──refuse──▶ refused
   └──withdraw──▶ withdrawn

Before the ruling a correction is what is reported. Afterwards it waits beside the verified version, which goes on
counting, until a liaison verifies it, refuses it, or the outlet takes it back; a liaison's own is verified at once.
What is refused or withdrawn frees its place: it is over, and can be reported anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.submission.domain.model import Change, Side, Submission
from services.submission.domain.publication import JUDGED, STATED, Answer, Correction, Publication
from services.submission.domain.publications import (
    broken_embargo,
    one_less,
    placed,
    reprint_problems,
    require_free,
    shown,
    waiting,
)
from services.submission.domain.revocation import require_permitted
from services.submission.domain.states import Act
from shared import events
from shared.contracts.outlet_terms import Level
from shared.contracts.submission_terms import Basis, PublicationStatus
from shared.errors import Conflict, FieldProblem, Invalid

S = PublicationStatus
MAX_VERSIONS = 200
ALLOWED: Mapping[PublicationStatus, Sequence[str]] = {
    S.REPORTED: ("correct", "verify", "refuse", "withdraw"),
    S.VERIFIED: ("correct", "refuse"),
    S.REFUSED: (),
    S.WITHDRAWN: (),
}
Ruled = tuple[Change, Publication]
LevelNow = Callable[[Publication], Level | None]


def as_reported(publication: Publication) -> Level | None:
    """The level where nothing has come to be known of medium or channel since."""
    return publication.level


@dataclass(frozen=True)
class Said:
    """Who corrects a publication and why: somebody of the outlet, or a liaison of the bureau's `staff`."""

    by: str
    at: datetime
    reason: str = ""
    staff: bool = False

    @property
    def side(self) -> Side:
        """Whose move it is."""
        return Side.STAFF if self.staff else Side.OUTLET


def verify(
    submission: Submission,
    publication: Publication,
    others: Sequence[Publication],
    by: str,
    now: datetime,
    *,
    outlet_name: str,
    level_now: LevelNow = as_reported,
    seen: Level | None = None,
) -> Ruled:
    """What waits counts from now on: the report, or the correction in place of the version that counted so far.
    A verified one stays as it is. `others`: those of the work. `outlet_name`: whose work it is, for the refusal.
    `level_now`: which level it has where it appeared; `seen`: which one the liaison says that is.

    Raises: Conflict for one that is over, when its place was taken meanwhile, its permit was revoked before it, or
    level or channel are no more what was looked at; Invalid when what it is to reprint has come to reprint it.
    """
    correction = publication.correction
    if publication.status is S.VERIFIED and correction is None:
        return Change(submission, Act.VERIFY_PUBLICATION, by, Side.STAFF, now), publication
    require_verifiable(submission, publication)
    told = wanted(publication)
    if correction is not None:
        _require_source(told, others)
        require_free(told, others, submission, outlet_name)
    if unseen(publication):
        told = replace(told, level=_level(told, level_now(told), seen))
    new = verified(_next(publication, told), by, now)
    fact = events.PublicationVerified(submission.state(), by, new.state())
    facts = (fact, *broken_embargo(submission, publication, new, by))
    return Change(submission, Act.VERIFY_PUBLICATION, by, Side.STAFF, now, facts, details=shown(new)), new


def refuse(submission: Submission, publication: Publication, by: str, reason: str, now: datetime) -> Ruled:
    """What waits is refused: the report, or the correction, and then the verified version goes on counting. With
    nothing waiting a verified one counts no longer (取消核实). Raises: Conflict for one that is over."""
    if publication.status is S.REFUSED and publication.reason == reason:
        return Change(submission, Act.REFUSE_PUBLICATION, by, Side.STAFF, now), publication
    require_standing(publication)
    correction = publication.correction
    if correction is not None:
        work, new = submission, _next(publication)
    else:
        work = one_less(submission, now)
        over: dict[str, Any] = {"status": S.REFUSED, "basis": None, "rule": "", "rule_version": 0}
        new = _next(publication, ruled_by=by, ruled_at=now, reason=reason, **over)
    proposed = correction.corrected.state() if correction else None
    told = events.PublicationRefused(work.state(), by, new.state(), reason, proposed)
    return Change(work, Act.REFUSE_PUBLICATION, by, Side.STAFF, now, (told,), reason, shown(new)), new


def withdraw(submission: Submission, publication: Publication, by: str, reason: str, now: datetime) -> Ruled:
    """The outlet takes back what waits: its report, or its correction. Raises: Conflict when nothing does."""
    if publication.status is S.WITHDRAWN:
        return Change(submission, Act.WITHDRAW_PUBLICATION, by, Side.OUTLET, now), publication
    require_waiting(publication)
    correction = publication.correction
    if correction is not None:
        work, new = submission, _next(publication)
    else:
        work = one_less(submission, now)
        new = _next(publication, status=S.WITHDRAWN, ruled_by=by, ruled_at=now, reason=reason)
    proposed = correction.corrected.state() if correction else None
    told = events.PublicationWithdrawn(work.state(), by, new.state(), reason, proposed)
    return Change(work, Act.WITHDRAW_PUBLICATION, by, Side.OUTLET, now, (told,), reason, shown(new)), new


def correct(
    submission: Submission,
    publication: Publication,
    values: Mapping[str, Any],
    others: Sequence[Publication],
    *,
    said: Said,
    answer: Answer = waiting,
    outlet_name: str,
    level_now: LevelNow = as_reported,
) -> Ruled:
    """Other values of some of `STATED`. What says the same as before is no change. `answer` verifies what a rule of
    the bureau's verifies, of what was not ruled on so far. `outlet_name`: whose work it is, for the refusal.
    `level_now`: which level it has where it appeared.

    Raises: Conflict for one that is over, was corrected too often, or has a correction of the outlet's that a liaison
    answers first, and where a liaison would verify a level or channel that is no more what was reported; Invalid, also
    for a reason that is missing.
    """
    require_correctable(publication, staff=said.staff)
    before = said_before(publication, staff=said.staff)
    given = replace(before, **values)
    if given.same_as(before):
        return Change(submission, Act.CORRECT_PUBLICATION, said.by, said.side, said.at), publication
    _require_reason(publication, said)
    if publication.version >= MAX_VERSIONS:
        raise Conflict("publication.versions", max=MAX_VERSIONS)
    alone = replace(given, correction=None)
    corrected = placed(submission, alone, others, said.at, before=before, outlet_name=outlet_name)
    if said.staff and publication.status is S.REPORTED:
        _level(corrected, level_now(corrected), None)
    new = _said(publication, corrected, said, answer)
    if said.staff:
        require_permitted(submission, new)
    proposed = new.correction.corrected.state() if new.correction else None
    told = events.PublicationCorrected(submission.state(), said.by, new.state(), said.reason, proposed)
    facts = (told, *broken_embargo(submission, publication, new, said.by))
    change = Change(submission, Act.CORRECT_PUBLICATION, said.by, said.side, said.at, facts, said.reason, shown(new))
    return change, new


def wanted(publication: Publication) -> Publication:
    """What is to be verified, or counts: its correction, or itself."""
    return publication.correction.corrected if publication.correction else publication


def unseen(publication: Publication) -> bool:
    """Whether nobody has verified yet where what waits appeared, or its level. A correction of something else leaves
    that as it was verified, whatever became of the medium or channel since."""
    correction = publication.correction
    return correction is None or _where(correction.corrected) != _where(publication)


def said_before(publication: Publication, *, staff: bool) -> Publication:
    """What a correction changes: what the outlet said last, or for a liaison what counts."""
    return publication.correction.corrected if publication.correction and not staff else publication


def verified(publication: Publication, by: str, now: datetime) -> Publication:
    """Verified by a liaison."""
    return replace(
        publication,
        status=S.VERIFIED,
        basis=Basis.LIAISON,
        rule="",
        rule_version=0,
        ruled_by=by,
        ruled_at=now,
        reason="",
        correction=None,
    )


def _where(publication: Publication) -> tuple[str, str, Level]:
    return publication.medium, publication.channel, publication.level


def _level(told: Publication, now: Level | None, seen: Level | None) -> Level:
    """The level as it is now, if that was looked at: it is what was reported, or the liaison says it."""
    if now is None:
        raise Conflict("publication.channel_no_longer_verified", name=told.media)
    if now != (seen or told.level):
        raise Conflict("publication.level_differs", name=told.media, level=told.level, now=now)
    return now


def _said(publication: Publication, corrected: Publication, said: Said, answer: Answer) -> Publication:
    """The publication with its correction: verified at once, waiting beside it, or in place of the report."""
    if said.staff:
        return verified(_next(publication, corrected), said.by, said.at)
    said_by = tuple(dict.fromkeys((*publication.said_by, said.by)))
    if publication.status is S.REPORTED:
        return answer(_next(publication, corrected, said_by=said_by))
    alone: dict[str, Any] = {"status": S.REPORTED, "basis": None, "ruled_by": "", "ruled_at": None}
    proposed = replace(corrected, version=publication.version + 1, rule="", rule_version=0, **alone)
    return replace(_next(publication, said_by=said_by), correction=Correction(said.by, said.at, said.reason, proposed))


def _next(publication: Publication, stated: Publication | None = None, **changes: Any) -> Publication:
    """The next version, which says what `stated` does; nothing waits beside it."""
    content = {name: getattr(stated, name) for name in (*STATED, *JUDGED)} if stated else {}
    return replace(publication, version=publication.version + 1, correction=None, **content, **changes)


def require_verifiable(submission: Submission, publication: Publication) -> None:
    """Raises: Conflict for one that is over, or appeared when its permit was revoked already."""
    require_standing(publication)
    require_permitted(submission, wanted(publication))


def require_correctable(publication: Publication, *, staff: bool) -> None:
    """Raises: Conflict for one that is over, or where a correction waits that a liaison's would leave unanswered."""
    require_standing(publication)
    if staff and publication.correction is not None:
        raise Conflict("publication.correction_waits")


def require_standing(publication: Publication) -> None:
    """Raises: Conflict for one that is over."""
    _require(publication, holds=publication.stands)


def require_waiting(publication: Publication) -> None:
    """Raises: Conflict where nothing waits for a liaison."""
    _require(publication, holds=publication.waits)


def _require(publication: Publication, *, holds: bool) -> None:
    if not holds:
        raise Conflict("publication.illegal_move", status=publication.status, allowed=ALLOWED[publication.status])


def _require_source(corrected: Publication, others: Sequence[Publication]) -> None:
    source = next((one for one in others if one.id == corrected.reprint_of), None)
    if problems := reprint_problems(corrected, source, others):
        raise Invalid("publication.invalid", problems=problems)


def _require_reason(publication: Publication, said: Said) -> None:
    """Before the ruling the outlet need not say why. Raises: Invalid."""
    if not said.reason and (said.staff or publication.status is S.VERIFIED):
        raise Invalid("publication.invalid", problems=[FieldProblem("/reason", "publication.reason_required")])
