"""Publication channels (发布渠道) of an outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from services.outlet.domain.model import MAX_CHANNELS, Change, Outlet, fold
from services.outlet.domain.permissions import Do, require
from services.outlet.domain.states import Act, after
from shared import events
from shared.context import Actor
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.events.outlet import ChannelState


def add(outlet: Outlet, actor: Actor, channel: ChannelState, now: datetime) -> Change:
    """Add a channel. Raises: Conflict when it is there already or there are too many, Forbidden, NotFound."""
    require(actor, outlet, Do.MANAGE)
    return added(outlet, actor.account, channel, now)


def added(outlet: Outlet, by: str, channel: ChannelState, now: datetime) -> Change:
    """The same for a caller who has asked for permission."""
    after(outlet, Act.CHANGE)
    if len(outlet.channels) >= MAX_CHANNELS:
        raise Conflict("channel.limit", max=MAX_CHANNELS)
    _require_free(outlet, channel)
    new = outlet.evolve(now, channels=(*outlet.channels, channel))
    return Change(new, (events.ChannelAdded(new.state(), by, channel),), by, details={"channel": asdict(channel)})


def change(outlet: Outlet, actor: Actor, id_: str, values: Mapping[str, Any], now: datetime) -> Change:
    """Set some fields of a channel. Raises: Conflict, Forbidden, NotFound."""
    require(actor, outlet, Do.MANAGE)
    after(outlet, Act.CHANGE)
    old = _find(outlet, id_)
    channel = replace(old, **values)
    if channel == old:
        return Change(outlet)
    _require_free(outlet, channel)
    new = outlet.evolve(now, channels=tuple(channel if c.id == id_ else c for c in outlet.channels))
    details = {"channel": asdict(channel), "before": asdict(old)}
    return Change(new, (events.ChannelChanged(new.state(), actor.account, channel),), actor.account, details=details)


def remove(outlet: Outlet, actor: Actor, id_: str, now: datetime) -> Change:
    """Remove a channel. Raises: Conflict, Forbidden, NotFound."""
    require(actor, outlet, Do.MANAGE)
    after(outlet, Act.CHANGE)
    old = _find(outlet, id_)
    new = outlet.evolve(now, channels=tuple(c for c in outlet.channels if c.id != id_))
    told = events.ChannelRemoved(new.state(), actor.account, old)
    return Change(new, (told,), actor.account, details={"before": asdict(old)})


def same(one: ChannelState, other: ChannelState) -> bool:
    """Whether two are the same account on the same platform."""
    return one.platform == other.platform and fold(one.account_name) == fold(other.account_name)


def require_distinct(channels: tuple[ChannelState, ...]) -> None:
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


def _require_free(outlet: Outlet, channel: ChannelState) -> None:
    if any(same(channel, other) and other.id != channel.id for other in outlet.channels):
        raise Conflict("channel.exists", platform=channel.platform, account_name=channel.account_name)


def _find(outlet: Outlet, id_: str) -> ChannelState:
    found = next((channel for channel in outlet.channels if channel.id == id_), None)
    if found is None:
        raise NotFound("channel.not_found")
    return found
