"""A bureau's own topics in MongoDB, over those that are shipped, and whether its list is strict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from shared.errors import Conflict
from shared.events import Event
from shared.events.topics import TopicKept, TopicListRuled, TopicState
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.retelling import Retold
from shared.topics import Topic, TopicList

Document = dict[str, Any]
TOPICS = "topics"
RULES = "topic_rules"
TAKEN = {"_id_": Conflict("concurrent_change"), "claim": Conflict("topic.just_taken")}


class Topics:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        TOPICS: [
            of_bureau("bureau"),
            of_bureau("claim", "claims", unique=True, partialFilterExpression={"claims": {"$exists": True}}),
        ],
        RULES: [of_bureau("bureau")],
    }

    RETELLS: ClassVar[Mapping[type[Event], str]] = {TopicKept: "retold", TopicListRuled: "retold_rules"}

    def __init__(self, db: Database[Document]) -> None:
        self._topics = db[TOPICS]
        self._rules = db[RULES]

    def of(self, bureau: str) -> TopicList:
        """The bureau's list."""
        return TopicList(map(_topic, self._topics.find({"bureau": bureau})), strict=self.rule(bureau)[0])

    def rule(self, bureau: str) -> tuple[bool, int]:
        """Whether the list is strict, and the version of that; any topic can be named at first."""
        found = self._rules.find_one({"_id": bureau, "bureau": bureau})
        return (found["strict"], found["version"]) if found else (False, 0)

    def retold(self, after: str, limit: int) -> list[Retold]:
        """The topics that bureaus keep of their own, of all bureaus."""
        found = self._topics.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit)
        return [
            Retold(each["_id"], topic_fact(_topic(each), ""), each["topic"], each["version"], each["bureau"])
            for each in found
        ]

    def retold_rules(self, after: str, limit: int) -> list[Retold]:
        """Which bureaus' lists are strict or are so no longer, of all bureaus."""
        found = self._rules.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit)
        return [
            Retold(each["_id"], TopicListRuled(each["strict"], ""), each["_id"], each["version"], each["bureau"])
            for each in found
        ]

    def save(self, unit: Unit, bureau: str, topic: Topic) -> None:
        """Write the next version of a topic; its first is a new document."""
        document: Document = {
            "_id": f"{bureau}:{topic.id}", "bureau": bureau, "topic": topic.id, "version": topic.version,
            "name": topic.name, "aliases": list(topic.aliases), "active": topic.active, "into": topic.into,
            "former": list(topic.former),
        }  # fmt: skip
        document |= {"claims": sorted(topic.claims)} if topic.active else {}
        if topic.version == 1:
            unit.insert(TOPICS, document, TAKEN)
        else:
            unit.save(TOPICS, document, topic.version - 1, TAKEN)

    def save_rule(self, unit: Unit, bureau: str, version: int, *, strict: bool) -> None:
        """Write whether the list is strict from now on."""
        document: Document = {"_id": bureau, "bureau": bureau, "version": version, "strict": strict}
        if version == 1:
            unit.insert(RULES, document, {"_id_": Conflict("concurrent_change")})
        else:
            unit.save(RULES, document, version - 1)


def topic_fact(topic: Topic, by: str) -> TopicKept:
    """What others are told of a topic."""
    return TopicKept(TopicState(topic.id, topic.name, topic.aliases, topic.active, topic.into, topic.former), by)


def _topic(found: Document) -> Topic:
    return Topic(
        found["topic"], found["name"], tuple(found["aliases"]), found["active"], found["version"], found["into"],
        tuple(found.get("former", ())),
    )  # fmt: skip
