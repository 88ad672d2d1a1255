"""A scheme (计分办法) as the rules use it, and the book of a bureau's schemes.

A scheme is data that was checked (`services.scoring.checking`); factors and points are decimals from their first
moment on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shared.contracts.scoring_terms import Across, AcrossMedia, ManualKind, Reprints, RoundAt, Tie, YearRule
from shared.names import name_key

ONE, ZERO = Decimal(1), Decimal("0.00")
SHIPPED = 0  # the serial of the scheme that a bureau has before it adopts one of its own


@dataclass(frozen=True)
class PointsRule:
    """Points of a publication by medium, level, platform and genre; an empty condition is met by all. `media` are the
    keys of names (`shared.names`) of entries of the media directory."""

    points: Decimal
    media: frozenset[str] = frozenset()
    level: str = ""
    platform: str = ""
    genre: str = ""


@dataclass(frozen=True)
class LengthRule:
    """A factor for works of so many characters or seconds; an empty genre is any."""

    at_least: int
    factor: Decimal
    genre: str = ""


@dataclass(frozen=True)
class Factors:
    """What the points of a publication are multiplied with; what is not named counts 1.

    `unreported`, by genre (empty: any), is what the scheme says for a length that was not reported; without
    `tells_unreported` it is a length of 0.
    """

    tables: Mapping[str, Mapping[str, Decimal]]
    length: tuple[LengthRule, ...] = ()
    unreported: Mapping[str, Decimal] = field(default_factory=dict)
    tells_unreported: bool = True


@dataclass(frozen=True)
class Tier:
    """Points from a value on."""

    at_least: int
    points: Decimal


@dataclass(frozen=True)
class MetricsRule:
    """Points by tiers of a measure on day N: the highest tier that is reached, more for each step beyond it."""

    id: str
    name: str
    measure: str
    day: int
    tolerance_days: int
    across: Across
    reprints: bool
    tiers: tuple[Tier, ...]
    step_each: int = 0
    step_points: Decimal = ZERO
    cap: Decimal | None = None
    platforms: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    factors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """When a bonus or a penalty applies: every part that is given must be met. `media` are as in `PointsRule`; of a
    piece that was published without approval, what its record says."""

    original: bool | None = None
    topics: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    placements: frozenset[str] = frozenset()
    first: bool | None = None
    reprint: bool | None = None
    before_permit: bool | None = None
    before_embargo: bool | None = None
    # Of a piece that was published without approval; it has a platform and a medium, and nothing of a work.
    unapproved: bool | None = None


@dataclass(frozen=True)
class Extra:
    """A bonus (or, with negative points, a penalty): once for a work, or for `each` publication."""

    id: str
    name: str
    points: Decimal
    when: Condition
    each: bool = False


@dataclass(frozen=True)
class Manual:
    """What may be entered by hand: points between `lowest` and `highest`, `times` per outlet and period (0: any)."""

    id: str
    name: str
    kind: ManualKind
    lowest: Decimal
    highest: Decimal
    times: int = 0


@dataclass(frozen=True)
class CallsRule:
    """That what calls promise counts: so many points for a work at the most, for an outlet in a quarter at the most."""

    per_work: Decimal
    per_quarter: Decimal | None = None


@dataclass(frozen=True)
class Scheme:
    """One version. `serial` counts a bureau's schemes from 1; 0 is the one that is shipped."""

    serial: int
    name: str
    effective_from: date
    points: tuple[PointsRule, ...]
    factors: Factors
    across: AcrossMedia
    share: Decimal
    reprints: Reprints
    metrics: tuple[MetricsRule, ...] = ()
    bonuses: tuple[Extra, ...] = ()
    penalties: tuple[Extra, ...] = ()
    manual: Mapping[str, Manual] = field(default_factory=dict)
    adopted: Decimal = ZERO
    implemented: Decimal = ZERO
    participation: Mapping[str, Decimal] = field(default_factory=dict)
    calls: CallsRule | None = None
    ties: tuple[Tie, ...] = (Tie.TOTAL,)
    minimum_works: int = 0
    year: YearRule = YearRule.SUM
    rounding: RoundAt = RoundAt.LINE
    awards: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Book:
    """A bureau's schemes. `serial` is the newest one's."""

    schemes: tuple[Scheme, ...]

    @property
    def serial(self) -> int:
        """How many schemes were adopted."""
        return max(scheme.serial for scheme in self.schemes)

    def on(self, day: date) -> Scheme:
        """The scheme in force on a day: the one in effect last, of equals the newer."""
        known = [scheme for scheme in self.schemes if scheme.effective_from <= day]
        return max(known, key=lambda scheme: (scheme.effective_from, scheme.serial))

    def until(self, serial: int) -> Book:
        """The book as it was when so many schemes had been adopted."""
        return Book(tuple(scheme for scheme in self.schemes if scheme.serial <= serial))


