"""The media directory (媒体名录): what publications are reported in. Every change of an entry is a numbered version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.contracts.media_terms import MediumAct, MediumKind, MediumState
from shared.contracts.outlet_terms import Level, Platform
from shared.errors import Conflict, FieldProblem, Invalid
from shared.hosts import above
from shared.names import name_key

MAX_OWN = 2000  # entries of a bureau beside those that are shipped


@dataclass(frozen=True)
class Place:
    """Where a medium publishes: its account on a platform, or the hosts of its pages (subdomains included)."""

    platform: Platform
    account_name: str = ""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """Who made a version of an entry, when and why."""

    act: MediumAct = MediumAct.SHIP
    by: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Medium:
    """One entry in one version; 0 is what is shipped."""

    id: str
    version: int
    name: str
    level: Level
    kind: MediumKind
    platforms: tuple[Place, ...]
    aliases: tuple[str, ...] = ()
    state: MediumState = MediumState.ACTIVE
    made: Made = field(default=Made())

    @property
    def active(self) -> bool:
        """Whether publications can be reported in it."""
        return self.state is MediumState.ACTIVE

    @property
    def claims(self) -> frozenset[str]:
        """The keys of its names, which no other active entry has."""
        return frozenset(map(name_key, (self.name, *self.aliases)))

    @property
    def accounts(self) -> frozenset[str]:
        """The keys of its account names, which others may have as well."""
        return frozenset(name_key(place.account_name) for place in self.platforms if place.account_name)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its pages."""
        return frozenset(host for place in self.platforms for host in place.hosts)

    @property
    def on(self) -> tuple[Platform, ...]:
        """The platforms that it publishes on, each once."""
        return tuple(dict.fromkeys(place.platform for place in self.platforms))


def add(medium: Medium, made: Made) -> Medium:
    """A new entry of the bureau. Raises: Invalid."""
    return _checked(replace(medium, version=1, made=made))


def change(medium: Medium, values: Mapping[str, Any], made: Made) -> Medium:
    """The next version with other values; the same entry when nothing differs. Raises: Invalid."""
    if all(getattr(medium, name) == value for name, value in values.items()):
        return medium
    return _checked(replace(medium, **values, version=medium.version + 1, made=made))


def retire(medium: Medium, made: Made) -> Medium:
    """Out of use. Raises: Conflict."""
    return _moved(medium, MediumState.RETIRED, made)


def reinstate(medium: Medium, made: Made) -> Medium:
    """In use again. Raises: Conflict."""
    return _moved(medium, MediumState.ACTIVE, made)


def may(medium: Medium) -> list[str]:
    """What would not be refused whoever keeps the directory."""
    return ["change", "retire" if medium.active else "reinstate"]


def require_free(medium: Medium, others: Iterable[Medium]) -> None:
    """A name is of one active entry. Raises: Conflict that says whose it is."""
    if not medium.active:
        return
    for other in others:
        taken = medium.claims & other.claims
        if other.id != medium.id and other.active and taken:
            name = next(name for name in (medium.name, *medium.aliases) if name_key(name) in taken)
            raise Conflict("medium.name_taken", name=name, holder=other.name, id=other.id)


def owners(host: str, media: Iterable[Medium]) -> list[Medium]:
    """The media that a host belongs to: of those that list it or a host above it, the nearest."""
    known = list(media)
    for each in above(host):
        if found := [medium for medium in known if each in medium.hosts]:
            return found
    return []


def _moved(medium: Medium, state: MediumState, made: Made) -> Medium:
    if medium.state is state:
        raise Conflict("medium.state", state=state)
    return replace(medium, state=state, version=medium.version + 1, made=made)


def _checked(medium: Medium) -> Medium:
    problems = [] if name_key(medium.name) else [FieldProblem("/name", "medium.name")]
    seen = {name_key(medium.name)}
    for number, alias in enumerate(medium.aliases):
        key = name_key(alias)
        if not key or key in seen:
            problems.append(FieldProblem(f"/aliases/{number}", "medium.alias_twice" if key else "medium.name"))
        seen.add(key)
    if problems:
        raise Invalid("validation", problems=problems)
    return medium
