"""How old a block is: by the database's clock, by the sealer's, and by what the chain was seen to live. All must agree.

A database or a gateway that is months ahead erases nothing by that: a step of time counts as a day at most in `lived`,
and a block that was sealed by a wrong clock stays until the later of its times is old enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gateway.audit.blocks import Place
from gateway.audit.clocks import APART, Moment
from gateway.settings import LEAST_DAYS


def sealed_at(block: Mapping[str, Any]) -> datetime:
    """When a block, or the last one before a checkpoint, was sealed: by the later of two clocks."""
    at: datetime = max(block["at"], block["clock"])
    return at


def old(block: Mapping[str, Any], head: Place, moment: Moment, days: int) -> bool:
    """Whether a block may leave a chain that stands at `head`."""
    lived = timedelta(seconds=head.lived - block["lived"])
    return min(moment.database, moment.process) - sealed_at(block) >= timedelta(days=days) <= lived


def too_young(mark: Mapping[str, Any], moment: Moment) -> bool:
    """Whether the rows before a checkpoint left before their time, by what it says and by what time it is now.

    `left`: the last block that left, without its rows; `lived`: seconds that its chain was seen to live after it."""
    told = min(mark["at"], mark["clock"], moment.database + APART, moment.process + APART)
    least = timedelta(days=LEAST_DAYS)
    return told - sealed_at(mark["left"]) < least or timedelta(seconds=mark["lived"]) < least
