"""Facts about outlets (媒体). Every one carries the outlet's whole public state.

A consumer that keeps a replica takes the state of the highest `aggregateversion` and needs no other event.
Personal data (contacts, identity numbers) is never in an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from shared.events.base import CATALOGUE, Event


@dataclass(frozen=True)
class ChannelState:
    """One publication channel (发布渠道).

    `level` is what a liaison officer verified, and empty until then; `claimed_level` is what the outlet says of itself.
    """

    id: str
    platform: str
    level: str
    account_name: str
    url: str = ""
    followers: int = 0
    claimed_level: str = ""
    verified: bool = False
    verified_at: datetime | None = None


@dataclass(frozen=True)
class MemberState:
    """One account that acts for the outlet; `role` is outlet_owner or outlet_member."""

    account: str
    role: str


@dataclass(frozen=True)
class OutletState:
    """What other services may know of an outlet."""

    id: str
    name: str
    category: str
    status: str
    region: str = ""
    liaison: str = ""
    channels: tuple[ChannelState, ...] = ()
    members: tuple[MemberState, ...] = ()
    verified_until: date | None = None


@dataclass(frozen=True)
class OutletEvent(Event):
    """Base of the facts about one outlet. `by` is the account that acted, empty for the system itself."""

    source: ClassVar[str] = "outlet"
    abstract: ClassVar[bool] = True

    outlet: OutletState
    by: str


@dataclass(frozen=True)
class OutletRegistered(OutletEvent):
    """An outlet asked to be admitted; it is pending."""


@dataclass(frozen=True)
class OutletResubmitted(OutletEvent):
    """A rejected registration was corrected and sent again; it is pending."""


@dataclass(frozen=True)
class OutletVerified(OutletEvent):
    """A liaison verified the outlet on evidence; it may submit. The channels that the proofs name are verified too."""


@dataclass(frozen=True)
class OutletReverified(OutletEvent):
    """The yearly verification was renewed, and with it that of the channels that the proofs name."""


@dataclass(frozen=True)
class OutletReverificationDue(OutletEvent):
    """The verification ends soon."""

    due: date


@dataclass(frozen=True)
class OutletRejected(OutletEvent):
    """A liaison refused the registration, with a reason that the outlet can act on."""

    reason: str


@dataclass(frozen=True)
class OutletSuspended(OutletEvent):
    """The outlet may not submit for now; the reason says why (a lapsed verification included)."""

    reason: str


@dataclass(frozen=True)
class OutletReinstated(OutletEvent):
    """A suspension ended."""


@dataclass(frozen=True)
class OutletClosed(OutletEvent):
    """The outlet left; this is final."""

    reason: str


@dataclass(frozen=True)
class OutletContactsErased(OutletEvent):
    """Contacts and operator of a closed outlet were erased: the time for which they are kept was over."""


@dataclass(frozen=True)
class OutletProfileChanged(OutletEvent):
    """Name, category, region or contacts changed; `changed` names the fields, not their values."""

    changed: tuple[str, ...]


@dataclass(frozen=True)
class OutletRetold(OutletEvent):
    """Nothing happened: this is how the outlet is, told again to a service that asked for it (see `FactsWanted`)."""


@dataclass(frozen=True)
class LiaisonAssigned(OutletEvent):
    """Another liaison officer is in charge."""

    liaison: str


@dataclass(frozen=True)
class LiaisonLeft(OutletEvent):
    """The liaison officer in charge left, lost the role or joined the outlet, and nobody could take over: an
    administrator decides."""

    liaison: str


@dataclass(frozen=True)
class ChannelAdded(OutletEvent):
    """A publication channel was added."""

    channel: ChannelState


@dataclass(frozen=True)
class ChannelChanged(OutletEvent):
    """A publication channel was changed."""

    channel: ChannelState


@dataclass(frozen=True)
class ChannelRemoved(OutletEvent):
    """A publication channel was removed."""

    channel: ChannelState


@dataclass(frozen=True)
class ChannelVerified(OutletEvent):
    """A liaison officer verified on evidence that a channel is the outlet's, and set its level."""

    channel: ChannelState


@dataclass(frozen=True)
class ChannelUnverified(OutletEvent):
    """A channel's verification ended: a liaison officer took it back, or what it vouched for was changed
    (`channel_changed`). Its level is unset."""

    channel: ChannelState
    reason: str


@dataclass(frozen=True)
class MemberInvited(OutletEvent):
    """Somebody was invited; `account` is set when the invitation names an account that is known."""

    invitation: str
    role: str
    expires_at: datetime
    account: str = ""


@dataclass(frozen=True)
class InvitationRevoked(OutletEvent):
    """An invitation was taken back before it was accepted."""

    invitation: str
    account: str = ""


@dataclass(frozen=True)
class MemberJoined(OutletEvent):
    """An invitation was accepted."""

    account: str
    role: str


@dataclass(frozen=True)
class MemberRoleChanged(OutletEvent):
    """A member's role in the outlet changed."""

    account: str
    role: str


@dataclass(frozen=True)
class MemberRemoved(OutletEvent):
    """A member left or was removed."""

    account: str


@dataclass(frozen=True)
class MemberAccountClosed(OutletEvent):
    """A member's account was closed: they no longer act. `owners` is how many owners are left who can."""

    account: str
    owners: int


@dataclass(frozen=True)
class MemberAccountReopened(OutletEvent):
    """A member whose account had been closed acts again."""

    account: str


@dataclass(frozen=True)
class OutletsImported(Event):
    """A spreadsheet of outlets was imported to its end; the subject is the import."""

    source: ClassVar[str] = "outlet"

    file_name: str
    accepted: int
    unchanged: int
    refused: int
    by: str


# Every fact about one outlet: what a service names that keeps a replica of the outlets.
OUTLET_FACTS: tuple[type[OutletEvent], ...] = tuple(cls for cls in CATALOGUE.values() if issubclass(cls, OutletEvent))
