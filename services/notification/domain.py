"""Who is told what: an event in, notices out. Nobody is told what they did themselves.

A notice is addressed to an account (`account:<id>`) or to everybody who holds a staff role in the bureau
(`role:<role>`): accounts live in the gateway, so a role is not resolved here. It stores the facts that its
text names, never the text, and never personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from shared import events as facts

OWNER = "outlet_owner"
DESK = "role:liaison"
RETENTION = timedelta(days=400)
Value = str | int | list[str]
Audience = Callable[[Any], Iterable[str]]


class Kind(StrEnum):
    """What a notice says; each has a template per language."""

    OUTLET_REGISTERED = "outlet.registered"
    OUTLET_RESUBMITTED = "outlet.resubmitted"
    OUTLET_VERIFIED = "outlet.verified"
    OUTLET_REVERIFIED = "outlet.reverified"
    REVERIFICATION_DUE = "outlet.reverification_due"
    OUTLET_REJECTED = "outlet.rejected"
    OUTLET_SUSPENDED = "outlet.suspended"
    OUTLET_REINSTATED = "outlet.reinstated"
    OUTLET_CLOSED = "outlet.closed"
    PROFILE_CHANGED = "outlet.profile_changed"
    LIAISON_CHANGED = "outlet.liaison_changed"
    OUTLET_ASSIGNED = "outlet.assigned"
    CHANNEL_ADDED = "channel.added"
    CHANNEL_CHANGED = "channel.changed"
    CHANNEL_REMOVED = "channel.removed"
    INVITATION_RECEIVED = "invitation.received"
    INVITATION_REVOKED = "invitation.revoked"
    MEMBER_INVITED = "member.invited"
    MEMBER_JOINED = "member.joined"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_REMOVED = "member.removed"
    MEMBERSHIP_GRANTED = "membership.granted"
    MEMBERSHIP_CHANGED = "membership.role_changed"
    MEMBERSHIP_ENDED = "membership.ended"
    IMPORT_FINISHED = "import.finished"


@dataclass(frozen=True)
class Notice:
    """One message to one address. `about` is (type, id) of the object that it concerns."""

    address: str
    kind: Kind
    urgent: bool
    about: tuple[str, str]
    params: Mapping[str, Value]


@dataclass(frozen=True)
class Rule:
    """To whom an event is told, as what, and which of its facts the text names."""

    kind: Kind
    to: Audience
    names: tuple[str, ...] = ("outlet",)
    urgent: bool = False
    about: str = "outlet"


def account(id_: str) -> str:
    """The address of one account."""
    return f"account:{id_}"


def addresses(account_id: str, roles: Iterable[str]) -> list[str]:
    """Everything that reaches an account with these staff roles."""
    return [account(account_id), *sorted(f"role:{role}" for role in roles)]


def members(event: facts.OutletEvent) -> Iterator[str]:
    """Everybody who acts for the outlet."""
    return (account(member.account) for member in event.outlet.members)


def owners(event: facts.OutletEvent) -> Iterator[str]:
    """Those who manage the outlet."""
    return (account(member.account) for member in event.outlet.members if member.role == OWNER)


def in_charge(event: facts.OutletEvent) -> Iterator[str]:
    """The liaison officer in charge, if there is one."""
    if event.outlet.liaison:
        yield account(event.outlet.liaison)


def desk(event: facts.OutletEvent) -> Iterator[str]:
    """The liaison officer in charge, or every liaison officer of the bureau."""
    yield from in_charge(event) if event.outlet.liaison else (DESK,)


def waiting_desk(event: facts.OutletEvent) -> Iterator[str]:
    """The desk, for what outlet people sent in; what the bureau's own staff entered needs no notice."""
    if any(member.account == event.by for member in event.outlet.members):
        yield from desk(event)


def concerned(event: Any) -> Iterator[str]:
    """The account that a membership or an invitation concerns, when it is known."""
    if event.account:
        yield account(event.account)


def outlet_and(audience: Audience) -> Audience:
    """The outlet's people and somebody of the bureau."""
    return lambda event: [*members(event), *audience(event)]


def owners_and(audience: Audience) -> Audience:
    """The outlet's owners and somebody of the bureau."""
    return lambda event: [*owners(event), *audience(event)]


def importer(event: facts.OutletsImported) -> Iterator[str]:
    """Whoever sent the spreadsheet: the one actor who is told, for an import goes on without its sender."""
    if event.by:
        yield account(event.by)


