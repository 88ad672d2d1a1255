"""Bulletins (信息推送): published to addresses, recalled with a reason. The rules of who may and who sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.notification.domain.directory import EVERYBODY, Outlet, of_outlet
from services.notification.domain.kinds import Kind
from services.notification.domain.named import masked
from services.notification.domain.notices import Notice
from shared.context import Actor, Role
from shared.contracts.notification_terms import BulletinKind, BulletinState
from shared.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from shared.events import BulletinState as Told

PUBLISHERS = (Role.LIAISON, Role.LEADER)
OUTLET = of_outlet("")


@dataclass(frozen=True)
class Bulletin:
    """One bulletin. `audience` lists addresses; who is reached by any of them is its audience. `clarifies` is the
    rumour report that it answers, or empty."""

    id: str
    bureau: str
    kind: BulletinKind
    title: str
    body: str
    attachments: tuple[str, ...]
    urgent: bool
    audience: tuple[str, ...]
    published_by: str
    published_at: datetime
    version: int = 1
    state: BulletinState = BulletinState.PUBLISHED
    recalled_by: str = ""
    recalled_at: datetime | None = None
    reason: str = ""
    clarifies: str = ""

    @property
    def first(self) -> bool:
        """Whether it stands before the others: urgent, and not recalled."""
        return self.urgent and self.state is BulletinState.PUBLISHED

    @property
    def told(self) -> Told:
        """What its events say of it."""
        return Told(self.id, self.kind, self.title, self.urgent, self.audience, self.clarifies)


def require_publisher(actor: Actor) -> None:
    """Raises: Forbidden."""
    if not actor.has(*PUBLISHERS):
        raise Forbidden("forbidden.role", roles=list(PUBLISHERS))


def audience(asked: Iterable[str]) -> tuple[str, ...]:
    """The addresses as they are kept: each once, `all` alone."""
    found = sorted(set(asked))
    return (EVERYBODY,) if EVERYBODY in found else tuple(found)


def outlets_named(addresses: Sequence[str]) -> list[str]:
    """The ids of the outlets that an audience names one by one."""
    return [address.removeprefix(OUTLET) for address in addresses if address.startswith(OUTLET)]


def require_known(asked: Sequence[str], known: Collection[str]) -> None:
    """Raises: Invalid that names every place with an outlet that is not the bureau's."""
    problems = [
        FieldProblem(f"/audience/{place}", "bulletin.outlet_unknown")
        for place, address in enumerate(asked)
        if address.startswith(OUTLET) and address.removeprefix(OUTLET) not in known
    ]
    if problems:
        raise Invalid("validation", problems=problems)


def require_sight(bulletin: Bulletin, actor: Actor, addresses: Collection[str]) -> None:
    """Raises: NotFound for those whom it was not sent to."""
    if not actor.is_staff and set(addresses).isdisjoint(bulletin.audience):
        raise NotFound("bulletin.not_found")


def shown_to(bulletin: Bulletin, actor: Actor) -> Bulletin:
    """What the actor sees of it: the audience no recalled title or text, and not who else was told or by whom."""
    if actor.is_staff:
        return bulletin
    seen = replace(bulletin, audience=(), published_by="", clarifies="")
    return replace(seen, title="", body="", attachments=()) if seen.state is BulletinState.RECALLED else seen


def recall(bulletin: Bulletin, actor: Actor, reason: str, moment: datetime) -> Bulletin:
    """The bulletin, taken back. Raises: Forbidden, Conflict."""
    require_publisher(actor)
    if bulletin.state is not BulletinState.PUBLISHED:
        raise Conflict("bulletin.illegal_move", state=bulletin.state.value, allowed=[])
    return replace(
        bulletin, version=bulletin.version + 1, state=BulletinState.RECALLED, recalled_by=actor.account,
        recalled_at=moment, reason=reason,
    )  # fmt: skip


def may(bulletin: Bulletin, actor: Actor, *, read: bool) -> list[str]:
    """What somebody who sees it may do with it now; a receipt is for those whom it was sent to."""
    standing = bulletin.state is BulletinState.PUBLISHED
    found = ["read"] if standing and not read and not actor.is_staff else []
    if not actor.has(*PUBLISHERS):
        return found
    return [*found, "receipts", *(["recall"] if standing else [])]


def reached_through(bulletin: Bulletin, outlets: Iterable[Outlet]) -> list[str]:
    """The outlets through which a bulletin reaches somebody."""
    return [outlet.id for outlet in outlets if not set(outlet.addresses).isdisjoint(bulletin.audience)]


def published_notice(bulletin: Bulletin) -> Notice:
    """What its audience finds in the inbox."""
    params = {"bulletin_kind": bulletin.kind.value, "title": masked("title", bulletin.title)}
    return Notice(bulletin.audience, Kind.BULLETIN_PUBLISHED, bulletin.urgent, ("bulletin", bulletin.id), params)


def recalled_notice(bulletin: Bulletin) -> Notice:
    """What its audience finds there once it is taken back."""
    # Nor what it was called: that alone may be what should not have been told.
    when = {"bulletin_kind": bulletin.kind.value, "published_at": bulletin.published_at.isoformat()}
    params = when | {"reason": masked("reason", bulletin.reason)}
    return Notice(bulletin.audience, Kind.BULLETIN_RECALLED, bulletin.urgent, ("bulletin", bulletin.id), params)
