"""The states of a request and the moves between them.

opened ──acknowledge──▶ acknowledged ──assign──▶ assigned ──answer──▶ answered ──rate, lapse──▶ closed
   └────────────────assign─────────────────────────▲ │ ▲                │                        │
                                          forward ───┘ └─────────────reopen──────────────────────┘

Who has it in hand may give it back to the head of the unit; what nobody of the unit can take waits for the desk again.
Whoever assigns a request that nobody acknowledged has acknowledged it. Until it is answered its asker may withdraw it,
and it may be joined to another that asks for the same: it is then answered with that one. The date and place
of an answer are moved or called off while it stays answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.contracts.liaison_terms import RequestStatus
from shared.errors import Conflict

S = RequestStatus


class Act(StrEnum):
    """What can happen to a request. From `LAPSE` on it is time, or another fact."""

    OPEN = "open"
    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    FORWARD = "forward"
    HAND_BACK = "hand_back"
    ANSWER = "answer"
    RATE = "rate"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    JOIN = "join"
    PART = "part"
    HAND_OVER = "hand_over"
    RESCHEDULE = "reschedule"
    CALL_OFF = "call_off"
    RECORD_OUTCOME = "record_outcome"
    LAPSE = "lapse"
    REMIND = "remind"
    RECOUNT = "recount"
    VACATE = "vacate"


_WAITING: Final = {Act.WITHDRAW: S.WITHDRAWN, Act.ANSWER: S.ANSWERED}
MOVES: Final[Mapping[RequestStatus, Mapping[Act, RequestStatus]]] = {
    S.OPENED: {
        Act.ACKNOWLEDGE: S.ACKNOWLEDGED,
        Act.ASSIGN: S.ASSIGNED,
        Act.JOIN: S.ACKNOWLEDGED,
        Act.HAND_OVER: S.OPENED,
        Act.RECORD_OUTCOME: S.OPENED,
        **_WAITING,
    },
    S.ACKNOWLEDGED: {
        Act.ASSIGN: S.ASSIGNED,
        Act.JOIN: S.ACKNOWLEDGED,
        Act.PART: S.ACKNOWLEDGED,
        Act.HAND_OVER: S.ACKNOWLEDGED,
        Act.RECORD_OUTCOME: S.ACKNOWLEDGED,
        **_WAITING,
    },
    S.ASSIGNED: {
        Act.ASSIGN: S.ASSIGNED,
        Act.FORWARD: S.ASSIGNED,
        Act.HAND_BACK: S.ASSIGNED,
        Act.JOIN: S.ASSIGNED,
        Act.PART: S.ASSIGNED,
        Act.HAND_OVER: S.ASSIGNED,
        Act.RECORD_OUTCOME: S.ASSIGNED,
        Act.VACATE: S.ACKNOWLEDGED,
        **_WAITING,
    },
    S.ANSWERED: {
        Act.RATE: S.CLOSED,
        Act.LAPSE: S.CLOSED,
        Act.REOPEN: S.ASSIGNED,
        Act.HAND_OVER: S.ANSWERED,
        Act.RESCHEDULE: S.ANSWERED,
        Act.CALL_OFF: S.ANSWERED,
        Act.RECORD_OUTCOME: S.ANSWERED,
    },
    S.CLOSED: {Act.REOPEN: S.ASSIGNED, Act.HAND_OVER: S.CLOSED, Act.RECORD_OUTCOME: S.CLOSED},
    # Elsewhere it goes on, whoever asked no more.
    S.WITHDRAWN: {Act.RECORD_OUTCOME: S.WITHDRAWN},
}
# What waits for the bureau, in whatever state.
OPEN: Final = frozenset({S.OPENED, S.ACKNOWLEDGED, S.ASSIGNED})
# On what is open or answered both sides leave messages.
SPOKEN_ON: Final = OPEN | {S.ANSWERED}
COMMANDS: Final = tuple(act for act in Act if act not in {Act.OPEN, Act.LAPSE, Act.REMIND, Act.RECOUNT, Act.VACATE})


def allowed(status: RequestStatus) -> list[Act]:
    """What people may do to a request in this state."""
    return [act for act in COMMANDS if act in MOVES[status]]


def after(status: RequestStatus, act: Act) -> RequestStatus:
    """The state that `act` leads to. Raises: Conflict that names the state and what it allows."""
    found = MOVES[status].get(act)
    if found is None:
        raise Conflict("request.illegal_move", status=status, action=act, allowed=allowed(status))
    return found
