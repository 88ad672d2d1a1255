"""The rules of the bureau's list of topics (议题)."""

from __future__ import annotations

from dataclasses import replace

from shared.contracts.liaison_topics import MAX_ALIASES, MAX_TOPICS
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.names import name_key
from shared.topics import Topic, TopicList


def find(topics: TopicList, id_: str) -> Topic:
    """One topic. Raises: NotFound."""
    found = topics.topics.get(id_)
    if found is None:
        raise NotFound("topic.not_found")
    return found


def added(topics: TopicList, topic: Topic) -> Topic:
    """A new topic. Raises: Invalid, Conflict."""
    if len(topics.topics) >= MAX_TOPICS:
        raise Conflict("topic.limit", max=MAX_TOPICS)
    return _sound(topics, replace(topic, version=1))


def changed(topics: TopicList, topic: Topic, name: str, aliases: tuple[str, ...]) -> Topic:
    """With other names; the same topic when nothing differs. What it was called becomes an alias, so that works from
    before are found; a further change may drop it. Raises: Invalid, Conflict."""
    if (topic.name, topic.aliases) == (name, aliases):
        return topic
    if name_key(topic.name) not in map(name_key, (name, *aliases)):
        aliases = (*aliases, topic.name)
    if len(aliases) > MAX_ALIASES:
        raise Invalid("validation", problems=[FieldProblem("/aliases", "topic.aliases_many", {"max": MAX_ALIASES})])
    new = replace(topic, name=name, aliases=aliases, version=topic.version + 1)
    former = dict.fromkeys(
        each for each in (topic.name, *topic.former) if each != name and name_key(each) in new.claims
    )
    return _sound(topics, replace(new, former=tuple(former)))


def retired(topic: Topic) -> Topic:
    """Out of use. Raises: Conflict."""
    if not topic.active:
        raise Conflict("topic.retired_already")
    return replace(topic, active=False, version=topic.version + 1)


def reinstated(topics: TopicList, topic: Topic) -> Topic:
    """In use again. Raises: Conflict, also when another topic has one of its names meanwhile."""
    if topic.active:
        raise Conflict("topic.active_already")
    return _sound(topics, replace(topic, active=True, into="", version=topic.version + 1))


def merged(topics: TopicList, topic: Topic, into: Topic) -> tuple[Topic, Topic]:
    """The topic, out of use, and the other one with its names. Raises: Invalid, Conflict."""
    if not topic.active:
        raise Conflict("topic.retired_already")
    if into.id == topic.id or not into.active:
        raise Invalid("validation", problems=[FieldProblem("/into", "topic.into_itself_or_retired")])
    aliases = tuple(dict.fromkeys((*into.aliases, *topic.names)))
    if len(aliases) > MAX_ALIASES:
        raise Invalid("validation", problems=[FieldProblem("/into", "topic.aliases_many", {"max": MAX_ALIASES})])
    gone = replace(topic, active=False, into=into.id, version=topic.version + 1)
    return gone, replace(into, aliases=aliases, version=into.version + 1)


def _sound(topics: TopicList, topic: Topic) -> Topic:
    problems, seen = [], set[str]()
    for place, name in zip(("/name", *(f"/aliases/{n}" for n in range(len(topic.aliases)))), topic.names, strict=True):
        key = name_key(name)
        holder = topics.called(name)
        if not key:
            problems.append(FieldProblem(place, "topic.name"))
        elif key in seen:
            problems.append(FieldProblem(place, "topic.twice"))
        elif topic.active and holder is not None and holder.id != topic.id:
            problems.append(FieldProblem(place, "topic.taken", {"holder": holder.name}))
        seen.add(key)
    if problems:
        raise Invalid("validation", problems=problems)
    return topic
