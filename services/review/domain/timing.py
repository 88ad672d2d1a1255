"""When a stage should be over, when somebody is reminded of it, and what another calendar makes of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.review.domain.model import Change, Claim, Review
from services.review.domain.policy import Policy, StagePlan
from services.review.domain.states import Act
from shared.context import Actor
from shared.events import DueMoved, StageDue
from shared.workdays import Calendar
from shared.working_time import later, worked

MINUTES = 60


@dataclass(frozen=True)
class Office:
    """How a bureau works: its policy and its calendar; `mark` names the state of the calendar."""

    policy: Policy
    workday: Calendar
    mark: str = ""

    def times(self, plan: StagePlan, start: datetime) -> dict[str, Any]:
        """`due_at`, `due_exact` and `notice_at` of a stage that begins, and by what they were counted."""
        whole = plan.hours * MINUTES
        due = later(start, whole, self.policy.working_hours, self.workday)
        early = max(0, whole - self.policy.remind_hours * MINUTES)
        notice = later(start, early, self.policy.working_hours, self.workday)
        counted = {"stage_at": start, "calendar": self.mark}
        return {"due_at": due.at, "due_exact": due.exact, "notice_at": notice.at, **counted}


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


def took(review: Review, by: Acting) -> dict[str, Any]:
    """`minutes` and `overdue` of who acts on the stage that waits: how many working minutes it has taken (None: when it
    began was not kept), and whether its time is over."""
    waiting, office = review.waiting, by.office
    began = _began(review, waiting, office) if waiting else None
    minutes = None if began is None else worked(began, by.now, office.policy.working_hours, office.workday)
    return {"minutes": minutes, "overdue": review.due_at <= by.now}


def remind(review: Review, now: datetime) -> Change | None:
    """Tell that a stage is nearly or entirely out of time, each once; None when it is not, or no longer."""
    waiting = review.waiting
    if waiting is None or review.notice_at is None or now < review.notice_at:
        return None
    overdue = now >= review.due_at
    # Not touched by a person: when it was changed last stays as it is.
    new = replace(review, version=review.version + 1, notice_at=None if overdue else review.due_at)
    told = StageDue(new.state(), "", waiting.stage, review.due_at, overdue, review.due_exact)
    return Change(new, Act.REMIND, "", now, waiting.stage, (told,), details={"overdue": overdue})


def recount(review: Review, office: Office, first: Office, now: datetime) -> Change | None:
    """The time of the stage that waits, counted by the calendar as it is now; None when nothing moves.

    A time that is over stays, and so does a reminder that was given. What of the time is past stays as it was counted,
    because a calendar's days that are over do. `first`: by what rounds were counted before calendars were entered.
    """
    waiting = review.waiting
    began = _began(review, waiting, first) if waiting else None
    if waiting is None or began is None or review.due_at <= now:
        return None
    times = office.times(waiting, began)
    if (times["due_at"], times["due_exact"]) == (review.due_at, review.due_exact):
        return None
    if review.notice_at == review.due_at:
        times["notice_at"] = times["due_at"]
    # Not touched by a person: when it was changed last stays as it is.
    new = replace(review, version=review.version + 1, **times)
    told = DueMoved(new.state(), "", waiting.stage, new.due_at, review.due_at, new.due_exact)
    details = {"from": review.due_at.isoformat(), "to": new.due_at.isoformat(), "exact": new.due_exact}
    return Change(new, Act.RECOUNT, "", now, waiting.stage, (told,), details=details)


def _began(review: Review, waiting: StagePlan, first: Office) -> datetime | None:
    """When the stage that waits began. Of rounds from before this was kept, the moment that gives the time that they
    have; None when there is none."""
    if review.stage_at is not None:
        return review.stage_at
    moments = [review.opened_at, *(each.at for each in review.decisions)]
    return next((each for each in reversed(moments) if first.times(waiting, each)["due_at"] == review.due_at), None)
