"""Publication channels (发布渠道) of an outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from services.outlet.domain.deeds import Deed, entitled, require_channels_left
from services.outlet.domain.model import Change, Channel, Outlet, fold
from services.outlet.domain.states import Act, after
from shared import events
from shared.context import Actor
from shared.contracts.outlet_terms import VoidCode
from shared.errors import Conflict, FieldProblem, Invalid, NotFound

# What a verification has vouched for: whose account it is. Followers and claims come and go.
VOUCHED = ("platform", "account_name", "url")


def add(outlet: Outlet, actor: Actor, channel: Channel, now: datetime) -> Change:
    """Add a channel. Raises: Conflict when it is there already or there are too many, Forbidden, NotFound."""
    entitled(actor, outlet, Deed.ADD_CHANNEL, now)
    return added(outlet, actor.account, channel, now)


def added(outlet: Outlet, by: str, channel: Channel, now: datetime) -> Change:
    """The same for a caller who has asked for permission."""
    after(outlet, Act.CHANGE)
    require_channels_left(outlet)
    _require_free(outlet, channel)
    new = outlet.evolve(now, channels=(*outlet.channels, channel))
    told = events.ChannelAdded(new.state(), by, channel.state())
    return Change(new, (told,), by, details={"channel": asdict(channel)})


def change(outlet: Outlet, actor: Actor, id_: str, values: Mapping[str, Any], now: datetime) -> Change:
    """Set some fields of a channel. A verified one of which `VOUCHED` changes is verified no longer.

    Raises: Conflict, Forbidden, NotFound.
    """
    entitled(actor, outlet, Deed.CHANGE_CHANNEL, now)
    old = find(outlet, id_)
    channel = _voided(old, replace(old, **values))
    if channel == old:
        return Change(outlet)
    _require_free(outlet, channel)
    new = exchanged(outlet, channel, now)
    told: tuple[events.OutletEvent, ...] = (events.ChannelChanged(new.state(), actor.account, channel.state()),)
    if old.verified and not channel.verified:
        reason = VoidCode.CHANNEL_CHANGED
        told += (events.ChannelUnverified(new.state(), actor.account, channel.state(), reason),)
    details = {"channel": asdict(channel), "before": asdict(old)}
    return Change(new, told, actor.account, details=details)


def remove(outlet: Outlet, actor: Actor, id_: str, now: datetime) -> Change:
    """Remove a channel. Raises: Conflict, Forbidden, NotFound."""
    entitled(actor, outlet, Deed.REMOVE_CHANNEL, now)
    old = find(outlet, id_)
    new = outlet.evolve(now, channels=tuple(c for c in outlet.channels if c.id != id_))
    told = events.ChannelRemoved(new.state(), actor.account, old.state())
    return Change(new, (told,), actor.account, details={"before": asdict(old)})


def same(one: Channel, other: Channel) -> bool:
    """Whether two are the same account on the same platform."""
    return one.platform == other.platform and fold(one.account_name) == fold(other.account_name)


def require_distinct(channels: tuple[Channel, ...]) -> None:
    """For a registration. Raises: Invalid that names every repeated one."""
    seen: set[tuple[str, str]] = set()
    problems = []
    for number, channel in enumerate(channels):
        key = (channel.platform, fold(channel.account_name))
        if key in seen:
            problems.append(FieldProblem(f"/channels/{number}", "channel.exists"))
        seen.add(key)
    if problems:
        raise Invalid("outlet.channels", problems=problems)


def find(outlet: Outlet, id_: str) -> Channel:
    """One of its channels. Raises: NotFound."""
    found = outlet.channel(id_)
    if found is None:
        raise NotFound("channel.not_found")
    return found


def exchanged(outlet: Outlet, channel: Channel, now: datetime) -> Outlet:
    """The outlet with another state of one of its channels."""
    return outlet.evolve(now, channels=tuple(channel if c.id == channel.id else c for c in outlet.channels))


def _voided(old: Channel, new: Channel) -> Channel:
    """The changed channel, without what was vouched for when that is another now."""
    same_account = all(getattr(old, name) == getattr(new, name) for name in VOUCHED)
    return new if same_account else replace(new, verification=None)


def _require_free(outlet: Outlet, channel: Channel) -> None:
    if any(same(channel, other) and other.id != channel.id for other in outlet.channels):
        raise Conflict("channel.exists", platform=channel.platform, account_name=channel.account_name)
