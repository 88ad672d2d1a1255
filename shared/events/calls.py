"""Facts about calls for works, campaigns and brand columns (约稿、主题活动、品牌栏目)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.events.liaison import LiaisonEvent


@dataclass(frozen=True)
class CallState:
    """What other services may know of a call; of a draft nothing is told but that it was held back. `invited` is all,
    categories or outlets. `extra_points` is what a scheme may give to a work that answers it, and stands from the
    opening on; without `closes_at` it runs until it is closed."""

    id: str
    kind: str
    title: str
    topic: str
    status: str
    invited: str
    categories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    closes_at: datetime | None = None
    extra_points: int = 0


@dataclass(frozen=True)
class CallEvent(LiaisonEvent):
    """Base of the facts about a call. `by` is the account that acted, empty for the system itself."""

    abstract: ClassVar[bool] = True

    call: CallState
    by: str


@dataclass(frozen=True)
class CallOpened(CallEvent):
    """Works can be handed in for it."""


@dataclass(frozen=True)
class CallChanged(CallEvent):
    """An open call is another now; `moved`: it ends at another moment, or others are invited."""

    moved: bool = False


@dataclass(frozen=True)
class CallClosed(CallEvent):
    """Its time is over, or it was closed before: no further works."""


@dataclass(frozen=True)
class CallCancelled(CallEvent):
    """It is not wanted any more; what was handed in goes on."""

    reason: str = ""


@dataclass(frozen=True)
class CallDue(CallEvent):
    """It will soon be over, and these outlets were invited and have not answered: told once."""

    outlets: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallAnswered(CallEvent):
    """An outlet handed a work in for it, the first of its works: told once for an outlet, and again after its answer
    was withdrawn. What comes of the work is told by the facts about it, which name the call."""

    outlet: str
    submission: str


@dataclass(frozen=True)
class CallAnswerWithdrawn(CallEvent):
    """An outlet that had answered it has no work for it any more: the last one was withdrawn or is for another call
    now."""

    outlet: str
    submission: str


@dataclass(frozen=True)
class CallHeldBack(CallEvent):
    """A draft did not open when its time came: told once to who makes calls. `found`: the rules by which something in
    it must not leave; none: its end was over by then."""

    found: tuple[str, ...] = ()


CALL_FACTS: tuple[type[CallEvent], ...] = (CallOpened, CallChanged, CallClosed, CallCancelled)
