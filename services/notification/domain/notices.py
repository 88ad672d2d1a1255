"""Who is told what: an event in, notices out. Nobody is told what they did themselves.

Accounts live in the gateway, so a role is not resolved here; nor are the members of many outlets: what is for all
of them is one notice with a shared address. A notice stores the facts that its text names, never the text, and
never personal data or who reviewed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.notification.domain.audiences import Audience, Scene
from services.notification.domain.directory import Outlet, account, is_personal
from services.notification.domain.kinds import Kind
from services.notification.domain.named import NAMED, Value, plain
from shared import events as facts

RETENTION = timedelta(days=400)


@dataclass(frozen=True)
class Notice:
    """One message. `to` is one account's address, or shared ones: whoever is reached by several has it once.

    `about` is (type, id) of the object that it concerns.
    """

    to: tuple[str, ...]
    kind: Kind
    urgent: bool
    about: tuple[str, str]
    params: Mapping[str, Value]

    @property
    def shared(self) -> bool:
        """Whether it is for more than one account."""
        return not is_personal(self.to[0])


@dataclass(frozen=True)
class Rule:
    """To whom an event is told, as what, and which of its facts the text names.

    `actor_too`: also to whoever did it.
    """

    kind: Kind
    to: Audience
    names: tuple[str, ...] = ("outlet",)
    urgent: bool = False
    about: str = "outlet"
    actor_too: bool = False


def actor_of(event: facts.Event) -> str:
    """The address of whoever did it, empty for the system itself."""
    by = getattr(event, "by", "")
    return account(by) if by else ""


def told(rules: Sequence[Rule], event: facts.Event, subject: str, outlets: Sequence[Outlet]) -> list[Notice]:
    """What `event` about aggregate `subject` tells by these rules: at most one notice per account.

    The first rule that reaches an address speaks to it.
    """
    scene = Scene(event, tuple(outlets))
    found: list[Notice] = []
    reached: set[str] = set()
    for rule in rules:
        free = {address for address in rule.to(scene) if rule.actor_too or address != actor_of(event)} - reached
        reached |= free
        shared = tuple(sorted(address for address in free if not is_personal(address)))
        groups = [(address,) for address in sorted(free) if is_personal(address)] + ([shared] if shared else [])
        if groups:
            params = {name: plain(name, NAMED[name](scene)) for name in rule.names}
            about = object_of(rule.about, event, subject)
            found += [Notice(to, rule.kind, rule.urgent, about, params) for to in groups]
    return found


def work(event: facts.Event) -> str:
    """The submission that an event is about; empty for points that are not for one."""
    if isinstance(event, facts.SubmissionEvent):
        return event.submission.id
    return event.review.submission if isinstance(event, facts.ReviewEvent) else event.submission  # type: ignore[attr-defined]


OBJECTS: Mapping[str, Callable[[Any], str]] = {
    "invitation": lambda event: event.invitation,
    "submission": work,
    "unapproved": lambda event: event.unapproved.id,
    "review": lambda event: event.review.id,
    "permit": lambda event: event.permit.id,
    "period": lambda event: event.period.id,
    "appeal": lambda event: event.appeal.id,
    "award": lambda event: event.award.id,
}


def object_of(about: str, event: facts.Event, subject: str) -> tuple[str, str]:
    """Type and id of the object that a notice is about; points for no work are about their outlet."""
    id_ = OBJECTS[about](event) if about in OBJECTS else subject
    return (about, id_) if id_ or not isinstance(event, facts.PointsEvent) else ("outlet", event.outlet)


def notice_id(event_id: str, to: Sequence[str]) -> str:
    """The id of the one notice that an event makes for these addresses, the same in every redelivery."""
    return str(uuid5(NAMESPACE_URL, f"{event_id}/{','.join(to)}"))


def position_at(moment: datetime) -> str:
    """The lowest UUIDv7 (RFC 9562) of that millisecond: items sort by the UUIDv7 drawn when they came in."""
    digits = f"{int(moment.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000"
