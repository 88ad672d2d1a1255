"""Pieces that an outlet published without any approval (未经审核发布): recorded with proof, objected to, ruled on.

recorded ──object──▶ objected ──rule──▶ kept | withdrawn. A record that was a mistake is withdrawn by the bureau itself
before anybody objects. What is withdrawn counts no more and frees its place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from services.submission.domain.outlets import Outlet
from services.submission.domain.places import place_of, url_problem
from shared.clock import local_date
from shared.context import Actor, Role
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import UnapprovedStatus
from shared.errors import Conflict, DomainError, FieldProblem, Forbidden, Invalid, NotFound
from shared.events import UnapprovedState
from shared.names import name_key

NEXT = {UnapprovedStatus.RECORDED: ["object", "withdraw"], UnapprovedStatus.OBJECTED: ["rule"]}


@dataclass(frozen=True)
class Statement:
    """What somebody said of a record: the outlet's objection (申诉), or the ruling on it."""

    by: str
    at: datetime
    reason: str
    proof: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unapproved:
    """One piece that was published without approval, in one version. `by` is the liaison who recorded it."""

    id: str
    bureau: str
    version: int
    outlet: str
    title: str
    platform: Platform
    published_at: datetime
    reason: str
    proof: tuple[str, ...]
    by: str
    recorded_at: datetime
    media: str = ""
    channel: str = ""
    url: str = ""
    status: UnapprovedStatus = UnapprovedStatus.RECORDED
    objection: Statement | None = None
    ruling: Statement | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.status is not UnapprovedStatus.WITHDRAWN

    @property
    def place(self) -> str:
        """Where it appeared, as compared."""
        return place_of(self.platform, self.media, self.url, self.published_at)

    @property
    def claim(self) -> str:
        """What one record alone may be of: its address, or its title in the medium and on the day, however they are
        spelt."""
        if self.url:
            return self.place
        day, names = local_date(self.published_at), f"{name_key(self.media)}:{name_key(self.title)}"
        return f"{self.outlet}:{self.platform}:{day}:{names}"

    def names(self, medium: str, title: str) -> bool:
        """Whether it is of this title in this medium."""
        return (name_key(self.media), name_key(self.title)) == (name_key(medium), name_key(title))

    def state(self) -> UnapprovedState:
        """What other services may know."""
        return UnapprovedState(
            id=self.id,
            outlet=self.outlet,
            title=self.title,
            platform=self.platform,
            media=self.media,
            published_at=self.published_at,
            status=self.status,
            recorded_by=self.by,
            reason=self.reason,
            url=self.url,
        )


def record(given: Unapproved, outlet: Outlet, now: datetime) -> Unapproved:
    """The record with its medium's name: as given, or the channel's, or the outlet's own. Raises: Invalid."""
    channel = outlet.channel(given.channel) if given.channel else None
    problems = []
    if given.published_at > now:
        problems.append(FieldProblem("/published_at", "moment.future"))
    if rule := url_problem(given.platform, given.url):
        problems.append(FieldProblem("/url", rule))
    if given.channel and channel is None:
        problems.append(FieldProblem("/channel", "publication.channel_unknown"))
    elif channel is not None and channel.platform != given.platform:
        problems.append(FieldProblem("/channel", "unapproved.channel_differs"))
    if problems:
        raise Invalid("unapproved.invalid", problems=problems)
    return replace(given, media=given.media or (channel.account_name if channel else outlet.name))


def object_to(record: Unapproved, statement: Statement) -> Unapproved:
    """The outlet says that it is not so, once. Raises: Conflict."""
    _require(record, UnapprovedStatus.RECORDED, "object")
    return replace(record, version=record.version + 1, status=UnapprovedStatus.OBJECTED, objection=statement)


def rule_on(record: Unapproved, decision: UnapprovedStatus, statement: Statement) -> Unapproved:
    """An objection is upheld (`withdrawn`) or not (`kept`); that is final. Raises: Conflict."""
    _require(record, UnapprovedStatus.OBJECTED, "rule")
    return replace(record, version=record.version + 1, status=decision, ruling=statement)


def withdraw(record: Unapproved, statement: Statement) -> Unapproved:
    """A record that was a mistake is withdrawn by the bureau, until the outlet objects. Raises: Conflict."""
    _require(record, UnapprovedStatus.RECORDED, "withdraw")
    return replace(record, version=record.version + 1, status=UnapprovedStatus.WITHDRAWN, ruling=statement)


def require_sight(actor: Actor, record: Unapproved, own: Collection[str]) -> None:
    """Staff see every record, others those of their outlets. Raises: NotFound."""
    if not actor.is_staff and record.outlet not in own:
        raise NotFound("unapproved.not_found")


def require_recorder(actor: Actor, outlet: str, own: Collection[str]) -> None:
    """A liaison who does not belong to the outlet. Raises: Forbidden."""
    if not actor.has(Role.LIAISON):
        raise Forbidden("submission.forbidden.liaison")
    if outlet in own:
        raise Forbidden("submission.own_outlet")


def require_concerned(actor: Actor, record: Unapproved, own: Collection[str]) -> None:
    """Somebody of the outlet. Raises: NotFound, or Forbidden to who may only look."""
    require_sight(actor, record, own)
    if record.outlet not in own:
        raise Forbidden("submission.forbidden.outlet")


def require_judge(actor: Actor, record: Unapproved, own: Collection[str]) -> None:
    """A liaison or the final reviewer, neither who recorded it nor somebody of the outlet. Raises: Forbidden."""
    if not actor.has(Role.LIAISON, Role.REVIEWER_FINAL):
        raise Forbidden("unapproved.forbidden.judge")
    if record.outlet in own:
        raise Forbidden("submission.own_outlet")
    if actor.account == record.by:
        raise Forbidden("unapproved.own_record")


def may(actor: Actor, record: Unapproved, own: Collection[str]) -> list[str]:
    """What would not be refused somebody now."""
    checks = {"object": require_concerned, "withdraw": _require_recorder, "rule": require_judge}
    found = []
    for name in NEXT.get(record.status, ()):
        try:
            checks[name](actor, record, own)
        except DomainError:
            continue
        found.append(name)
    return found


def _require_recorder(actor: Actor, record: Unapproved, own: Collection[str]) -> None:
    require_recorder(actor, record.outlet, own)


def _require(record: Unapproved, status: UnapprovedStatus, action: str) -> None:
    if record.status is not status:
        allowed = NEXT.get(record.status, [])
        raise Conflict("unapproved.illegal_move", status=record.status, action=action, allowed=allowed)
