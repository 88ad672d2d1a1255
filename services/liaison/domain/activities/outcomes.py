"""What comes of an activity: minutes with tasks, suggestions that are each answered, and how good it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.liaison.domain.activities.model import Activity, SignUp
from shared import events
from shared.contracts.activity_terms import ActivityStatus
from shared.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound

# When something may be suggested, and said of how it was.
SPOKEN = (ActivityStatus.ANNOUNCED, ActivityStatus.HELD)


@dataclass(frozen=True)
class Task:
    """Something that is to be done, by an officer or by a unit, or for an outlet. `call` or `request` is what it
    became."""

    id: str
    text: str
    due: date
    person: str = ""
    unit: str = ""
    outlet: str = ""
    done_at: datetime | None = None
    call: str = ""
    request: str = ""


@dataclass(frozen=True)
class Minutes:
    """The minutes of an activity; there are none in version 0."""

    activity: str
    bureau: str
    version: int = 0
    text: str = ""
    tasks: tuple[Task, ...] = ()
    photos: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Suggestion:
    """What somebody suggested for their outlet. `adopted` None: it is not answered."""

    id: str
    activity: str
    bureau: str
    outlet: str
    account: str
    text: str
    at: datetime
    version: int = 1
    adopted: bool | None = None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Feedback:
    """What somebody who attended said of it, once."""

    activity: str
    bureau: str
    account: str
    stars: int
    comment: str
    at: datetime


def kept(
    activity: Activity, before: Minutes, wanted: Minutes, by: str
) -> tuple[Minutes, tuple[events.TaskGiven, ...]]:  # fmt: skip
    """The minutes as they are from now on; what is done, or became something, stays so, and the latter is not left out.
    Whoever has a new task is told.

    Raises: Conflict when it was not held, Invalid.
    """
    require_held(activity)
    known = {each.id: each for each in before.tasks}
    problems = [
        FieldProblem(f"/tasks/{number}/person", "minutes.nobody")
        for number, each in enumerate(wanted.tasks)
        if not each.person and not each.unit and not each.outlet
    ]
    ids = [each.id for each in wanted.tasks]
    problems += [
        FieldProblem(f"/tasks/{number}/id", "minutes.task_twice")
        for number, id_ in enumerate(ids)
        if id_ in ids[:number]
    ]
    problems += [
        FieldProblem("/tasks", "minutes.task_became", {"text": each.text})
        for each in before.tasks
        if (each.call or each.request) and each.id not in ids
    ]
    if problems:
        raise Invalid("validation", problems=problems)
    tasks = tuple(_as_it_was(each, known.get(each.id)) for each in wanted.tasks)
    new = [each for each in tasks if each.person and (each.id not in known or known[each.id].person != each.person)]
    facts = tuple(events.TaskGiven(activity.state(), by, each.person, each.text, each.due) for each in new)
    return replace(wanted, version=before.version + 1, tasks=tasks), facts


def require_outlets(tasks: Iterable[Task], known: Collection[str]) -> None:
    """Raises: Invalid at each task for an outlet that nobody knows."""
    problems = [
        FieldProblem(f"/tasks/{number}/outlet", "activity.outlet_unknown")
        for number, each in enumerate(tasks)
        if each.outlet and each.outlet not in known
    ]
    if problems:
        raise Invalid("validation", problems=problems)


def _as_it_was(task: Task, before: Task | None) -> Task:
    if before is None:
        return task
    return replace(task, done_at=before.done_at, call=before.call, request=before.request)


def finishes(task: Task, by: str, own: Collection[str], *, keeper: bool) -> bool:
    """Whether somebody may say that a task is done: not what was to be done for an outlet of their `own`."""
    return task.done_at is None and (keeper or task.person == by) and task.outlet not in own


def finished(
    minutes: Minutes, task: str, by: str, now: datetime, own: Collection[str] = (), *, keeper: bool
) -> tuple[Minutes, Task]:
    """A task is done, with the task. Raises: NotFound, Forbidden for one of an outlet of their `own`, Conflict."""
    found = next((each for each in minutes.tasks if each.id == task), None)
    if found is None or not (keeper or found.person == by):
        raise NotFound("minutes.no_task")
    if found.outlet in own:
        raise Forbidden("minutes.own_outlet")
    if found.done_at is not None:
        raise Conflict("minutes.done")
    tasks = tuple(replace(each, done_at=now) if each.id == task else each for each in minutes.tasks)
    return replace(minutes, version=minutes.version + 1, tasks=tasks), found


def suggested(activity: Activity, suggestion: Suggestion) -> events.SuggestionMade:
    """Something is suggested. Raises: Conflict before it is announced and after it is closed."""
    if activity.status not in SPOKEN:
        raise Conflict("suggestion.closed")
    return events.SuggestionMade(activity.state(), suggestion.account, suggestion.outlet, suggestion.text)


def answered(
    activity: Activity, before: Suggestion, text: str, by: str, now: datetime, *, adopted: bool
) -> tuple[Suggestion, events.SuggestionAdopted | events.SuggestionDeclined]:  # fmt: skip
    """What comes of a suggestion, once. Raises: Conflict."""
    if before.adopted is not None:
        raise Conflict("suggestion.answered")
    new = replace(
        before, version=before.version + 1, adopted=adopted, answer=text, answered_by=by, answered_at=now
    )  # fmt: skip
    fact = events.SuggestionAdopted if adopted else events.SuggestionDeclined
    return new, fact(activity.state(), by, before.account, before.outlet, before.text, text)


def require_attended(activity: Activity, sign_up: SignUp | None) -> None:
    """For who was there, once it was held. Raises: Conflict."""
    require_held(activity)
    if sign_up is None or sign_up.attended_at is None:
        raise Conflict("feedback.not_there")


def require_held(activity: Activity) -> None:
    """Raises: Conflict unless it was held and is not closed."""
    if activity.status is not ActivityStatus.HELD:
        raise Conflict("activity.not_held", status=activity.status)


def calls(activity: Activity, own: SignUp | None, *, keeper: bool, guest: bool, rated: bool) -> Iterable[str]:
    """What would not be refused now, by the names that clients have for it."""
    held = activity.status is ActivityStatus.HELD
    if keeper and held:
        yield "keep_minutes"
    if guest and activity.status in SPOKEN:
        yield "suggest"
    if held and own is not None and own.attended_at is not None and not rated:
        yield "rate"
