"""Where a publication is said to have appeared, looked up in the directory and among the outlet's channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from services.submission.directory import Directory
from services.submission.domain import Outlet, Publication
from services.submission.domain.appearing import Where, hosts_of, in_medium, level_now, on_channel
from services.submission.domain.hosts import differs
from services.submission.domain.media import Medium
from shared.contracts.outlet_terms import Level, Platform
from shared.errors import Invalid
from shared.hosts import host_of


def placed(directory: Directory, outlet: Outlet, data: Mapping[str, Any]) -> Where:
    """Where a report says. Raises: Invalid."""
    owners = _owners(directory, data["url"])
    if "channel" in data:
        return on_channel(outlet, data["channel"], data.get("platform"), data["url"], owners)
    return in_medium(directory.resolve(data["medium"], "/medium"), data.get("platform"), data["url"], owners)


def moved(directory: Directory, outlet: Outlet, before: Publication, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction changes of where it appeared. Raises: Invalid."""
    url = data.get("url", before.url)
    if {"medium", "channel", "platform"}.isdisjoint(data):
        return {"host_differs": _flag(directory, outlet, before, url)} if "url" in data else {}
    owners = _owners(directory, url)
    channel = data.get("channel", "" if "medium" in data else before.channel)
    if channel:
        return asdict(on_channel(outlet, channel, data.get("platform"), url, owners))
    named = data.get("medium", before.medium)
    if not named:
        raise Invalid("publication.medium_or_channel")
    medium = directory.resolve(named, "/medium")
    return asdict(in_medium(medium, data.get("platform", _kept(medium, before.platform)), url, owners))


def levels(directory: Directory, outlets: Mapping[str, Outlet], all_: Iterable[Publication]) -> dict[str, Level | None]:
    """The level that counts now where each of these appeared, by the publication's id. `outlets`: theirs, by id."""
    known = list(all_)
    media = directory.several(one.medium for one in known)
    return {one.id: level_now(one, media.get(one.medium), outlets[one.outlet]) for one in known}


def _kept(medium: Medium, platform: Platform) -> Platform | None:
    return platform if platform in medium.on else None


def _flag(directory: Directory, outlet: Outlet, before: Publication, url: str) -> bool:
    """Whether another address of the same medium or channel looks like somebody else's."""
    owners, channel = _owners(directory, url), outlet.channel(before.channel)
    if before.medium:
        medium = directory.get(before.medium)
        return differs(url, before.platform, medium.hosts, medium, owners)
    return differs(url, before.platform, hosts_of(channel) if channel else (), None, owners)


def _owners(directory: Directory, url: str) -> list[Medium]:
    host = host_of(url)
    return directory.owners(host) if host else []
