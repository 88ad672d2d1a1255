"""Facts about how outlets take part in the work together (参与协作), which a scheme may count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class ParticipationState:
    """One outlet took part in one thing. `kind`: of `ParticipationKind`; `title` is that of the thing, `object` its id.

    An outlet takes part in a thing once: `id` follows from outlet, kind and thing.
    """

    id: str
    outlet: str
    kind: str
    object: str
    title: str
    at: datetime


@dataclass(frozen=True)
class ParticipationEvent(Event):
    """Base of the facts about it. `by` is the account that recorded or withdrew it, empty for the system itself."""

    source: ClassVar[str] = "liaison"
    abstract: ClassVar[bool] = True

    participation: ParticipationState
    by: str


@dataclass(frozen=True)
class OutletParticipated(ParticipationEvent):
    """An outlet attended an activity, answered a call or lent material that was asked for, or its suggestion was
    adopted."""


@dataclass(frozen=True)
class ParticipationWithdrawn(ParticipationEvent):
    """It turned out not to be so, or was taken back."""


PARTICIPATION_FACTS = (OutletParticipated, ParticipationWithdrawn)