def read(data: Mapping[str, Any], serial: int = SHIPPED, effective_from: date = date.min) -> Scheme:
    """The scheme that checked data describes."""
    publications, ideas = data["publications"], data.get("ideas", {})
    across, manual = publications["across_media"], data.get("manual", ())
    return Scheme(
        serial=serial,
        name=data["name"],
        effective_from=effective_from,
        points=tuple(_points_rule(rule) for rule in publications["points"]),
        factors=_factors(publications.get("factors", {})),
        across=AcrossMedia(across["mode"]),
        share=Decimal(across.get("share", "1")),
        reprints=Reprints(publications["reprints"]),
        metrics=tuple(_metrics_rule(rule) for rule in data.get("metrics", ())),
        bonuses=tuple(_extra(rule, 1) for rule in data.get("bonuses", ())),
        penalties=tuple(_extra(rule, -1) for rule in data.get("penalties", ())),
        manual={rule["id"]: _manual(rule) for rule in manual},
        adopted=Decimal(ideas.get("adopted", "0")),
        implemented=Decimal(ideas.get("implemented", "0")),
        participation={kind: Decimal(points) for kind, points in data.get("participation", {}).items()},
        calls=_calls_rule(data["calls"]) if "calls" in data else None,
        ties=tuple(Tie(tie) for tie in data["ranking"]["ties"]),
        minimum_works=int(data["ranking"].get("minimum_works", 0)),
        year=YearRule(data["year"]),
        rounding=RoundAt(data.get("rounding", RoundAt.LINE)),
        awards=tuple(data.get("awards", ())),
    )


def _points_rule(rule: Mapping[str, Any]) -> PointsRule:
    plain = {name: rule[name] for name in ("level", "platform", "genre") if name in rule}
    return PointsRule(Decimal(rule["points"]), media=_names(rule.get("media", ())), **plain)


def _factors(data: Mapping[str, Any]) -> Factors:
    tables = {
        name: {value: Decimal(factor) for value, factor in table.items()}
        for name, table in data.items()
        if name != "length"
    }
    classes = [
        (rule.get("at_least"), Decimal(rule["factor"]), rule.get("genre", "")) for rule in data.get("length", ())
    ]
    lengths = [LengthRule(int(least), factor, genre) for least, factor, genre in classes if least is not None]
    unreported = {genre: factor for least, factor, genre in classes if least is None}
    return Factors(tables, tuple(sorted(lengths, key=lambda rule: -rule.at_least)), unreported)


def _metrics_rule(rule: Mapping[str, Any]) -> MetricsRule:
    step = rule.get("step", {})
    return MetricsRule(
        id=rule["id"],
        name=rule["name"],
        measure=rule["measure"],
        day=int(rule["day"]),
        tolerance_days=int(rule.get("tolerance_days", 1)),
        across=Across(rule.get("across", Across.EACH)),
        reprints=rule.get("reprints", False),
        tiers=tuple(Tier(int(tier["at_least"]), Decimal(tier["points"])) for tier in rule["tiers"]),
        step_each=int(step.get("each", 0)),
        step_points=Decimal(step.get("points", "0")),
        cap=Decimal(rule["cap"]) if "cap" in rule else None,
        platforms=_set(rule.get("platforms", ())),
        genres=_set(rule.get("genres", ())),
        factors=tuple(rule.get("factors", ())),
    )


def _extra(rule: Mapping[str, Any], sign: int) -> Extra:
    when: dict[str, Any] = {
        name: _named(name, value) if isinstance(value, list) else value for name, value in rule["when"].items()
    }
    return Extra(rule["id"], rule["name"], sign * Decimal(rule["points"]), Condition(**when), rule.get("each", False))


def _manual(rule: Mapping[str, Any]) -> Manual:
    lowest, highest = (Decimal(rule.get(name, rule.get("points", "0"))) for name in ("lowest", "highest"))
    return Manual(rule["id"], rule["name"], ManualKind(rule["kind"]), lowest, highest, int(rule.get("times", 0)))


def _calls_rule(rule: Mapping[str, Any]) -> CallsRule:
    per_quarter = Decimal(rule["cap_per_quarter"]) if "cap_per_quarter" in rule else None
    return CallsRule(Decimal(rule["cap_per_work"]), per_quarter)


def _named(name: str, values: Sequence[str]) -> frozenset[str]:
    return _names(values) if name == "media" else _set(values)


def _names(values: Sequence[str]) -> frozenset[str]:
    return frozenset(map(name_key, values))


def _set(values: Sequence[str]) -> frozenset[str]:
    return frozenset(values)
