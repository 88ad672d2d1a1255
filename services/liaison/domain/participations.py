"""What an outlet took part in (参与协作): once for each thing, until it is withdrawn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from shared.clock import SHANGHAI, local_date
from shared.contracts.participation_terms import ParticipationKind
from shared.errors import Conflict, FieldProblem, Invalid
from shared.events import OutletParticipated, ParticipationEvent, ParticipationState, ParticipationWithdrawn


@dataclass(frozen=True)
class Thing:
    """What there was to take part in: its id, its name, and when."""

    kind: ParticipationKind
    id: str
    title: str
    at: datetime


@dataclass(frozen=True)
class Participation:
    """`object` is the id of what it took part in, `by` who recorded or withdrew it, empty for the system itself."""

    id: str
    bureau: str
    outlet: str
    kind: ParticipationKind
    object: str
    title: str
    at: datetime
    by: str = ""
    version: int = 1
    withdrawn_at: datetime | None = None
    reason: str = ""

    def told(self) -> ParticipationEvent:
        """The fact that it is, or is no longer."""
        state = ParticipationState(self.id, self.outlet, self.kind, self.object, self.title, self.at)
        return (OutletParticipated if self.withdrawn_at is None else ParticipationWithdrawn)(state, self.by)


def took_part(bureau: str, outlet: str, thing: Thing, by: str = "") -> Participation:
    """It took part; the id follows from outlet and thing, so that it is recorded once."""
    id_ = id_of(bureau, outlet, thing.kind, thing.id)
    return Participation(id_, bureau, outlet, thing.kind, thing.id, thing.title, thing.at, by)


def id_of(bureau: str, outlet: str, kind: ParticipationKind, object_: str) -> str:
    """The id of an outlet's part in a thing."""
    return hashlib.sha256("\n".join((bureau, outlet, kind, object_)).encode()).hexdigest()[:32]


def again(before: Participation, fresh: Participation) -> Participation | None:
    """It took part after all, where it was the system that had taken that back; None where nothing changes."""
    if before.withdrawn_at is None or before.by:
        return None
    return replace(fresh, version=before.version + 1)


def moment_of(day: date, now: datetime) -> datetime:
    """The first moment of a day that is not to come. Raises: Invalid."""
    if day > local_date(now):
        raise Invalid("validation", problems=[FieldProblem("/day", "participation.to_come")])
    return datetime.combine(day, time(), SHANGHAI)


def withdrawn(before: Participation, reason: str, by: str, now: datetime) -> Participation:
    """It counts no more. Raises: Conflict."""
    if before.withdrawn_at is not None:
        raise Conflict("participation.withdrawn")
    return replace(before, version=before.version + 1, by=by, withdrawn_at=now, reason=reason)
