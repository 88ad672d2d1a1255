"""This service's replica of the bureaus' topics in MongoDB, fed by the facts of the liaison service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.events import Event, Received
from shared.events.topics import TopicKept, TopicListRuled
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.topics import Topic, TopicList

Document = dict[str, Any]
TOPICS = "topics"
RULES = "topic_rules"


class Topics:
    """Of each topic and list the newest known state."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        TOPICS: [of_bureau("bureau")],
        RULES: [of_bureau("bureau")],
    }

    KEEPS: ClassVar[Sequence[type[Event]]] = (TopicKept, TopicListRuled)

    def __init__(self, db: Database[Document]) -> None:
        self._topics = db[TOPICS]
        self._rules = db[RULES]

    def keep(self, unit: Unit, event: Received[TopicKept]) -> None:
        """Remember a topic; a fact that is older than what is known changes nothing."""
        told = event.data.topic
        fields = {
            "bureau": event.bureau, "topic": told.id, "name": told.name, "aliases": list(told.aliases),
            "active": told.active, "into": told.into, "former": list(told.former),
        }  # fmt: skip
        unit.replica(TOPICS, f"{event.bureau}:{told.id}", event.version, fields)

    def keep_rule(self, unit: Unit, event: Received[TopicListRuled]) -> None:
        """Remember whether a list is strict."""
        fields = {"bureau": event.bureau, "strict": event.data.strict}
        unit.replica(RULES, event.bureau, event.version, fields)

    def of(self, bureau: str) -> TopicList:
        """The list of a bureau."""
        kept = [
            Topic(
                each["topic"], each["name"], tuple(each["aliases"]), each["active"], each["version"], each["into"],
                tuple(each.get("former", ())),
            )
            for each in self._topics.find({"bureau": bureau})
        ]  # fmt: skip
        rule = self._rules.find_one({"_id": bureau, "bureau": bureau})
        return TopicList(kept, strict=bool(rule and rule["strict"]))
