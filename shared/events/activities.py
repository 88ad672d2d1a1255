"""Facts about activities (活动): announced, moved, cancelled, held, and who has a seat or was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from shared.events.liaison import LiaisonEvent


@dataclass(frozen=True)
class Invited:
    """Whom an invitation reaches: all outlets, a category, an outlet, a person (`whom`), by its `id`."""

    whom: str
    id: str = ""


@dataclass(frozen=True)
class ActivityState:
    """An activity that was announced. Where one takes part online is told to who is invited alone, not here."""

    id: str
    kind: str
    status: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    invited: tuple[Invited, ...]


@dataclass(frozen=True)
class ActivityEvent(LiaisonEvent):
    """Base of the facts about an activity. `by` is the account that acted, empty for the system itself."""

    abstract: ClassVar[bool] = True

    activity: ActivityState
    by: str


@dataclass(frozen=True)
class ActivityAnnounced(ActivityEvent):
    """It is to take place, and takes replies."""


@dataclass(frozen=True)
class ActivityMoved(ActivityEvent):
    """It takes place at another time or elsewhere; `former` is when it was to begin."""

    former: datetime


@dataclass(frozen=True)
class ActivityDue(ActivityEvent):
    """It begins within a day, and these people (`accounts`) said that they come, or may: told once for a time."""

    accounts: tuple[str, ...]


@dataclass(frozen=True)
class ActivityUninvited(ActivityEvent):
    """These people (`accounts`) wanted to come, or may have, and are not invited any more: their seats are free."""

    accounts: tuple[str, ...]


@dataclass(frozen=True)
class ActivityCancelled(ActivityEvent):
    """It does not take place."""

    reason: str


@dataclass(frozen=True)
class SeatGiven(ActivityEvent):
    """Somebody who waited has a seat now (`account`, of `outlet`)."""

    account: str
    outlet: str


@dataclass(frozen=True)
class ActivityAttended(ActivityEvent):
    """Somebody was there, and it is over (`account`, empty where they have none, for `outlet`): one fact for each."""

    account: str
    outlet: str


@dataclass(frozen=True)
class AttendanceCorrected(ActivityEvent):
    """Somebody who was checked in was not there, as it turned out once it was over (`account`, empty where they have
    none, for `outlet`): their certificate is worth nothing. Whether the outlet took part is a fact of its own."""

    account: str
    outlet: str
    reason: str


@dataclass(frozen=True)
class TaskGiven(ActivityEvent):
    """An officer has something to do after an activity (`account`), by a day."""

    account: str
    text: str
    due: date


@dataclass(frozen=True)
class SuggestionMade(ActivityEvent):
    """Somebody of an outlet suggested something at an activity or after it."""

    outlet: str
    text: str


@dataclass(frozen=True)
class SuggestionAdopted(ActivityEvent):
    """The bureau adopts what somebody suggested (`account`, for `outlet`), and says how."""

    account: str
    outlet: str
    text: str
    answer: str


@dataclass(frozen=True)
class SuggestionDeclined(ActivityEvent):
    """The bureau does not adopt what somebody suggested, and says why."""

    account: str
    outlet: str
    text: str
    answer: str
