"""What a scheme's form cannot say: rules that contradict each other, never apply, or go down where they must rise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from shared.contracts.scoring_terms import AwardKind, PeriodKind, Tie
from shared.errors import FieldProblem
from shared.names import name_key

Data = Mapping[str, Any]
# What a piece that was published without approval has.
OF_UNAPPROVED = frozenset({"unapproved", "platforms", "media"})
LISTS = ("metrics", "bonuses", "penalties", "manual")
BOUNDS = ("top", "min_points")
# What a publication or its metrics (so many reads can be reported) give at the most: as cents, sums of it fit into 64
# bits. More is a slip of the pen (120 for 1.2), and no work of such a scheme could be entered.
MOST_POINTS, MOST_READS = Decimal(10**12), 10**12


def problems(scheme: Data) -> list[FieldProblem]:
    """Every fault of a scheme whose form is right, with its place."""
    found = [*_points(scheme["publications"]), *_ids(scheme), *_ranking(scheme["ranking"])]
    found += _awards(scheme.get("awards", ()))
    for place, rule in enumerate(scheme.get("metrics", ())):
        found += _metrics(rule, f"/metrics/{place}")
        if _most(rule) * _multiplier(scheme["publications"], rule.get("factors", ())) > MOST_POINTS:
            found.append(FieldProblem(f"/metrics/{place}", "scheme.too_much"))
    found += [*_unapproved(scheme), *_calls(scheme.get("calls", {}))]
    for place, rule in enumerate(scheme.get("manual", ())):
        if "lowest" in rule and Decimal(rule["lowest"]) > Decimal(rule["highest"]):
            found.append(FieldProblem(f"/manual/{place}/lowest", "scheme.lowest_above_highest"))
    return found


def _points(publications: Data) -> Iterator[FieldProblem]:
    rules = [(frozenset(map(name_key, rule.get("media", ()))), rule) for rule in publications["points"]]
    for place, rule in enumerate(rules):
        earlier = next((number for number, other in enumerate(rules[:place]) if _covers(other, rule)), None)
        if earlier is not None:
            told = {"earlier": f"/publications/points/{earlier}", "number": earlier + 1}
            yield FieldProblem(f"/publications/points/{place}", "scheme.unreachable", told)
    factors = publications.get("factors", {})
    highest = max(Decimal(rule["points"]) for _, rule in rules)
    if highest * _multiplier(publications, factors) > MOST_POINTS:
        yield FieldProblem("/publications/factors", "scheme.too_much")
    if Decimal(publications["across_media"].get("share", "0")) > 1:
        yield FieldProblem("/publications/across_media/share", "scheme.share_above_one")
    seen: set[tuple[str, int]] = set()
    for place, length in enumerate(factors.get("length", ())):
        key = (length.get("genre", ""), length.get("at_least", 0))  # 0: for what was not reported
        if key in seen:
            yield FieldProblem(f"/publications/factors/length/{place}", "scheme.repeated")
        seen.add(key)


def _multiplier(publications: Data, names: Iterable[str]) -> Decimal:
    """What the factors of these names make of one point at the most."""
    tables = publications.get("factors", {})
    most = Decimal(1)
    for table in (tables.get(name, {}) for name in names):
        values = table.values() if isinstance(table, Mapping) else (rule["factor"] for rule in table)
        most *= max(map(Decimal, values), default=Decimal(1)).max(1)
    return most


def _most(rule: Data) -> Decimal:
    """The points that a measure gives at the most."""
    last, step = rule["tiers"][-1], rule.get("step", {"each": 1, "points": "0"})
    steps = max(0, MOST_READS - int(last["at_least"])) // int(step["each"])
    most = Decimal(last["points"]) + steps * Decimal(step["points"])
    return min(most, Decimal(rule["cap"])) if "cap" in rule else most


def _covers(one: tuple[frozenset[str], Data], other: tuple[frozenset[str], Data]) -> bool:
    """Whether every publication that `other` fits is one that `one` fits."""
    media, rule = one
    if media and not (other[0] and other[0] <= media):
        return False
    return all(rule[name] == other[1].get(name) for name in ("level", "platform", "genre") if name in rule)


def _metrics(rule: Data, place: str) -> Iterator[FieldProblem]:
    tiers: Sequence[Data] = rule["tiers"]
    for number, (lower, higher) in enumerate(pairwise(tiers), 1):
        if higher["at_least"] <= lower["at_least"]:
            yield FieldProblem(f"{place}/tiers/{number}/at_least", "scheme.tiers_rise")
        if Decimal(higher["points"]) < Decimal(lower["points"]):
            yield FieldProblem(f"{place}/tiers/{number}/points", "scheme.tiers_rise")
    if "cap" in rule and Decimal(rule["cap"]) < Decimal(tiers[-1]["points"]):
        yield FieldProblem(f"{place}/cap", "scheme.cap_below_tier")


def _unapproved(scheme: Data) -> Iterator[FieldProblem]:
    """What was published without approval is no work: it earns nothing, and has nothing else to be judged by."""
    for name in ("bonuses", "penalties"):
        for place, rule in enumerate(scheme.get(name, ())):
            if "unapproved" in rule["when"] and (name == "bonuses" or not rule["when"].keys() <= OF_UNAPPROVED):
                yield FieldProblem(f"/{name}/{place}/when/unapproved", "scheme.unapproved_alone")


def _calls(rule: Data) -> Iterator[FieldProblem]:
    if "cap_per_quarter" in rule and Decimal(rule["cap_per_quarter"]) < Decimal(rule["cap_per_work"]):
        yield FieldProblem("/calls/cap_per_quarter", "scheme.quarter_below_work")


def _ids(scheme: Data) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    for name in LISTS:
        for place, rule in enumerate(scheme.get(name, ())):
            if rule["id"] in seen:
                yield FieldProblem(f"/{name}/{place}/id", "scheme.repeated")
            seen.add(rule["id"])


def _awards(rules: Sequence[Data]) -> Iterator[FieldProblem]:
    for place, rule in enumerate(rules):
        for bound in BOUNDS:
            if bound in rule and bound in rule.get("per_work", ()):
                other = f"/awards/{place}/per_work/{bound}"
                yield FieldProblem(f"/awards/{place}/{bound}", "scheme.twice", {"other": other})
        if rule["kind"] == AwardKind.INVITATION and rule.get("period") != PeriodKind.YEAR:
            yield FieldProblem(f"/awards/{place}/period", "scheme.invitation_by_year")


def _ranking(ranking: Data) -> Iterator[FieldProblem]:
    if ranking["ties"][0] != Tie.TOTAL:
        yield FieldProblem("/ranking/ties/0", "scheme.total_first")
