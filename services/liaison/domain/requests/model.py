"""What a request (对接需求) is, and what a change to one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from services.liaison.domain.requests.states import OPEN, Act, after
from shared.contracts.liaison_terms import (
    CONFIDENTIAL,
    AnswerKind,
    CaseOutcome,
    Closing,
    RequestKind,
    RequestStatus,
    Target,
)
from shared.events import LiaisonEvent, RequestState

MAX_REOPENED = 5
MAX_JOINED = 50
MAX_OUTCOMES = 20


@dataclass(frozen=True)
class Conditions:
    """On what conditions material is released: not before (解禁时间), and the line that names its source (署名)."""

    embargo_until: datetime | None = None
    source_line: str = ""


@dataclass(frozen=True)
class Answer:
    """What the asker is told: material with its conditions, a date and place, words, or why not. `bulletin` is the
    clarification that came of a rumour report; `adopted` whether a suggestion was (None: it is none), `adopted_as` the
    request under whose id its outlet's part in that is recorded; `over_at` when it was asked again after it,
    `called_off_at` when its date and place were."""

    kind: AnswerKind
    by: str
    at: datetime
    text: str = ""
    files: tuple[str, ...] = ()
    conditions: Conditions = Conditions()
    starts_at: datetime | None = None
    place: str = ""
    bulletin: str = ""
    over_at: datetime | None = None
    adopted: bool | None = None
    adopted_as: str = ""
    called_off_at: datetime | None = None


@dataclass(frozen=True)
class Rating:
    """How content the asker is (满意度), from one star to five. It is given once, and again after it was re-opened."""

    stars: int
    by: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class HandOver:
    """That a case went to the criminal side: to which unit, who took it there, under which number."""

    to: str
    taken_by: str
    by: str
    at: datetime
    number: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a case where it was handed over to, on a day (Asia/Shanghai)."""

    outcome: CaseOutcome
    on: date
    by: str
    at: datetime
    text: str = ""


@dataclass(frozen=True)
class Clock:
    """Until when something is due. `since` is when its time began, `notice_at` when somebody is told next (None: never
    more), `calendar` names the state of the calendar that it was counted by, `policy` the version of the times. Not
    `exact`: it rests on working days that nobody knows yet."""

    target: Target
    since: datetime
    due_at: datetime
    exact: bool
    notice_at: datetime | None
    calendar: str = ""
    policy: int = 0


@dataclass(frozen=True)
class Took:
    """How long a target took: `minutes` of the bureau's working time, and whether its time was over."""

    target: Target
    at: datetime
    minutes: int
    overdue: bool
    officer: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Request:
    """One request in one version. `unit` and `officer` are who it is assigned to, `same_as` is the request whose answer
    it gets, `took` what its clocks came to, `policy` the version that it was opened under. `earlier` are the answers
    after which it was asked again, oldest first. `released`: material was given for it, and stays so."""

    id: str
    bureau: str
    version: int
    number: str
    kind: RequestKind
    outlet: str
    asker: str
    title: str
    text: str
    status: RequestStatus
    opened_at: datetime
    updated_at: datetime
    policy: int
    files: tuple[str, ...] = ()
    needed_by: date | None = None
    topic: str = ""
    unit: str = ""
    officer: str = ""
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    clock: Clock | None = None
    took: tuple[Took, ...] = ()
    answer: Answer | None = None
    earlier: tuple[Answer, ...] = ()
    rating: Rating | None = None
    closing: Closing | None = None
    reopened: int = 0
    same_as: str = ""
    handed_over: HandOver | None = None
    outcomes: tuple[Outcome, ...] = ()
    released: bool = False

    @property
    def confidential(self) -> bool:
        """Whether nobody may know of it but its asker and who is named for it."""
        return self.kind in CONFIDENTIAL

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All of its answers, oldest first."""
        return (*self.earlier, self.answer) if self.answer else self.earlier

    @property
    def adopted(self) -> bool | None:
        """Whether the suggestion was adopted; None of what is none, or is not answered."""
        return self.answer.adopted if self.answer else None

    @property
    def appointment(self) -> Answer | None:
        """The answer with the date and place that stand; None where there are none, and of what is confidential."""
        given = self.answer
        if given is None or self.confidential or given.kind is not AnswerKind.APPOINTMENT:
            return None
        return None if given.starts_at is None or given.called_off_at else given

    @property
    def embargo_until(self) -> datetime | None:
        """Before when nothing of its material is to be published: the latest moment of all that was given for it."""
        given = (each.conditions.embargo_until for each in self.answers if each.kind is AnswerKind.MATERIAL)
        return max((each for each in given if each is not None), default=None)

    @property
    def open(self) -> bool:
        """Whether the bureau has still to answer."""
        return self.status in OPEN

    def after(self, act: Act) -> RequestStatus:
        """The state that `act` leads to. Raises: Conflict."""
        return after(self.status, act)

    def evolve(self, now: datetime, **changes: Any) -> Request:
        """The next version."""
        return replace(self, version=self.version + 1, updated_at=now, **changes)

    def state(self) -> RequestState:
        """What other services may know. Of a confidential one they are told nothing, see `telling`."""
        return RequestState(
            id=self.id,
            number=self.number,
            kind=self.kind,
            status=self.status,
            outlet=self.outlet,
            asker=self.asker,
            title=self.title,
            officer=self.officer,
            unit=self.unit,
        )


@dataclass(frozen=True)
class Change:
    """What one act makes of a request: its next version, and what is told and written down of it."""

    request: Request
    act: Act
    by: str
    at: datetime
    events: tuple[LiaisonEvent, ...] = ()
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
