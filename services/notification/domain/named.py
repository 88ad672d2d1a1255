"""The facts that texts may name, and where each is read from a scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.notification.domain.audiences import Scene
from shared import events as facts
from shared.events.calls import CallEvent
from shared.identity.masking import mask_numbers

Value = str | int | list[str]
# Words of the template files for what is absent; and reads of which the platform shows no more.
NO_EMBARGO, NO_GRADE, CAPPED = "no_embargo", "no_grade", "reads_capped"
# A word, too: what stands behind a date that is a guess.
GUESSED = "guessed"
# What stands for the stars of an answer that nobody rated.
NO_RATING = "no_rating"
# What stands for the end of a call that runs until it is closed.
NO_END = "no_end"
# What stands for the place of what one takes part in online.
ONLINE = "online"
# What the system itself numbered: a row of digits in it is nobody's number.
CODES = frozenset({"number", "request_number", "permit", "link"})


def title(scene: Scene) -> str:
    """What the work, the award or the entry is called."""
    match scene.event:
        case facts.SubmissionEvent(submission=submission):
            return submission.title
        case facts.UnapprovedEvent(unapproved=record):
            return record.title
        case facts.ReviewEvent(review=review):
            return review.title
        case facts.RequestEvent(request=named) | facts.ActivityEvent(activity=named):
            return str(named.title)
        case facts.AwardEvent(award=award):
            return award.title
    text: str = (scene.event.call if isinstance(scene.event, CallEvent) else scene.event).title
    return text


def media(scene: Scene) -> str:
    """The medium that it appeared in."""
    event = scene.event
    if isinstance(event, facts.UnapprovedEvent):
        return event.unapproved.media
    text: str = event.media if isinstance(event, facts.MaterialUsed) else event.publication.media
    return text


def reason(scene: Scene) -> str:
    """Why: what was said when it was done."""
    event = scene.event
    text: str = event.unapproved.reason if isinstance(event, facts.UnapprovedRecorded) else event.reason
    return text


def kind(scene: Scene) -> str:
    """Whether a work or a golden idea."""
    event = scene.event
    text: str = event.submission.kind if isinstance(event, facts.SubmissionEvent) else event.review.kind
    return text


def period(scene: Scene) -> str:
    """The period's id, such as 2026-Q3."""
    match scene.event:
        case facts.PeriodEvent(period=found):
            return found.id
        case facts.AppealEvent(appeal=appeal):
            return appeal.period
        case facts.AwardEvent(award=award):
            return award.period
    text: str = scene.event.period
    return text


def starts_at(scene: Scene) -> datetime:
    """When an activity begins, or one meets."""
    event = scene.event
    if isinstance(event, facts.AppointmentMoved | facts.AppointmentCalledOff):
        return event.starts_at
    found: datetime = event.activity.starts_at
    return found


def calendar(scene: Scene) -> str:
    """`GUESSED` for a date that rests on working days that nobody knows yet; else nothing."""
    event = scene.event
    exact = event.period.appeals_exact if isinstance(event, facts.PeriodEvent) else event.due_exact
    return "" if exact else GUESSED


def year(scene: Scene) -> str:
    """The year whose working days it is about."""
    event = scene.event
    return str(event.year if isinstance(event, facts.WorkdaysMissing) else event.workdays.year)


NAMED: Mapping[str, Callable[[Scene], Any]] = {
    "outlet": lambda scene: scene.outlet.name,
    "partner": lambda scene: next((each.name for each in scene.outlets if each.id == scene.event.outlet), ""),
    "category": lambda scene: scene.outlet.category,
    "verified_until": lambda scene: scene.event.outlet.verified_until,
    "platform": lambda scene: scene.event.channel.platform,
    "channel": lambda scene: scene.event.channel.account_name,
    "level": lambda scene: scene.event.channel.level,
    "changed": lambda scene: scene.event.changed,
    "due": lambda scene: scene.event.due,
    "reason": reason,
    "person": lambda scene: scene.event.person,
    "role": lambda scene: scene.event.role,
    "expires_at": lambda scene: scene.event.expires_at,
    "file_name": lambda scene: scene.event.file_name,
    "accepted": lambda scene: scene.event.accepted,
    "unchanged": lambda scene: scene.event.unchanged,
    "refused": lambda scene: scene.event.refused,
    "title": title,
    "kind": kind,
    "period": period,
    "number": lambda scene: scene.event.submission.number,
    "media": media,
    "published_at": lambda scene: scene.event.publication.published_at,
    "reads": lambda scene: CAPPED if scene.event.metrics.capped else scene.event.metrics.reads,
    "stage": lambda scene: scene.event.stage,
    "next_stage": lambda scene: scene.event.next_stage,
    "due_at": lambda scene: scene.event.due_at,
    "grade": lambda scene: scene.event.grade or NO_GRADE,
    "conditions": lambda scene: scene.event.conditions,
    "embargo_until": lambda scene: scene.event.embargo_until or NO_EMBARGO,
    "permit": lambda scene: scene.event.permit.code,
    "permit_embargo": lambda scene: scene.event.permit.embargo_until or NO_EMBARGO,
    "score": lambda scene: scene.event.score,
    "points": lambda scene: scene.event.points,
    "appeals_until": lambda scene: scene.event.period.appeals_until,
    "calendar": calendar,
    "due_before": lambda scene: scene.event.before,
    "until_before": lambda scene: scene.event.before,
    "year": year,
    "notice": lambda scene: scene.event.workdays.source,
    "rules": lambda scene: scene.event.proposal.title,
    "rule_kind": lambda scene: scene.event.proposal.kind,
    "proposal_state": lambda scene: scene.event.outcome,
    "decision": lambda scene: scene.event.decision,
    "answer": lambda scene: scene.event.answer,
    "delivered_at": lambda scene: scene.event.delivered_at,
    "request_kind": lambda scene: scene.event.request.kind,
    "request_number": lambda scene: scene.event.request.number,
    "work_title": lambda scene: scene.event.work_title,
    "request_target": lambda scene: scene.event.target,
    "answer_kind": lambda scene: scene.event.answer,
    "closing": lambda scene: scene.event.closing,
    "stars": lambda scene: scene.event.stars or NO_RATING,
    "due_former": lambda scene: scene.event.former,
    "call_kind": lambda scene: scene.event.call.kind,
    "closes_at": lambda scene: scene.event.call.closes_at or NO_END,
    "found": lambda scene: scene.event.found,
    "activity_kind": lambda scene: scene.event.activity.kind,
    "starts_at": starts_at,
    "meeting_place": lambda scene: scene.event.place,
    "starts_before": lambda scene: scene.event.former,
    "task": lambda scene: scene.event.text,
    "suggestion": lambda scene: scene.event.text,
    "activity_place": lambda scene: scene.event.activity.place or ONLINE,
}


def plain(name: str, value: Any) -> Value:
    """A fact as it is stored with a notice."""
    if isinstance(value, str):
        return masked(name, value)
    if isinstance(value, int):
        return value
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else list(value)


def masked(name: str, text: str) -> str:
    """A fact as messages may tell it. They reach more people than the thing itself does, leave the house, and are
    kept: a number of a person in anything that somebody wrote (titles, names, reasons, answers, …) is masked."""
    return text if name in CODES else mask_numbers(text)
