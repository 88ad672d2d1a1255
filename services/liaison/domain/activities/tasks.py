"""What a task (任务) of the minutes becomes: a call for works or a request of an outlet, once and one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from services.liaison.domain.activities.model import Activity, SignUp
from services.liaison.domain.activities.outcomes import Minutes, Task, require_held
from services.liaison.domain.outlets import Outlet
from shared.clock import SHANGHAI
from shared.contracts.liaison_terms import RequestKind
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.people import Person

# What is asked of the bureau at an activity; all else is asked by an outlet itself.
ASKED: Final = (RequestKind.MATERIAL, RequestKind.INTERVIEW, RequestKind.EXPERT)
# So long the title of a call or request is at most.
TITLE: Final = 60


def open_task(activity: Activity, minutes: Minutes, id_: str, today: date) -> Task:
    """A task that may become something, until the activity is closed. Raises: NotFound, Conflict."""
    require_held(activity)
    found = next((each for each in minutes.tasks if each.id == id_), None)
    if found is None:
        raise NotFound("minutes.no_task")
    if found.call or found.request:
        raise Conflict("minutes.became")
    if found.done_at is not None:
        raise Conflict("minutes.done")
    if found.due < today:
        raise Conflict("minutes.overdue", due=found.due.isoformat())
    return found


def became(minutes: Minutes, task: Task, *, call: str = "", request: str = "") -> Minutes:
    """The minutes with what a task became."""
    tasks = tuple(replace(each, call=call, request=request) if each.id == task.id else each for each in minutes.tasks)
    return replace(minutes, version=minutes.version + 1, tasks=tasks)


def call_for(activity: Activity, task: Task) -> dict[str, Any]:
    """The draft of a call as a form would say it: until the end of the day by which the task is due."""
    end = datetime.combine(task.due + timedelta(days=1), time(), SHANGHAI) - timedelta(minutes=1)
    return {"kind": "call", "title": _title(task), "brief": _text(activity, task), "closes_at": end.isoformat()}


def request_for(activity: Activity, task: Task, kind: RequestKind) -> dict[str, Any]:
    """The request of the outlet that the task is for, as a form would say it. Raises: Conflict, Invalid."""
    if not task.outlet:
        raise Conflict("minutes.no_outlet")
    if kind not in ASKED:
        told = {"allowed": list(ASKED), "of": "request.kind"}
        raise Invalid("validation", problems=[FieldProblem("/kind", "choice", told)])
    said = {"kind": kind.value, "title": _title(task), "text": _text(activity, task)}
    return said | {"outlet": task.outlet, "needed_by": task.due.isoformat()}


def asker_of(outlet: Outlet, there: Sequence[SignUp], people: Mapping[str, Person]) -> str:
    """In whose name it is asked: of the outlet's people who was there, else the first. Raises: Conflict."""
    came = [each.account for each in there if each.outlet == outlet.id and each.attended_at is not None]
    for account in (*came, *outlet.members):
        if account in outlet.members and not people.get(account, Person(account)).closed:
            return account
    raise Conflict("minutes.nobody_of_outlet")


def _title(task: Task) -> str:
    return task.text if len(task.text) <= TITLE else f"{task.text[: TITLE - 1]}…"


def _text(activity: Activity, task: Task) -> str:
    return f"{task.text}\n（来自活动《{activity.title}》的纪要）"
