"""How a bureau works on what outlets ask: by when, through whom, in which hours. Data, with versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.contracts.liaison_terms import RequestKind, Target
from shared.errors import FieldProblem, Invalid
from shared.workdays import Calendar
from shared.working_time import Span, span_problems

MINUTES = 60


@dataclass(frozen=True)
class Limits:
    """Within how many working hours a request of a kind is acknowledged and answered."""

    acknowledgement: int
    answer: int

    def of(self, target: Target) -> int:
        """The working minutes of a target."""
        return MINUTES * (self.acknowledgement if target is Target.ACKNOWLEDGEMENT else self.answer)


@dataclass(frozen=True)
class KeptText:
    """A text that answers to requests of a kind begin with (常用语)."""

    kind: RequestKind
    name: str
    text: str


@dataclass(frozen=True)
class Policy:
    """One version. `near_percent` of a time is left when somebody is reminded; an answer that its asker says nothing of
    is closed after `lapse_days`, and they are reminded `remind_days` before."""

    version: int
    working_hours: tuple[Span, ...]
    limits: Mapping[RequestKind, Limits]
    near_percent: int
    lapse_days: int
    remind_days: int
    texts: tuple[KeptText, ...] = ()
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Unit:
    """A unit (科室、大队、派出所) that answers requests: its head, and the officers who do it."""

    id: str
    name: str
    head: str
    officers: tuple[str, ...] = ()
    active: bool = True
    version: int = 1


@dataclass(frozen=True)
class Named:
    """Who alone of the bureau sees what is confidential (专办民警), and by whom they were named; `relied` is how often
    something was decided upon it."""

    accounts: tuple[str, ...] = ()
    version: int = 0
    by: str = ""
    at: datetime | None = None
    relied: int = 0


@dataclass(frozen=True)
class Office:
    """A bureau as it works now: its policy, its units, who is named for what is confidential, and its calendar; `mark`
    names the state of the calendar, `former` finds the other versions of the policy."""

    policy: Policy
    workday: Calendar
    units: Mapping[str, Unit] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    mark: str = ""
    former: Callable[[int], Policy] | None = None

    def under(self, version: int) -> Policy:
        """The times in the version that a clock began under."""
        if version == self.policy.version or self.former is None:
            return self.policy
        return self.former(version)

    def head(self, unit: str) -> str:
        """Who is told when a unit is late; empty where nobody is."""
        found = self.units.get(unit)
        return found.head if found else ""


def require_sound(policy: Policy) -> Policy:
    """The policy, when what it says fits together. Raises: Invalid with every place that does not."""
    problems = [*span_problems(policy.working_hours), *_limits(policy.limits)]
    if policy.remind_days >= policy.lapse_days:
        problems.append(FieldProblem("/remind_days", "liaison_policy.remind_after_lapse"))
    if problems:
        raise Invalid("liaison_policy.invalid", problems=problems)
    return policy


def _limits(limits: Mapping[RequestKind, Limits]) -> Iterator[FieldProblem]:
    for kind in RequestKind:
        if kind not in limits:
            yield FieldProblem("/times", "liaison_policy.limit_missing", {"kind": kind})
    for number, each in enumerate(limits.values()):
        if each.acknowledgement > each.answer:
            yield FieldProblem(f"/times/{number}/acknowledgement", "range.order")