NAMED: Mapping[str, Callable[[Any], Value | date | datetime | None]] = {
    "outlet": lambda event: event.outlet.name,
    "category": lambda event: event.outlet.category,
    "verified_until": lambda event: event.outlet.verified_until,
    "platform": lambda event: event.channel.platform,
    "channel": lambda event: event.channel.account_name,
    "changed": lambda event: list(event.changed),
    "due": lambda event: event.due,
    "reason": lambda event: event.reason,
    "role": lambda event: event.role,
    "expires_at": lambda event: event.expires_at,
    "file_name": lambda event: event.file_name,
    "accepted": lambda event: event.accepted,
    "unchanged": lambda event: event.unchanged,
    "refused": lambda event: event.refused,
}
REASON = ("outlet", "reason")
UNTIL = ("outlet", "verified_until")
CHANNEL = ("outlet", "platform", "channel")
ROLE = ("outlet", "role")
INVITED = ("outlet", "role", "expires_at")
COUNTS = ("file_name", "accepted", "unchanged", "refused")

# The first rule that reaches an address speaks to it: the more personal one stands first.
RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.OutletRegistered: (Rule(Kind.OUTLET_REGISTERED, waiting_desk, ("outlet", "category")),),
    facts.OutletResubmitted: (Rule(Kind.OUTLET_RESUBMITTED, desk, ("outlet", "category")),),
    facts.OutletVerified: (Rule(Kind.OUTLET_VERIFIED, outlet_and(in_charge), UNTIL),),
    facts.OutletReverified: (Rule(Kind.OUTLET_REVERIFIED, outlet_and(in_charge), UNTIL),),
    facts.OutletReverificationDue: (Rule(Kind.REVERIFICATION_DUE, owners_and(desk), ("outlet", "due"), urgent=True),),
    facts.OutletRejected: (Rule(Kind.OUTLET_REJECTED, outlet_and(in_charge), REASON),),
    facts.OutletSuspended: (Rule(Kind.OUTLET_SUSPENDED, outlet_and(in_charge), REASON, urgent=True),),
    facts.OutletReinstated: (Rule(Kind.OUTLET_REINSTATED, outlet_and(in_charge)),),
    facts.OutletClosed: (Rule(Kind.OUTLET_CLOSED, outlet_and(desk), REASON),),
    facts.OutletProfileChanged: (Rule(Kind.PROFILE_CHANGED, owners_and(in_charge), ("outlet", "changed")),),
    facts.LiaisonAssigned: (
        Rule(Kind.OUTLET_ASSIGNED, in_charge),
        Rule(Kind.LIAISON_CHANGED, members),
    ),
    facts.ChannelAdded: (Rule(Kind.CHANNEL_ADDED, outlet_and(in_charge), CHANNEL),),
    facts.ChannelChanged: (Rule(Kind.CHANNEL_CHANGED, outlet_and(in_charge), CHANNEL),),
    facts.ChannelRemoved: (Rule(Kind.CHANNEL_REMOVED, outlet_and(in_charge), CHANNEL),),
    facts.MemberInvited: (
        Rule(Kind.INVITATION_RECEIVED, concerned, INVITED, about="invitation"),
        Rule(Kind.MEMBER_INVITED, owners, INVITED),
    ),
    facts.InvitationRevoked: (Rule(Kind.INVITATION_REVOKED, concerned, about="invitation"),),
    facts.MemberJoined: (
        Rule(Kind.MEMBERSHIP_GRANTED, concerned, ROLE),
        Rule(Kind.MEMBER_JOINED, owners, ROLE),
    ),
    facts.MemberRoleChanged: (
        Rule(Kind.MEMBERSHIP_CHANGED, concerned, ROLE),
        Rule(Kind.MEMBER_ROLE_CHANGED, owners, ROLE),
    ),
    facts.MemberRemoved: (
        Rule(Kind.MEMBERSHIP_ENDED, concerned),
        Rule(Kind.MEMBER_REMOVED, owners),
    ),
    facts.OutletsImported: (Rule(Kind.IMPORT_FINISHED, importer, COUNTS, about="import"),),
}
# What each kind's text may name.
PARAMS: Mapping[Kind, frozenset[str]] = {rule.kind: frozenset(rule.names) for rules in RULES.values() for rule in rules}


def notices(event: facts.Event, subject: str) -> list[Notice]:
    """Everything that `event` about aggregate `subject` tells, at most one notice per address."""
    actor = account(event.by) if isinstance(event, facts.OutletEvent) else ""
    told: dict[str, Notice] = {}
    for rule in RULES[type(event)]:
        params = {name: _plain(NAMED[name](event)) for name in rule.names}
        about = (rule.about, getattr(event, "invitation", subject) if rule.about == "invitation" else subject)
        for address in rule.to(event):
            if address != actor:
                told.setdefault(address, Notice(address, rule.kind, rule.urgent, about, params))
    return list(told.values())


def notice_id(event_id: str, address: str) -> str:
    """The id of the one notice that an event makes for an address, the same in every redelivery."""
    return str(uuid5(NAMESPACE_URL, f"{event_id}/{address}"))


def position_at(moment: datetime) -> str:
    """The lowest UUIDv7 (RFC 9562) of that millisecond: items sort by the UUIDv7 drawn when they came in."""
    digits = f"{int(moment.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000"


def _plain(value: Value | date | datetime | None) -> Value:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value
