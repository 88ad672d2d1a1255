"""Which publications need no liaison (自核规定): a bureau's rules, data with versions. The shipped version has none:
nobody verifies themselves.

A rule is met when all of its conditions are. To add a condition: a member of `Condition`, a line in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.submission.domain.outlets import Channel, Outlet
from services.submission.domain.publication import Publication
from shared.contracts.outlet_terms import Category
from shared.contracts.submission_terms import Basis, Byline, Condition, Placement, PublicationStatus
from shared.errors import FieldProblem, Invalid
from shared.hosts import host_of


@dataclass(frozen=True)
class Rule:
    """What is verified by itself, of outlets of these categories (none: of all). `id` names it in points too."""

    id: str
    name: str
    conditions: tuple[Condition, ...]
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One version of a bureau's rules. Metrics of `metrics_proof_from` reads and more are reported with proof (None: of
    any, without)."""

    version: int
    title: str
    rules: tuple[Rule, ...] = ()
    by: str = ""
    at: datetime | None = None
    metrics_proof_from: int | None = None


SHIPPED = Policy(0, "刊发均由对接民警核实")


def require_sound(policy: Policy) -> Policy:
    """The policy, when each rule has an id of its own. Raises: Invalid with every place that does not fit."""
    problems, seen = [], set[str]()
    for number, rule in enumerate(policy.rules):
        if rule.id in seen:
            problems.append(FieldProblem(f"/rules/{number}/id", "verification.rule_twice"))
        if Condition.OWN_CHANNEL not in rule.conditions and not ON_CHANNEL.isdisjoint(rule.conditions):
            problems.append(FieldProblem(f"/rules/{number}/conditions", "verification.needs_own_channel"))
        seen.add(rule.id)
    if problems:
        raise Invalid("verification.invalid", problems=problems)
    return policy


def answered(policy: Policy, outlet: Outlet, publication: Publication, *, now: datetime) -> Publication:
    """A reported publication, verified by the first rule that it meets; as it is, when it meets none."""
    rule = next((rule for rule in policy.rules if _meets(rule, outlet, publication)), None)
    if rule is None:
        return publication
    return replace(
        publication,
        status=PublicationStatus.VERIFIED,
        basis=Basis.RULE,
        rule=rule.id,
        rule_version=policy.version,
        ruled_at=now,
    )


def _meets(rule: Rule, outlet: Outlet, publication: Publication) -> bool:
    if rule.categories and outlet.category not in rule.categories:
        return False
    channel = outlet.channel(publication.channel)
    return all(CHECKS[condition](publication, channel) for condition in rule.conditions)


def _on_its_host(publication: Publication, channel: Channel | None) -> bool:
    host = host_of(channel.url) if channel is not None else ""
    return host != "" and host == host_of(publication.url)


CHECKS: Mapping[Condition, Callable[[Publication, Channel | None], bool]] = {
    Condition.OWN_CHANNEL: lambda _, channel: channel is not None,
    Condition.CHANNEL_VERIFIED: lambda _, channel: channel is not None and channel.verified,
    Condition.AT_CHANNEL_LEVEL: lambda one, channel: channel is not None and channel.level == one.level,
    Condition.ON_CHANNEL_HOST: _on_its_host,
    Condition.NORMAL_PLACEMENT: lambda one, _: one.placement is Placement.NORMAL,
    Condition.OWN_BYLINE: lambda one, _: one.byline is Byline.OWN,
    Condition.NO_REPRINT: lambda one, _: not one.reprint,
    Condition.IN_TIME: lambda one, _: not (one.before_permit or one.before_embargo),
    Condition.WITH_PROOF: lambda one, _: bool(one.proof),
}
# What says nothing of a publication that names no channel of the outlet.
ON_CHANNEL = frozenset({Condition.CHANNEL_VERIFIED, Condition.AT_CHANNEL_LEVEL, Condition.ON_CHANNEL_HOST})
