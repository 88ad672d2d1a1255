"""The bureau's list of topics (议题)."""

from __future__ import annotations

from typing import Any

from services.liaison.domain import topics as rules
from services.liaison.repository.topics import Topics, topic_fact
from services.liaison.service.base import Base, Data
from shared.context import RequestContext, Role
from shared.contracts import liaison_topics as contracts
from shared.errors import Forbidden
from shared.events.topics import TopicListRuled
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.names import name_key
from shared.topics import Topic, TopicList

KEEPERS = (Role.LIAISON,)
# What they may do, by the names that clients have for it.
CALLS = ("add", "change", "retire", "reinstate", "merge", "rule")


class TopicBase(Base):
    """What keeping topics and naming one share."""

    topic_store = Repository(Topics)


class TopicMethods(TopicBase):
    """Liaisons and administrators keep the list, everybody of the bureau reads it."""

    @command(contracts.AddTopic)
    def add_topic(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new topic."""
        topics = self._topics_kept(unit, context)
        made = rules.added(topics, Topic(new_id(), data["name"], tuple(data["aliases"])))
        return self._keep_topic(unit, made, context)

    @command(contracts.ChangeTopic)
    def change_topic(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Other names."""
        topics = self._topics_kept(unit, context)
        topic = self._topic_found(topics, data, context)
        changed = rules.changed(topics, topic, data["name"], tuple(data["aliases"]))
        return _view(topic) if changed is topic else self._keep_topic(unit, changed, context)

    @command(contracts.RetireTopic)
    def retire_topic(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Out of use."""
        return self._keep_topic(
            unit, rules.retired(self._topic_found(self._topics_kept(unit, context), data, context)), context
        )

    @command(contracts.ReinstateTopic)
    def reinstate_topic(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """In use again."""
        topics = self._topics_kept(unit, context)
        return self._keep_topic(unit, rules.reinstated(topics, self._topic_found(topics, data, context)), context)

    @command(contracts.MergeTopic)
    def merge_topic(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It is another one."""
        topics = self._topics_kept(unit, context)
        topic = self._topic_found(topics, data, context)
        gone, grown = rules.merged(topics, topic, rules.find(topics, data["into"]))
        # The names are free before the other one takes them.
        view = self._keep_topic(unit, gone, context)
        self._keep_topic(unit, grown, context)
        return view

    @command(contracts.RuleTopics)
    def rule_topics(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Strict, or any topic."""
        topics = self._topics_kept(unit, context)
        _, version = self.topic_store.rule(context.bureau)
        context.require_version(version)
        if data["strict"] != topics.strict:
            version += 1
            self.topic_store.save_rule(unit, context.bureau, version, strict=data["strict"])
            told = TopicListRuled(data["strict"], context.actor.account)
            unit.emit(told, subject=context.bureau, version=version, bureau=context.bureau)
        return _list(topics) | {"version": version, "strict": data["strict"], "may": list(CALLS)}

    @query(contracts.TopicsQuery)
    def topics(self, data: Data, context: RequestContext) -> Data:
        """The list."""
        found: TopicList = self.topic_store.of(context.bureau)
        may = list(CALLS) if context.actor.has(*KEEPERS) and not self.own(context) else []
        return _list(found) | {"version": self.topic_store.rule(context.bureau)[1], "may": may}

    def _topics_kept(self, unit: Unit, context: RequestContext) -> TopicList:
        """The list, for who may change it, now and at the commit. Raises: Forbidden."""
        if not context.actor.has(*KEEPERS):
            raise Forbidden("topic.forbidden")
        if self.own(context):
            raise Forbidden("liaison.own_outlet_rules")
        self.accounts.require_actor(unit, context.actor, *KEEPERS)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)
        found: TopicList = self.topic_store.of(context.bureau)
        return found

    def _topic_found(self, topics: TopicList, data: Data, context: RequestContext) -> Topic:
        topic = rules.find(topics, data["topic"])
        context.require_version(topic.version)
        return topic

    def _keep_topic(self, unit: Unit, topic: Topic, context: RequestContext) -> Data:
        self.topic_store.save(unit, context.bureau, topic)
        told = topic_fact(topic, context.actor.account)
        unit.emit(told, subject=topic.id, version=topic.version, bureau=context.bureau)
        return _view(topic)


def _view(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id, "version": topic.version, "name": topic.name, "aliases": list(topic.aliases),
        "active": topic.active, "into": topic.into,
    }  # fmt: skip


def _list(topics: TopicList) -> dict[str, Any]:
    order = sorted(topics.topics.values(), key=lambda each: (not each.active, name_key(each.name), each.id))
    return {"strict": topics.strict, "items": list(map(_view, order))}
