"""The states of an outlet and the moves between them.

pending ──verify──▶ verified ◀──reinstate── suspended
  │ ▲                   └───suspend/lapse────▲
reject resubmit
  ▼ │
rejected                      every one of them ──close──▶ closed
"""

from __future__ import annotations

from enum import StrEnum

from services.outlet.domain.model import Outlet
from shared.contracts.outlet_terms import Status
from shared.errors import Conflict


class Act(StrEnum):
    """What can be done to an outlet as a whole. `change` stands for profile, channels, members, liaison."""

    VERIFY = "verify"
    REJECT = "reject"
    RESUBMIT = "resubmit"
    REVERIFY = "reverify"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    CLOSE = "close"
    CHANGE = "change"


MOVES: dict[Status, dict[Act, Status]] = {
    Status.PENDING: {Act.VERIFY: Status.VERIFIED, Act.REJECT: Status.REJECTED, Act.CLOSE: Status.CLOSED},
    Status.REJECTED: {Act.RESUBMIT: Status.PENDING, Act.CLOSE: Status.CLOSED},
    Status.VERIFIED: {
        Act.SUSPEND: Status.SUSPENDED,
        Act.REVERIFY: Status.VERIFIED,
        Act.CLOSE: Status.CLOSED,
    },
    # Renewing the verification ends a suspension only when lapsing was its reason: see lifecycle.reverify.
    Status.SUSPENDED: {
        Act.REINSTATE: Status.VERIFIED,
        Act.REVERIFY: Status.SUSPENDED,
        Act.CLOSE: Status.CLOSED,
    },
    Status.CLOSED: {},
}


def after(outlet: Outlet, act: Act) -> Status:
    """The state that `act` leads to. Raises: Conflict that names the state and what it allows."""
    if outlet.status is Status.CLOSED:
        raise Conflict("outlet.closed", status=outlet.status)
    if act is Act.CHANGE:
        return outlet.status
    moves = MOVES[outlet.status]
    if act not in moves:
        raise Conflict("outlet.state", status=outlet.status, action=act, allowed=list(moves))
    return moves[act]
