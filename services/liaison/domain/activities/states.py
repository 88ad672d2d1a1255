"""The states of an activity and the moves between them.

draft ──announce──▶ announced ──hold──▶ held ──close──▶ closed
  └─────cancel──────────┴──▶ cancelled

What is announced may be changed still; at another time or elsewhere it is moved, and everybody is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.contracts.activity_terms import ActivityStatus
from shared.errors import Conflict

S = ActivityStatus


class Act(StrEnum):
    """What can happen to an activity. `REPLY` and `CHECK_IN` are said of it and leave it as it is."""

    PLAN = "plan"
    CHANGE = "change"
    ANNOUNCE = "announce"
    MOVE = "move"
    REMIND = "remind"
    CANCEL = "cancel"
    HOLD = "hold"
    CLOSE = "close"
    REPLY = "reply"
    CHECK_IN = "check_in"


MOVES: Final[Mapping[ActivityStatus, Mapping[Act, ActivityStatus]]] = {
    S.DRAFT: {Act.CHANGE: S.DRAFT, Act.ANNOUNCE: S.ANNOUNCED, Act.CANCEL: S.CANCELLED},
    S.ANNOUNCED: {
        Act.CHANGE: S.ANNOUNCED,
        Act.MOVE: S.ANNOUNCED,
        Act.REMIND: S.ANNOUNCED,
        Act.CANCEL: S.CANCELLED,
        Act.HOLD: S.HELD,
        Act.REPLY: S.ANNOUNCED,
        Act.CHECK_IN: S.ANNOUNCED,
    },
    S.HELD: {Act.CLOSE: S.CLOSED, Act.CHECK_IN: S.HELD},
    S.CLOSED: {},
    S.CANCELLED: {},
}


def allowed(status: ActivityStatus) -> list[Act]:
    """What may be done to an activity in this state."""
    return [act for act in Act if act in MOVES[status]]


def after(status: ActivityStatus, act: Act) -> ActivityStatus:
    """The state that `act` leads to. Raises: Conflict that names the state and what it allows."""
    found = MOVES[status].get(act)
    if found is None:
        raise Conflict("activity.illegal_move", status=status, action=act, allowed=allowed(status))
    return found
