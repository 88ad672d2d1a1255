"""The rules of calls for works, campaigns and brand columns (约稿、主题活动、品牌栏目).

draft ──open (by hand, or at opens_at)──▶ open ──close (by hand, or at closes_at)──▶ closed
  └──────────────cancel──────────────▶ cancelled ◀──────────────cancel──┘
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from services.liaison.domain.outlets import Outlet
from shared.contracts.call_terms import CallAct, CallKind, CallStatus, Invited
from shared.contracts.outlet_terms import Status
from shared.errors import Conflict, FieldProblem, Invalid
from shared.events.calls import (
    CallCancelled,
    CallChanged,
    CallClosed,
    CallDue,
    CallEvent,
    CallHeldBack,
    CallOpened,
    CallState,
)
from shared.identity.masking import mask_numbers

# Who has not answered is reminded so long before the end, or when half of a shorter time is over.
REMINDED_BEFORE: Final = timedelta(days=3)
# What is kept of a finding that held a call back.
TOLD: Final = ("finding", "line", "column", "excerpt")
S = CallStatus


MOVES: Final[Mapping[CallStatus, Mapping[CallAct, CallStatus]]] = {
    S.DRAFT: {CallAct.CHANGE: S.DRAFT, CallAct.OPEN: S.OPEN, CallAct.CANCEL: S.CANCELLED},
    S.OPEN: {CallAct.CHANGE: S.OPEN, CallAct.CLOSE: S.CLOSED, CallAct.CANCEL: S.CANCELLED},
    S.CLOSED: {},
    S.CANCELLED: {},
}


@dataclass(frozen=True)
class HeldBack:
    """That a draft did not open when its time came, and what was `found` in it: field, rule, place and an excerpt of
    each; nothing: its end was over by then."""

    at: datetime
    found: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Call:
    """A call in one version. `closed_by`: who closed or cancelled it, nobody when its time was over. `reminded`: those
    who had not answered were told that it ends soon. `held_back`: until somebody changes or opens it."""

    id: str
    bureau: str
    version: int
    kind: CallKind
    title: str
    brief: str
    topic: str
    status: CallStatus
    invited: Invited
    by: str
    created_at: datetime
    categories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    extra_points: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    reason: str = ""
    reminded: bool = False
    held_back: HeldBack | None = None

    def invites(self, outlet: Outlet) -> bool:
        """Whether an outlet is among those who are asked."""
        match self.invited:
            case Invited.OUTLETS:
                return outlet.id in self.outlets
            case Invited.CATEGORIES:
                return outlet.category in self.categories
        return True

    def due(self) -> datetime | None:
        """When time does the next thing to it: opens it, reminds who has not answered, closes it."""
        if self.status is S.DRAFT:
            return self.opens_at
        if self.status is not S.OPEN or self.closes_at is None:
            return None
        return self.closes_at if self.reminded else self.remind_at

    @property
    def remind_at(self) -> datetime | None:
        """When who has not answered is reminded."""
        if self.closes_at is None or self.opened_at is None:
            return None
        return max(self.closes_at - REMINDED_BEFORE, self.opened_at + (self.closes_at - self.opened_at) / 2)

    def state(self) -> CallState:
        """What other services may know."""
        return CallState(
            self.id, self.kind, self.title, self.topic, self.status, self.invited, self.categories, self.outlets,
            self.closes_at, self.extra_points,
        )  # fmt: skip


@dataclass(frozen=True)
class CallChange:
    """A call after a move, and the facts to tell; a version that did not grow: nothing changed."""

    call: Call
    events: tuple[CallEvent, ...] = ()


def allowed(status: CallStatus) -> list[CallAct]:
    """What people may do to a call in this state."""
    return list(MOVES[status])


def added(call: Call, known: Mapping[str, Outlet], now: datetime) -> CallChange:
    """A draft. Raises: Invalid."""
    return CallChange(_sound(call, known, now))


def changed(call: Call, values: Mapping[str, Any], known: Mapping[str, Outlet], by: str, now: datetime) -> CallChange:
    """With other values: of an open call those who hear of it are told, and what it promised stands.

    Raises: Conflict, Invalid."""
    _after(call, CallAct.CHANGE)
    new = replace(call, **values)
    if new == call:
        return CallChange(call)
    new = replace(new, held_back=None)
    if call.status is S.OPEN and new.extra_points != call.extra_points:
        raise Invalid("validation", problems=[FieldProblem("/extra_points", "call.points_promised")])
    new = _sound(replace(new, version=call.version + 1), known, now, call.outlets)
    if call.status is S.DRAFT:
        return CallChange(new)
    if new.closes_at is not None and new.closes_at <= now:
        raise Invalid("validation", problems=[FieldProblem("/closes_at", "call.closes_past")])
    if new.closes_at != call.closes_at and new.remind_at is not None and new.remind_at > now:
        new = replace(new, reminded=False)  # of an end that is told anew one is reminded anew
    moved = _whom_until(call) != _whom_until(new)
    return CallChange(new, (CallChanged(new.state(), by, moved),))


def opened(call: Call, by: str, now: datetime) -> CallChange:
    """Works can be handed in. Raises: Conflict, Invalid."""
    status = _after(call, CallAct.OPEN)
    if call.closes_at is not None and call.closes_at <= now:
        raise Invalid("validation", problems=[FieldProblem("/closes_at", "call.closes_past")])
    new = replace(call, status=status, opened_at=now, held_back=None, version=call.version + 1)
    return CallChange(new, (CallOpened(new.state(), by),))


def closed(call: Call, by: str, now: datetime) -> CallChange:
    """No further works. Raises: Conflict."""
    new = replace(call, status=_after(call, CallAct.CLOSE), closed_at=now, closed_by=by, version=call.version + 1)
    return CallChange(new, (CallClosed(new.state(), by),))


def cancelled(call: Call, reason: str, by: str, now: datetime) -> CallChange:
    """Not wanted any more; of a draft nobody hears. Raises: Conflict."""
    status = _after(call, CallAct.CANCEL)
    new = replace(call, status=status, reason=reason, closed_at=now, closed_by=by, version=call.version + 1)
    return CallChange(new, (CallCancelled(new.state(), by, reason),) if call.status is S.OPEN else ())


def timed(
    call: Call, outlets: Iterable[Outlet], answered: Collection[str], now: datetime, found: Sequence[FieldProblem] = ()
) -> CallChange | None:
    """What time does to a call, None for nothing. A draft whose end is over when it would open, or in which something
    is `found` by the words of then, is cancelled by nobody: it stays, does not open any more by itself, and who makes
    calls is told why."""
    moment = call.due()
    if moment is None or moment > now:
        return None
    if call.status is S.DRAFT:
        if found or (call.closes_at is not None and call.closes_at <= now):
            return held_back(call, found, now)
        return opened(call, "", now)
    if call.closes_at is not None and call.closes_at <= now:
        return closed(call, "", now)
    new = replace(call, reminded=True, version=call.version + 1)
    missing = tuple(each.id for each in absent(call, outlets, answered))
    return CallChange(new, (CallDue(new.state(), "", missing),) if missing else ())


def held_back(call: Call, found: Sequence[FieldProblem], now: datetime) -> CallChange:
    """It does not open, and who may mend it is told once: which rules, but not a word of what was found."""
    places = tuple(
        {"field": each.pointer.removeprefix("/")} | {name: each.params[name] for name in TOLD} for each in found
    )
    new = replace(call, opens_at=None, held_back=HeldBack(now, places), version=call.version + 1)
    state = replace(new.state(), title=mask_numbers(new.title))
    return CallChange(new, (CallHeldBack(state, "", tuple(dict.fromkeys(str(each["finding"]) for each in places))),))


def answerable(call: Call, outlet: Outlet, now: datetime) -> bool:
    """Whether an outlet may hand a work in for it now."""
    over = call.closes_at is not None and call.closes_at <= now
    return call.status is S.OPEN and not over and outlet.status == Status.VERIFIED and call.invites(outlet)


def absent(call: Call, outlets: Iterable[Outlet], answered: Collection[str]) -> list[Outlet]:
    """Who is invited, may hand in, and has not answered."""
    return [
        each for each in outlets if each.status == Status.VERIFIED and call.invites(each) and each.id not in answered
    ]


def _whom_until(call: Call) -> tuple[object, ...]:
    return call.closes_at, call.invited, set(call.categories), set(call.outlets)


def _after(call: Call, act: CallAct) -> CallStatus:
    found = MOVES[call.status].get(act)
    if found is None:
        raise Conflict("call.illegal_move", status=call.status, action=act, allowed=allowed(call.status))
    return found


def _sound(call: Call, known: Mapping[str, Outlet], now: datetime, before: Collection[str] = ()) -> Call:
    """The call, naming those alone who are invited by what it says; outlets that were named `before` may have closed
    since. Raises: Invalid with every place that is wrong."""
    problems = []
    if call.closes_at is None and call.kind is not CallKind.COLUMN:
        problems.append(FieldProblem("/closes_at", "call.needs_end"))
    begins = max(call.opens_at or now, now)
    if call.closes_at is not None and call.status is S.DRAFT and call.closes_at <= begins:
        problems.append(FieldProblem("/closes_at", "call.closes_past"))
    if call.invited is Invited.CATEGORIES and not call.categories:
        problems.append(FieldProblem("/categories", "call.nobody_invited"))
    if call.invited is Invited.OUTLETS:
        problems += [] if call.outlets else [FieldProblem("/outlets", "call.nobody_invited")]
        for number, id_ in enumerate(call.outlets):
            outlet = known.get(id_)
            if id_ not in before and (outlet is None or outlet.status == Status.CLOSED):
                problems.append(FieldProblem(f"/outlets/{number}", "call.outlet_unknown"))
    if problems:
        raise Invalid("validation", problems=problems)
    return replace(
        call,
        categories=tuple(dict.fromkeys(call.categories)) if call.invited is Invited.CATEGORIES else (),
        outlets=tuple(dict.fromkeys(call.outlets)) if call.invited is Invited.OUTLETS else (),
    )
