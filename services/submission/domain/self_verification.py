"""Which publications need no liaison (自核规定): a bureau's rules, data with versions. The shipped version has none:
nobody verifies themselves.

Whatever a rule says, it is for what appeared on the outlet's own channel, which a liaison has verified, at the level
of that and at the channel's own address (`ALWAYS`): all else is for a person to look at. Its conditions add to these;
it is met when all are. What a report says of placement and length nobody has seen either, and both multiply points: a
rule verifies them where it `covers` them, else what is in a normal place and says no length.

To add a condition: a member of `Condition`, a line in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.submission.domain.outlets import Channel, Outlet
from services.submission.domain.publication import Publication
from shared.addresses import belongs
from shared.contracts.outlet_terms import Category
from shared.contracts.submission_terms import Basis, Byline, Condition, Covered, Placement, PublicationStatus
from shared.errors import FieldProblem, Invalid

# What every rule asks.
ALWAYS = (
    Condition.OWN_CHANNEL,
    Condition.CHANNEL_VERIFIED,
    Condition.AT_CHANNEL_LEVEL,
    Condition.ON_CHANNEL_HOST,
)


@dataclass(frozen=True)
class Rule:
    """What is verified by itself, of outlets of these categories (none: of all). `id` names it in points too."""

    id: str
    name: str
    conditions: tuple[Condition, ...] = ()
    categories: tuple[Category, ...] = ()
    covers: tuple[Covered, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One version of a bureau's rules. Metrics of which any number is `metrics_proof_from` or more are reported with
    proof (None: none are)."""

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
        seen.add(rule.id)
    if problems:
        raise Invalid("verification.invalid", problems=problems)
    return policy


def asked(named: Collection[Condition]) -> tuple[Condition, ...]:
    """All conditions of a rule that names these, each once: those that every rule has, and its own."""
    return tuple(dict.fromkeys((*ALWAYS, *named)))


def answered(
    policy: Policy, outlet: Outlet, publication: Publication, *, parties: Iterable[Outlet], now: datetime
) -> Publication:
    """A reported publication, verified by the first rule that it meets; as it is, when it meets none, or when who
    adopted the rules has come to act for one of the `parties`: the outlets that have a part in the work. What has lost
    its permit is for a person to look at."""
    if publication.permit_revoked or any(party.acts(policy.by) for party in parties):
        return publication
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
    said = all(covered in rule.covers or not SAYS[covered](publication) for covered in Covered)
    return said and all(CHECKS[condition](publication, channel) for condition in asked(rule.conditions))


def _on_its_address(publication: Publication, channel: Channel | None) -> bool:
    return channel is not None and belongs(publication.url, channel.url)


CHECKS: Mapping[Condition, Callable[[Publication, Channel | None], bool]] = {
    Condition.OWN_CHANNEL: lambda _, channel: channel is not None,
    Condition.CHANNEL_VERIFIED: lambda _, channel: channel is not None and channel.verified,
    Condition.AT_CHANNEL_LEVEL: lambda one, channel: channel is not None and channel.level == one.level,
    Condition.ON_CHANNEL_HOST: _on_its_address,
    Condition.NORMAL_PLACEMENT: lambda one, _: one.placement is Placement.NORMAL,
    Condition.OWN_BYLINE: lambda one, _: one.byline is Byline.OWN,
    Condition.NO_REPRINT: lambda one, _: not one.reprint,
    Condition.IN_TIME: lambda one, _: not (one.before_permit or one.before_embargo),
    Condition.WITH_PROOF: lambda one, _: bool(one.proof),
}
# Whether a report says more than that it appeared.
SAYS: Mapping[Covered, Callable[[Publication], bool]] = {
    Covered.PLACEMENT: lambda one: one.placement is not Placement.NORMAL,
    Covered.LENGTH: lambda one: one.length > 0,
}
