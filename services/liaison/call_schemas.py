"""From checked inputs to calls, and from calls and works to views. What an outlet is not told is left out here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.liaison.domain.calls import Call, allowed
from services.liaison.domain.works import Figures, Work
from shared.clock import local_date
from shared.context import Actor
from shared.contracts.call_terms import CallStatus
from shared.ids import new_id

SAME = ("title", "brief", "topic", "opens_at", "closes_at", "extra_points", "invited")
SUMMED = ("id", "version", "kind", "title", "topic", "opens_at", "closes_at", "closed_at", "extra_points", "invited")


def values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of a call, as the rules have it."""
    given = {name: data[name] for name in SAME}
    lists = {"categories": tuple(each.value for each in data["categories"]), "outlets": tuple(data["outlets"])}
    return given | lists | {"files": tuple(each["file"] for each in data["files"])}


def new_call(data: Mapping[str, Any], actor: Actor, now: datetime) -> Call:
    """The draft that is asked for."""
    return Call(
        id=new_id(), bureau=actor.bureau, version=1, kind=data["kind"], status=CallStatus.DRAFT, by=actor.account,
        created_at=now, **values(data),
    )  # fmt: skip


def summary_view(call: Call, answered: int, now: datetime) -> dict[str, Any]:
    """`CallSummary`."""
    left = None
    if call.status is CallStatus.OPEN and call.closes_at is not None:
        left = max((local_date(call.closes_at) - local_date(now)).days, 0)
    return {name: getattr(call, name) for name in SUMMED} | {
        "state": call.status, "days_left": left, "answered": answered,
    }  # fmt: skip


def call_view(call: Call, own: Collection[str] | None, people: Mapping[str, Any] | None) -> dict[str, Any]:
    """What `CallView` has beside the summary; `own`: the outlets of who asks, None for staff, whom alone `people` tell
    who made it and who closed it."""
    held = call.held_back
    outlets = [each for each in call.outlets if own is None or each in own]
    return {
        "brief": call.brief, "files": list(call.files), "categories": list(call.categories), "outlets": outlets,
        "reason": call.reason, "opened_at": call.opened_at, "by": people and people[call.by],
        "closed_by": people[call.closed_by] if people and call.closed_by else None,
        "held_back": {"at": held.at, "found": list(held.found)} if held and own is None else None,
        "moves": [act.value for act in allowed(call.status)] if own is None else [],
    }  # fmt: skip


def figures_view(figures: Figures) -> dict[str, int]:
    """`FiguresView`."""
    return asdict(figures)


def answer_view(work: Work, outlet_name: str) -> dict[str, Any]:
    """`CallAnswerView`."""
    return {
        "submission": work.id, "number": work.number, "title": work.title, "outlet": work.outlet,
        "outlet_name": outlet_name, "status": work.status, "submitted_at": work.submitted_at,
        "publications": work.published, "reads": work.reads,
    }  # fmt: skip
