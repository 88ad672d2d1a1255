"""The rules of activities (活动): plain functions from an activity and somebody's act to what comes of it."""

from services.liaison.domain.activities import (
    arrivals,
    attendances,
    moves,
    outcomes,
    permissions,
    reminders,
    seats,
    walk_ins,
)
from services.liaison.domain.activities.arrivals import Arrival
from services.liaison.domain.activities.model import Activity, Change, Correction, Invitee, Seats, SignUp, WalkIn
from services.liaison.domain.activities.permissions import Guest
from services.liaison.domain.activities.states import Act

__all__ = [
    "Act",
    "Activity",
    "Arrival",
    "Change",
    "Correction",
    "Guest",
    "Invitee",
    "Seats",
    "SignUp",
    "WalkIn",
    "arrivals",
    "attendances",
    "moves",
    "outcomes",
    "permissions",
    "reminders",
    "seats",
    "walk_ins",
]
