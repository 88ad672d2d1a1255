"""What an activity (活动) is, its seats, and what somebody replied."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.liaison.domain.activities.states import Act, after
from services.liaison.domain.outlets import Outlet
from shared.contracts.activity_terms import ActivityKind, ActivityStatus, CheckedBy, InviteeKind, Reply, Seat
from shared.events import ActivityEvent, ActivityState, Invited
from shared.names import name_key

# As many as like: more than there are people.
UNLIMITED = 1_000_000


@dataclass(frozen=True)
class Invitee:
    """Whom an invitation reaches; of all outlets there is no `id`."""

    to: InviteeKind
    id: str = ""


@dataclass(frozen=True)
class Activity:
    """One activity in one version. `capacity` None: as many as like. `reason`: why it was cancelled. `reminded`: nobody
    is to be reminded any more of the time that it is to begin at."""

    id: str
    bureau: str
    version: int
    kind: ActivityKind
    title: str
    starts_at: datetime
    ends_at: datetime
    status: ActivityStatus
    updated_at: datetime
    sign_up_until: datetime
    invited: tuple[Invitee, ...]
    text: str = ""
    agenda: str = ""
    place: str = ""
    link: str = ""
    capacity: int | None = None
    files: tuple[str, ...] = ()
    reason: str = ""
    announced_at: datetime | None = None
    reminded: bool = False

    @property
    def most(self) -> int:
        """How many may come."""
        return UNLIMITED if self.capacity is None else self.capacity

    @property
    def open(self) -> bool:
        """Whether it takes replies at all."""
        return self.status is ActivityStatus.ANNOUNCED

    def invites(self, account: str, outlet: Outlet) -> bool:
        """Whether an invitation reaches somebody of an outlet."""
        reached = {
            (InviteeKind.ALL, ""),
            (InviteeKind.CATEGORY, outlet.category),
            (InviteeKind.OUTLET, outlet.id),
            (InviteeKind.PERSON, account),
        }
        return any((each.to, each.id) in reached for each in self.invited)

    def after(self, act: Act) -> ActivityStatus:
        """The state that `act` leads to. Raises: Conflict."""
        return after(self.status, act)

    def evolve(self, now: datetime, **changes: Any) -> Activity:
        """The next version."""
        return replace(self, version=self.version + 1, updated_at=now, **changes)

    def state(self) -> ActivityState:
        """What other services may know."""
        return ActivityState(
            id=self.id,
            kind=self.kind,
            status=self.status,
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            invited=tuple(Invited(each.to, each.id) for each in self.invited),
        )


@dataclass(frozen=True)
class Seats:
    """How many of an activity's seats are taken, how many people wait for one, how many came. Nobody waits while one is
    free. They know the activity's `status`, so that replies and arrivals need nothing else to be as it was. `judged`
    moves with each reply: the people may be others while the numbers are the same."""

    activity: str
    bureau: str
    capacity: int
    status: ActivityStatus
    taken: int = 0
    waiting: int = 0
    attended: int = 0
    judged: int | None = None


@dataclass(frozen=True)
class WalkIn:
    """That somebody came without a seat, and what the officer at the door let pass with it. `outlet`, `reply` and
    `seat` are those of their reply before, which stands again when it was a mistake; nobody's has no `reply`."""

    over_capacity: bool = False
    uninvited: bool = False
    outlet: str = ""
    reply: Reply | None = None
    seat: Seat = Seat.NONE


@dataclass(frozen=True)
class Correction:
    """That somebody was not there after all who was checked in (`attended_at`), said once it was held, and why."""

    at: datetime
    by: str
    reason: str
    attended_at: datetime


@dataclass(frozen=True)
class SignUp:
    """What somebody replied for their outlet, or that they came without, once per activity. `order` is their turn;
    `code` is shown at the door, `certificate` is the number of the certificate of who was there, and stays
    when that is `corrected`. Who has no `account` has the `name` that was said at the door."""

    activity: str
    bureau: str
    account: str
    outlet: str
    version: int
    reply: Reply | None
    seat: Seat
    order: str
    at: datetime
    code: str
    remark: str = ""
    attended_at: datetime | None = None
    checked_by: CheckedBy | None = None
    checker: str = ""
    name: str = ""
    walk_in: WalkIn | None = None
    certificate: str = ""
    corrected: Correction | None = None

    @property
    def key(self) -> str:
        """Whose it is among those of the activity: the account, else what follows from outlet and name."""
        return self.account or nameless(self.outlet, self.name)

    @property
    def id(self) -> str:
        """Its own id: of a person there is one."""
        return f"{self.activity}:{self.key}"

    def evolve(self, **changes: Any) -> SignUp:
        """The next version."""
        return replace(self, version=self.version + 1, **changes)


def nameless(outlet: str, name: str) -> str:
    """By what somebody of an outlet is known who has no account: a name in whatever spelling is one person."""
    return hashlib.sha256(f"{outlet}\n{name_key(name)}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Change:
    """What one act makes of an activity: its next version, and what is told and written down of it."""

    activity: Activity
    act: Act
    by: str
    at: datetime
    events: tuple[ActivityEvent, ...] = ()
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
