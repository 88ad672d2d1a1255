"""This service's replica of the word lists that bureaus keep for review, fed by events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.contracts.review_terms import WordLevel
from shared.events import Event, Received, WordListAdopted
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.screening import ListedWord

Document = dict[str, Any]
WORD_LISTS = "word_lists"


class WordLists:
    """Of each list of a bureau the newest known version."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {WORD_LISTS: [of_bureau("level", "level")]}

    KEEPS: ClassVar[Sequence[type[Event]]] = (WordListAdopted,)

    def __init__(self, db: Database[Document]) -> None:
        self._lists = db[WORD_LISTS]

    def keep(self, unit: Unit, event: Received[WordListAdopted]) -> None:
        """Remember what a fact says; one that is older than what is known changes nothing."""
        told = event.data.word_list
        words = [{"word": each.word, "suggestion": each.suggestion} for each in told.words]
        fields = {"bureau": event.bureau, "name": told.name, "level": told.level, "words": words}
        unit.replica(WORD_LISTS, f"{event.bureau}:{told.name}", event.version, fields)

    def mark(self, bureau: str) -> str:
        """Names the state of the bureau's banned words: another one when a list has changed."""
        found = self._lists.find(_banned(bureau), {"version": 1}).sort("_id")
        return ",".join(f"{each['_id']}@{each['version']}" for each in found)

    def banned(self, bureau: str) -> list[ListedWord]:
        """The words that must not leave."""
        return [
            ListedWord(word["word"], WordLevel.BANNED, word["suggestion"], f"{each['name']}@{each['version']}")
            for each in self._lists.find(_banned(bureau)).sort("_id")
            for word in each["words"]
        ]


def _banned(bureau: str) -> Document:
    return {"bureau": bureau, "level": WordLevel.BANNED.value}
