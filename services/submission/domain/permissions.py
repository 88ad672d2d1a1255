"""Who may do what to one submission.

Whoever acts for an outlet writes, hands in and reports for it. Staff read what was handed in; a liaison rules on
the publications and metrics of works that no outlet of theirs has a part in.
"""

from __future__ import annotations

from collections.abc import Collection

from services.submission.domain.model import Submission
from services.submission.domain.outlets import Outlet
from shared.context import Actor, Role
from shared.errors import Forbidden, NotFound


def acts_for(actor: Actor, outlet: Outlet | None) -> bool:
    """Whether the account acts for the outlet."""
    return outlet is not None and outlet.acts(actor.account)


def require_member(actor: Actor, outlet: Outlet | None) -> Outlet:
    """The outlet that the account acts for. Raises: NotFound to anybody else."""
    if outlet is None or not outlet.acts(actor.account):
        raise NotFound("outlet.not_found")
    return outlet


def require_sight(actor: Actor, submission: Submission, own: Collection[str]) -> None:
    """Its outlet's people see all of it; co-authors and staff once it was handed in. `own`: outlets of the account.

    Raises: NotFound to others.
    """
    if not may_see(actor, submission, own):
        raise NotFound("submission.not_found")


def may_see(actor: Actor, submission: Submission, own: Collection[str]) -> bool:
    """Whether somebody may know of it. `own`: outlets of the account."""
    return submission.outlet in own or (submission.shown and (actor.is_staff or concerns(submission, own)))


def require_own(actor: Actor, submission: Submission, own: Collection[str]) -> None:
    """For what the outlet alone does. Raises: NotFound, or Forbidden to who may only look."""
    require_sight(actor, submission, own)
    if submission.outlet not in own:
        raise Forbidden("submission.forbidden.outlet")


def require_liaison(actor: Actor) -> None:
    """For what a liaison rules on. Raises: Forbidden."""
    if not actor.has(Role.LIAISON):
        raise Forbidden("submission.forbidden.liaison")


def require_staff(actor: Actor) -> None:
    """For what the bureau alone reads. Raises: Forbidden."""
    if not actor.is_staff:
        raise Forbidden("submission.forbidden.staff")


def require_keeper(actor: Actor, own: Collection[str]) -> None:
    """For what says who verifies: it decides over points, as a scheme does, so it is for a scoring manager who acts for
    no outlet of the bureau. `own`: outlets of the account. Raises: Forbidden."""
    if not actor.has(Role.SCORING_MANAGER):
        raise Forbidden("submission.forbidden.staff")
    if own:
        raise Forbidden("verification.own_outlet_rules")


def keeps(actor: Actor, own: Collection[str]) -> bool:
    """Whether `require_keeper` would not refuse."""
    return actor.has(Role.SCORING_MANAGER) and not own


def require_media_keeper(actor: Actor, own: Collection[str]) -> None:
    """For the media directory, whose levels say what publications are worth: a liaison who acts for no outlet of the
    bureau. Raises: Forbidden."""
    require_liaison(actor)
    if own:
        raise Forbidden("media.own_outlet_rules")


def keeps_media(actor: Actor, own: Collection[str]) -> bool:
    """Whether `require_media_keeper` would not refuse."""
    return actor.has(Role.LIAISON) and not own


def require_neutral(actor: Actor, submission: Submission, own: Collection[str], *reporters: str) -> None:
    """A liaison who gains nothing by it: of none of its outlets, co-authors' included, and not who reported it or did
    anything of the work for the outlet (`reporters`), even after leaving that. Raises: Forbidden."""
    require_liaison(actor)
    if actor.account in reporters or concerns(submission, own):
        raise Forbidden("submission.own_outlet")


def concerns(submission: Submission, own: Collection[str]) -> bool:
    """Whether one of these outlets made it, alone or with others."""
    return not {submission.outlet, *(author.outlet for author in submission.revision.authors)}.isdisjoint(own)
