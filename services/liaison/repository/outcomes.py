"""What came of activities, in MongoDB: minutes, suggestions, feedback. Days are kept as ISO text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.activities.outcomes import Feedback, Minutes, Suggestion, Task
from services.liaison.repository.documents import Document
from shared.errors import Conflict, NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

MINUTES = "minutes"
SUGGESTIONS = "suggestions"
FEEDBACK = "feedback"
LATEST = [("_id", DESCENDING)]


class Outcomes:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        MINUTES: [],
        SUGGESTIONS: [of_bureau("activity", "activity", order=LATEST), of_bureau("adopted", "adopted")],
        FEEDBACK: [of_bureau("activity", "activity", order=LATEST)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._minutes = db[MINUTES]
        self._suggestions = db[SUGGESTIONS]
        self._feedback = db[FEEDBACK]

    def minutes(self, bureau: str, activity: str) -> Minutes:
        """The minutes of an activity; version 0 when there are none."""
        found = self._minutes.find_one({"_id": activity, "bureau": bureau})
        if found is None:
            return Minutes(activity, bureau)
        tasks = tuple(Task(**each | {"due": date.fromisoformat(each["due"])}) for each in found["tasks"])
        return Minutes(activity, bureau, found["version"], found["text"], tasks, tuple(found["photos"]), found["at"])

    def keep(self, unit: Unit, before: Minutes, minutes: Minutes) -> None:
        """Write the minutes in their next version."""
        document = asdict(minutes)
        document["_id"] = document.pop("activity")
        document["tasks"] = [asdict(each) | {"due": each.due.isoformat()} for each in minutes.tasks]
        if before.version:
            unit.save(MINUTES, document, before.version)
        else:
            unit.insert(MINUTES, document, {"_id_": Conflict("concurrent_change")})

    def suggestion(self, bureau: str, activity: str, id_: str) -> Suggestion:
        """One suggestion. Raises: NotFound."""
        found = self._suggestions.find_one({"_id": id_, "bureau": bureau, "activity": activity})
        if found is None:
            raise NotFound("suggestion.not_found")
        return _suggestion_of(found)

    def add(self, unit: Unit, suggestion: Suggestion) -> None:
        """Write a new suggestion."""
        unit.insert(SUGGESTIONS, _document(suggestion))

    def save(self, unit: Unit, before: Suggestion, suggestion: Suggestion) -> None:
        """Write a suggestion with its answer."""
        unit.save(SUGGESTIONS, _document(suggestion), before.version)

    def suggestions(
        self, bureau: str, activity: str, outlets: Sequence[str] | None, after: str | None, limit: int
    ) -> list[Suggestion]:  # fmt: skip
        """Up to `limit` + 1 suggestions, newest first; of these outlets alone, if they are given."""
        query: Document = {"bureau": bureau, "activity": activity} | ({"_id": {"$lt": after}} if after else {})
        query |= {} if outlets is None else {"outlet": {"$in": list(outlets)}}
        return [_suggestion_of(each) for each in self._suggestions.find(query).sort(LATEST).limit(limit + 1)]

    def suggested(self, bureau: str) -> list[str]:
        """The activities with suggestions that are not answered."""
        return sorted(self._suggestions.distinct("activity", {"bureau": bureau, "adopted": None}))

    def rated(self, bureau: str, activity: str, account: str) -> bool:
        """Whether somebody said how it was."""
        return self._feedback.find_one({"_id": f"{activity}:{account}", "bureau": bureau}, {"_id": 1}) is not None

    def rate(self, unit: Unit, feedback: Feedback) -> None:
        """Write what somebody said; once."""
        document = {"_id": f"{feedback.activity}:{feedback.account}", **asdict(feedback)}
        unit.insert(FEEDBACK, document, {"_id_": Conflict("feedback.twice")})

    def feedback(self, bureau: str, activity: str, after: str | None, limit: int) -> list[Feedback]:
        """Up to `limit` + 1 of what those who attended said."""
        query: Document = {"bureau": bureau, "activity": activity} | ({"_id": {"$lt": after}} if after else {})
        rows = self._feedback.find(query, {"_id": 0}).sort(LATEST).limit(limit + 1)
        return [Feedback(**each) for each in rows]

    def stars(self, bureau: str, activity: str) -> tuple[int, float | None]:
        """How many said how it was, and the mean of their stars."""
        of = {"$match": {"bureau": bureau, "activity": activity}}
        summed = {"$group": {"_id": None, "count": {"$sum": 1}, "mean": {"$avg": "$stars"}}}
        found = next(iter(self._feedback.aggregate([of, summed])), None)
        return (found["count"], round(found["mean"], 2)) if found else (0, None)


def _document(suggestion: Suggestion) -> Document:
    data = asdict(suggestion)
    data["_id"] = data.pop("id")
    return data


def _suggestion_of(document: Document) -> Suggestion:
    data = dict(document)
    return Suggestion(id=data.pop("_id"), **data)
