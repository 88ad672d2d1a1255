"""Awards (表彰奖励) by the scheme's rules from a finalised ranking, and their delivery (DOMAIN.md, section 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from services.scoring.domain.calendar import kind_of
from shared import codes
from shared.clock import before, local_date
from shared.context import Actor, Role
from shared.contracts.award_terms import AwardStatus
from shared.contracts.scoring_terms import AwardKind, PeriodKind
from shared.errors import Conflict, FieldProblem, Invalid
from shared.events.scoring import AwardState

# Signs of a certificate's code by chance.
RANDOM: Final = 12
OVERALL: Final = "overall"
EACH_CATEGORY: Final = "each_category"
HANDED_OVER: Final = frozenset({AwardKind.GIFT_PACK, AwardKind.CERTIFICATE, AwardKind.CONSOLATION})


@dataclass(frozen=True)
class AwardRule:
    """A rule of the scheme, for outlets by their place on a ladder or for single works.

    `ladder` is overall, each_category or one category. `top` places and `least` points bound whom it is for;
    `works`: it is for works instead, of these `grades` (none: all), the best `top` of each category of the ladder, each
    of `least` points or more. `period`: the kind of period by whose ranking it is granted; None: by every one.
    """

    key: str
    kind: AwardKind
    title: str
    ladder: str
    top: int | None = None
    least: Decimal | None = None
    works: bool = False
    grades: frozenset[str] = frozenset()
    audience: str = ""
    period: PeriodKind | None = None


@dataclass(frozen=True)
class Placed:
    """An outlet's places in the finalised ranking; None where it is not ranked."""

    outlet: str
    name: str
    category: str
    place: int | None
    overall: int | None
    points: Decimal


@dataclass(frozen=True)
class ScoredWork:
    """A work's points in the period for its outlet, and its grade."""

    submission: str
    title: str
    outlet: str
    name: str
    category: str
    points: Decimal
    grade: str = ""


@dataclass(frozen=True)
class Delivery:
    """How an award was handed over: when, to whom, by whom (`deliverer` is the account, none in records from before it
    was asked for), with which photo (a file's id); `recorded_by` is an account, too."""

    delivered_at: datetime
    received_by: str
    delivered_by: str
    recorded_by: str
    photo: str = ""
    note: str = ""
    deliverer: str = ""


@dataclass(frozen=True)
class Award:
    """What an outlet, or one work of it, was awarded, and what in the ranking it rests on."""

    id: str
    bureau: str
    period: str
    kind: AwardKind
    title: str
    rule: str
    outlet: str
    outlet_name: str
    category: str
    points: Decimal
    digest: str
    granted_at: datetime
    granted_by: str
    place: int | None = None
    overall: bool = False
    submission: str = ""
    work: str = ""
    number: str = ""
    code: str = ""
    version: int = 1
    status: AwardStatus = AwardStatus.GRANTED
    delivery: Delivery | None = None

    def state(self) -> AwardState:
        """What other services may know of it."""
        return AwardState(
            self.id, self.period, self.outlet, self.kind, self.title, self.number, self.code, self.submission
        )


@dataclass(frozen=True)
class Grounds:
    """What awards of a period are granted upon: its finalised ranking, its works, the rules, who grants, and when."""

    bureau: str
    period: str
    digest: str
    rules: Sequence[AwardRule]
    placed: Sequence[Placed]
    works: Sequence[ScoredWork]
    by: str
    at: datetime
    numbered: int = field(default=0)


def granted(grounds: Grounds, known: Iterable[str]) -> list[Award]:
    """The awards that are due and not among the known ids, certificates numbered from `grounds.numbered` + 1 on."""
    there, number, new = set(known), grounds.numbered, list[Award]()
    for award in _due(grounds):
        if award.id in there:
            continue
        if award.kind is AwardKind.CERTIFICATE:
            number += 1
            year = local_date(grounds.at).year
            numbered = f"{grounds.bureau}-{year}-{number:04}"
            new.append(replace(award, number=numbered, code=new_code(grounds.bureau)))
        else:
            new.append(award)
    return new


def new_code(bureau: str) -> str:
    """A code that nobody can guess (60 bits), with the bureau where it is to be looked up."""
    return codes.written(bureau + codes.chosen(RANDOM))


def read_code(text: str) -> str | None:
    """The code as it is kept, of any spelling; None when it cannot be one."""
    return codes.read(text, codes.BUREAU + RANDOM)


def may(award: Award, actor: Actor, own: Collection[str]) -> list[str]:
    """What would not be refused somebody now; nobody hands over what their own outlet gets."""
    waits = award.kind in HANDED_OVER and award.status is AwardStatus.GRANTED
    return ["deliver"] if waits and actor.has(Role.LIAISON) and award.outlet not in own else []


