"""When a stage should be over, and when somebody is reminded of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.review.domain.model import Change, Claim, Review
from services.review.domain.policy import Policy, StagePlan
from services.review.domain.states import Act
from services.review.domain.working_time import later
from shared.context import Actor
from shared.events import StageDue
from shared.workdays import Calendar

MINUTES = 60


@dataclass(frozen=True)
class Office:
    """How a bureau works: its policy and its calendar."""

    policy: Policy
    workday: Calendar

    def times(self, plan: StagePlan, start: datetime) -> dict[str, Any]:
        """`due_at`, `due_exact` and `notice_at` of a stage that begins."""
        whole = plan.hours * MINUTES
        due = later(start, whole, self.policy.working_hours, self.workday)
        early = max(0, whole - self.policy.remind_hours * MINUTES)
        notice = later(start, early, self.policy.working_hours, self.workday)
        return {"due_at": due.at, "due_exact": due.exact, "notice_at": notice.at}


@dataclass(frozen=True)
class Acting:
    """Who acts, when, and in what office."""

    actor: Actor
    office: Office
    now: datetime

    @property
    def account(self) -> str:
        """The account that acts."""
        return self.actor.account

    @property
    def lease(self) -> Claim:
        """A lease for who acts, from now on."""
        return self.leased(self.account)

    def leased(self, account: str) -> Claim:
        """A lease for an account, from now on."""
        return Claim(account, self.now + timedelta(minutes=self.office.policy.lease_minutes))


def remind(review: Review, now: datetime) -> Change | None:
    """Tell that a stage is nearly or entirely out of time, each once; None when it is not, or no longer."""
    waiting = review.waiting
    if waiting is None or review.notice_at is None or now < review.notice_at:
        return None
    overdue = now >= review.due_at
    # Not touched by a person: when it was changed last stays as it is.
    new = replace(review, version=review.version + 1, notice_at=None if overdue else review.due_at)
    told = StageDue(new.state(), "", waiting.stage, review.due_at, overdue)
    return Change(new, Act.REMIND, "", now, waiting.stage, (told,), details={"overdue": overdue})
