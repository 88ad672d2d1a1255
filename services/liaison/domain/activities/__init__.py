"""The rules of activities (活动): plain functions from an activity and somebody's act to what comes of it."""

from services.liaison.domain.activities import arrivals, moves, outcomes, permissions, reminders, seats
from services.liaison.domain.activities.arrivals import Arrival
from services.liaison.domain.activities.model import Activity, Change, Invitee, Seats, SignUp
from services.liaison.domain.activities.permissions import Guest
from services.liaison.domain.activities.states import Act

__all__ = [
    "Act",
    "Activity",
    "Arrival",
    "Change",
    "Guest",
    "Invitee",
    "Seats",
    "SignUp",
    "arrivals",
    "moves",
    "outcomes",
    "permissions",
    "reminders",
    "seats",
]
