"""Where something appeared: in a medium of the directory, or on the outlet's own verified channel.

Level, platform and name come from there, not from who reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.submission.domain.hosts import PLATFORM_HOSTS, differs
from services.submission.domain.media import Medium
from services.submission.domain.outlets import Channel, Outlet
from services.submission.domain.publication import Publication
from shared.contracts.outlet_terms import Level, Platform
from shared.errors import FieldProblem, Invalid
from shared.hosts import host_of, under


@dataclass(frozen=True)
class Where:
    """What is known of a publication by where it appeared. `host_differs`: its address looks like somebody else's."""

    platform: Platform
    level: Level
    media: str
    medium: str = ""
    channel: str = ""
    host_differs: bool = False


def in_medium(medium: Medium, platform: Platform | None, url: str, owners: list[Medium]) -> Where:
    """In an entry, on one of its platforms: which need not be said where there is one alone, or the address tells.

    `owners`: to whom of the directory the address's host belongs. Raises: Invalid.
    """
    on = platform or _told(medium, url)
    if on is None or on not in medium.on:
        known = {"name": medium.name, "platforms": list(medium.on)}
        raise refusal(
            "/platform",
            "publication.platform_required" if on is None else "publication.platform_not_of_medium",
            **known,
        )
    flag = differs(url, on, medium.hosts, medium, owners)
    return Where(on, medium.level, medium.name, medium=medium.id, host_differs=flag)


def on_channel(outlet: Outlet, id_: str, platform: Platform | None, url: str, owners: list[Medium]) -> Where:
    """On the outlet's own channel, which a liaison officer has verified. Raises: Invalid."""
    channel = outlet.channel(id_)
    if channel is None:
        raise refusal("/channel", "publication.channel_unknown")
    if not channel.verified:
        raise refusal("/channel", "publication.channel_unverified", name=channel.account_name)
    if platform not in (None, channel.platform):
        raise refusal("/channel", "publication.channel_differs")
    on = Platform(channel.platform)
    flag = differs(url, on, hosts_of(channel), None, owners)
    return Where(on, Level(channel.level), channel.account_name, channel=channel.id, host_differs=flag)


def level_now(publication: Publication, medium: Medium | None, outlet: Outlet) -> Level | None:
    """The level that counts where it appeared: the entry's (`medium`, if it names one) or the channel's as it is known
    now; None where the channel is verified no longer. What names neither, from before there were any, keeps its own."""
    if medium is not None:
        return medium.level
    if not publication.channel:
        return publication.level
    channel = outlet.channel(publication.channel)
    return Level(channel.level) if channel is not None and channel.verified else None


def _told(medium: Medium, url: str) -> Platform | None:
    """The platform that goes without saying: the only one, or the one whose host the address has."""
    if len(medium.on) == 1:
        return medium.on[0]
    host = host_of(url)
    found = [place.platform for place in medium.platforms if under(host, place.hosts)]
    found += [platform for platform in medium.on if under(host, PLATFORM_HOSTS.get(platform, ()))]
    return found[0] if len(set(found)) == 1 else None


def hosts_of(channel: Channel) -> tuple[str, ...]:
    """Where a channel says that its pages are."""
    host = host_of(channel.url)
    return (host,) if host else ()


def refusal(pointer: str, rule: str, **params: Any) -> Invalid:
    """A publication whose place is not known."""
    return Invalid("publication.invalid", problems=[FieldProblem(pointer, rule, params)])