def deliver(award: Award, delivery: Delivery, now: datetime) -> Award:
    """The award after it was handed over. Raises: Conflict, Invalid."""
    if award.kind not in HANDED_OVER:
        raise Conflict("award.not_handed_over", kind=award.kind.value)
    if award.status is not AwardStatus.GRANTED:
        raise Conflict("award.illegal_move", state=award.status.value, allowed=[])
    problems = []
    if award.kind is AwardKind.GIFT_PACK and not delivery.photo:
        problems.append(FieldProblem("/photo", "required"))
    if before(delivery.delivered_at, award.granted_at) or delivery.delivered_at > now:
        problems.append(FieldProblem("/delivered_at", "award.delivered_at"))
    if problems:
        raise Invalid("validation", problems=problems)
    return replace(award, status=AwardStatus.DELIVERED, delivery=delivery, version=award.version + 1)


def rules_of(scheme: Sequence[Mapping[str, Any]]) -> tuple[AwardRule, ...]:
    """The rules in a scheme's `awards`. A rule is known by its kind and its place in the scheme."""
    return tuple(_rule(rule, number) for number, rule in enumerate(scheme, start=1))


def _rule(rule: Mapping[str, Any], number: int) -> AwardRule:
    works = rule.get("per_work")
    # A bound of a rule for works holds for works, whether it stands within `per_work` or beside it.
    bounds = {**rule, **(works or {})}
    least = bounds.get("min_points")
    return AwardRule(
        key=f"{rule['kind']}-{number}",
        kind=AwardKind(rule["kind"]),
        title=rule["title"],
        ladder=rule["ladder"],
        top=bounds.get("top"),
        least=None if least is None else Decimal(least),
        works=works is not None,
        grades=frozenset(bounds.get("grades", ())),
        audience=rule.get("audience", ""),
        period=_period(rule),
    )


def _period(rule: Mapping[str, Any]) -> PeriodKind | None:
    """A scheme that was adopted before rules said so may have invitations without: the conference is the year's."""
    yearly = rule["kind"] == AwardKind.INVITATION
    return PeriodKind(rule["period"]) if "period" in rule else PeriodKind.YEAR if yearly else None


def _due(grounds: Grounds) -> Iterator[Award]:
    for rule in grounds.rules:
        if rule.period not in (None, kind_of(grounds.period)):
            continue
        yield from _for_works(grounds, rule) if rule.works else _for_outlets(grounds, rule)


def _for_outlets(grounds: Grounds, rule: AwardRule) -> Iterator[Award]:
    for one in grounds.placed:
        place = one.overall if rule.ladder == OVERALL else one.place
        if place is None or not _concerns(rule, one.category):
            continue
        if (rule.top is None or place <= rule.top) and (rule.least is None or one.points >= rule.least):
            yield _award(grounds, rule, one, place=place, overall=rule.ladder == OVERALL)


def _for_works(grounds: Grounds, rule: AwardRule) -> Iterator[Award]:
    """The best works of the ladder, or of each category. Equal ones stand in the order of their ids."""
    ladders: dict[str, list[ScoredWork]] = {}
    for work in grounds.works:
        fits = _concerns(rule, work.category) and (not rule.grades or work.grade in rule.grades)
        if fits and (rule.least is None or work.points >= rule.least):
            ladders.setdefault("" if rule.ladder == OVERALL else work.category, []).append(work)
    for works in ladders.values():
        best = sorted(works, key=lambda work: (-work.points, work.submission, work.outlet))
        for work in best[: rule.top]:
            yield _award(grounds, rule, work, submission=work.submission, work=work.title)


def _concerns(rule: AwardRule, category: str) -> bool:
    return rule.ladder in (OVERALL, EACH_CATEGORY, category)


def _award(grounds: Grounds, rule: AwardRule, one: Placed | ScoredWork, **more: Any) -> Award:
    return Award(
        id=_id(grounds, rule, one.outlet, more.get("submission", "")),
        bureau=grounds.bureau,
        period=grounds.period,
        kind=rule.kind,
        title=rule.title,
        rule=rule.key,
        outlet=one.outlet,
        outlet_name=one.name,
        category=one.category,
        points=one.points,
        digest=grounds.digest,
        granted_at=grounds.at,
        granted_by=grounds.by,
        **more,
    )


def _id(grounds: Grounds, rule: AwardRule, outlet: str, submission: str) -> str:
    """The same award has the same id whenever it is granted, so that it is granted once."""
    parts = (grounds.bureau, grounds.period, rule.key, outlet, submission)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
