"""What requests, activities and calls are found by (`shared.mongo.searching`). Of a confidential request nothing is
kept there: it is looked into among those that somebody may see."""

from __future__ import annotations

from typing import Final

from pymongo.database import Database

from services.liaison.domain.activities import Activity
from services.liaison.domain.calls import Call
from services.liaison.domain.requests import Request
from services.liaison.repository.documents import Document
from shared.grams import searchable
from shared.mongo import searching
from shared.mongo.searching import LOOKED_INTO, Search

# The field by which the documents of the three are told apart: the name of their collection.
OF: Final = "of"
INDEXES: Final = searching.indexes(OF)
# The orders of lists that go by time, in what is searched.
LATEST_FIRST: Final = searching.NEWEST
EARLIEST_FIRST: Final = searching.OLDEST


def search(db: Database[Document], documents: str) -> Search:
    """What the documents of a collection are found by."""
    return Search(db, documents, {OF: documents})


def request_text(request: Request) -> str:
    """Number, with and without its hyphen, title and text."""
    number = request.number
    return searchable((number, number.replace("-", ""), request.title, request.text[:LOOKED_INTO]))


def activity_text(activity: Activity) -> str:
    """Title, place, text and agenda."""
    parts = (activity.title, activity.place, activity.text[:LOOKED_INTO], activity.agenda[:LOOKED_INTO])
    return searchable(parts)


def call_text(call: Call) -> str:
    """Title and what is asked for."""
    return searchable((call.title, call.brief[:LOOKED_INTO]))
