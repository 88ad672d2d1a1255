"""From checked inputs to entries of the media directory, and from entries to views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.submission.domain import media
from services.submission.domain.media import Made, Medium, Place
from shared.contracts.media_terms import MediumAct
from shared.ids import new_id

PLAIN = ("name", "level", "kind")
SHOWN = ("id", "version", "name", "level", "kind", "state")


def values(data: Mapping[str, Any]) -> dict[str, Any]:
    """The given parts of an entry as the rules have them."""
    found = {name: data[name] for name in PLAIN if name in data}
    if "aliases" in data:
        found["aliases"] = tuple(data["aliases"])
    if "platforms" in data:
        found["platforms"] = tuple(
            Place(each["platform"], each["account_name"], tuple(each["hosts"])) for each in data["platforms"]
        )
    return found


def new_medium(data: Mapping[str, Any], made: Made) -> Medium:
    """The entry that is asked for. Raises: Invalid."""
    return media.add(Medium(id=new_id(), version=0, **values(data)), made)


def shipped_medium(data: Mapping[str, Any]) -> Medium:
    """An entry of the list that is shipped."""
    return Medium(id=data["id"], version=0, **values(data))


def made(act: MediumAct, data: Mapping[str, Any], by: str, now: datetime) -> Made:
    """Who makes a version, and why."""
    return Made(act, by, now, data["reason"])


def medium_view(medium: Medium) -> dict[str, Any]:
    """`MediumView`."""
    shown = {name: getattr(medium, name) for name in SHOWN}
    places = [{**asdict(place), "hosts": list(place.hosts)} for place in medium.platforms]
    return shown | {"aliases": list(medium.aliases), "platforms": places}


def called_views(found: Mapping[str, Sequence[Medium]]) -> list[dict[str, Any]]:
    """`CalledView` of each name."""
    shown = ("id", "name", "level")
    return [
        {"name": name, "media": [{each: getattr(medium, each) for each in shown} for medium in media]}
        for name, media in found.items()
    ]


def version_view(medium: Medium, *, staff: bool) -> dict[str, Any]:
    """`MediumVersionView`; who of the bureau made it so is for staff."""
    return medium_view(medium) | asdict(medium.made) | ({} if staff else {"by": ""})
