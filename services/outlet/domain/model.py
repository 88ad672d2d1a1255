"""What an outlet is, and what a change to one is."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from shared.contracts.outlet_terms import Category, Level, OutletRole, Platform, ReasonCode, Status
from shared.events import MemberRemoved, OutletEvent, OutletState
from shared.events.outlet import ChannelState, MemberState
from shared.identity.sealed import Sealed
from shared.text import canonical

MAX_CHANNELS = 100
MAX_MEMBERS = 200
MAX_INVITATIONS = 50


@dataclass(frozen=True)
class Operator:
    """The individual behind a self-media or influencer outlet."""

    name: str
    id_number: Sealed


@dataclass(frozen=True)
class Contact:
    """Somebody to call; `email` may be missing."""

    id: str
    name: str
    phone: Sealed
    email: Sealed | None = None


@dataclass(frozen=True)
class Member:
    """An account that acts for the outlet; not while it is closed."""

    account: str
    name: str
    role: OutletRole
    joined_at: datetime
    closed: bool = False


@dataclass(frozen=True)
class Invitation:
    """An open invitation; the code is derived from the id under the key `key` and is not kept."""

    id: str
    role: OutletRole
    by: str
    created_at: datetime
    expires_at: datetime
    code_hash: str
    key: str
    account: str = ""
    note: str = ""


@dataclass(frozen=True)
class ChannelVerification:
    """Who verified that a channel is the outlet's and has this level, on which evidence. `by` is empty for what held
    before channels were verified."""

    by: str
    at: datetime
    level: Level
    files: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Channel:
    """One publication channel. It has a `level` as long as it is verified; `claimed_level` is the outlet's own word."""

    id: str
    platform: Platform
    account_name: str
    url: str = ""
    followers: int = 0
    claimed_level: Level | None = None
    verification: ChannelVerification | None = None

    @property
    def verified(self) -> bool:
        """Whether a liaison officer vouches for it."""
        return self.verification is not None

    @property
    def level(self) -> Level | None:
        """What it was verified with."""
        return self.verification.level if self.verification else None

    def state(self) -> ChannelState:
        """What other services may know."""
        return ChannelState(
            id=self.id,
            platform=self.platform,
            level=self.level or "",
            account_name=self.account_name,
            url=self.url,
            followers=self.followers,
            claimed_level=self.claimed_level or "",
            verified=self.verified,
            verified_at=self.verification.at if self.verification else None,
        )


@dataclass(frozen=True)
class Proof:
    """Files or a note that prove something, mostly who owns a channel, whose `level` may stand with it."""

    files: tuple[str, ...] = ()
    note: str = ""
    channel: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class Verification:
    """Who verified the outlet, on which evidence; `until` is the last day on which it holds (Asia/Shanghai)."""

    by: str
    on: date
    until: date
    licence_number: str = ""
    proofs: tuple[Proof, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Outlet:
    """One medium that works with the bureau. `credit_code` is empty for individuals.

    `left_by` is the liaison who left, while nobody has taken over; `proofs` are what the applicant sent along.
    """

    id: str
    bureau: str
    version: int
    name: str
    category: Category
    status: Status
    credit_code: str
    operator: Operator | None
    contacts: tuple[Contact, ...]
    region: str
    created_at: datetime
    updated_at: datetime
    liaison: str = ""
    channels: tuple[Channel, ...] = ()
    members: tuple[Member, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    verification: Verification | None = None
    reason_code: ReasonCode | None = None
    reason: str = ""
    left_by: str = ""
    proofs: tuple[Proof, ...] = ()

    @property
    def verified_until(self) -> date | None:
        """Last day of the yearly verification."""
        return self.verification.until if self.verification else None

    @property
    def vouched(self) -> bool:
        """Whether its credit code and operator are its own: a liaison verified that they are, and it is open."""
        return self.status in {Status.VERIFIED, Status.SUSPENDED}

    @property
    def owners(self) -> tuple[Member, ...]:
        """The members who manage it; none where nobody has joined an imported outlet as owner, or all of them left."""
        return tuple(member for member in self.members if member.role is OutletRole.OWNER and not member.closed)

    def member(self, account: str) -> Member | None:
        """What the account is here."""
        return next((member for member in self.members if member.account == account), None)

    def channel(self, id_: str) -> Channel | None:
        """One of its channels."""
        return next((channel for channel in self.channels if channel.id == id_), None)

    def evolve(self, now: datetime, **changes: Any) -> Outlet:
        """The next version."""
        return replace(self, version=self.version + 1, updated_at=now, **changes)

    def state(self) -> OutletState:
        """What other services may know."""
        return OutletState(
            id=self.id,
            name=self.name,
            category=self.category,
            status=self.status,
            region=self.region,
            liaison=self.liaison,
            channels=tuple(channel.state() for channel in self.channels),
            members=tuple(MemberState(member.account, member.role) for member in self.members),
            verified_until=self.verified_until,
        )


@dataclass(frozen=True)
class Change:
    """An outlet after a command, the facts to tell, and what its history shows. No events: nothing changed."""

    outlet: Outlet
    events: tuple[OutletEvent, ...] = ()
    by: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def inside(self) -> bool:
        """Whether one of its people did it, as that, whatever else they are or come to be; who left was that, too."""
        left = any(isinstance(each, MemberRemoved) and each.account == self.by for each in self.events)
        return left or self.outlet.member(self.by) is not None


def fold(text: str) -> str:
    """The form in which names are compared and sorted: what is kept of them, NFKC, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", canonical(text)).casefold().split())
