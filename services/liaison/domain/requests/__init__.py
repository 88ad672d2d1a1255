"""The rules of requests (对接需求): plain functions from a request and somebody's act to a `Change`."""

from services.liaison.domain.requests import adoption, appointments, clock, moves, permissions, rescheduling
from services.liaison.domain.requests.model import (
    Answer,
    Change,
    Clock,
    Conditions,
    HandOver,
    Outcome,
    Rating,
    Request,
    Took,
)
from services.liaison.domain.requests.moves import Acting
from services.liaison.domain.requests.permissions import Asker
from services.liaison.domain.requests.states import OPEN, SPOKEN_ON, Act

__all__ = [
    "OPEN",
    "SPOKEN_ON",
    "Act",
    "Acting",
    "Answer",
    "Asker",
    "Change",
    "Clock",
    "Conditions",
    "HandOver",
    "Outcome",
    "Rating",
    "Request",
    "Took",
    "adoption",
    "appointments",
    "clock",
    "moves",
    "permissions",
    "rescheduling",
]
