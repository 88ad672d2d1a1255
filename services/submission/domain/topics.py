"""Which topic (议题) a work names: one of the bureau's list, by its name or an alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.submission.domain.revision import Revision
from shared.errors import FieldProblem, Invalid
from shared.topics import TopicList


def settled(values: Mapping[str, Any], topics: TopicList, before: Revision | None = None) -> dict[str, Any]:
    """What is written, with the topic by the name that the bureau's list has for it, and beside it what the outlet
    called it where that is another word, and all that it is called then. What a work is called already is no new word
    of its outlet, and stays.

    Raises: Invalid for a topic that is not in a list that is strict; it says which are the nearest.
    """
    if "topic" not in values or (before is not None and values["topic"] == before.topic):
        return {name: value for name, value in values.items() if name != "topic"}
    written: str = values["topic"]
    if written and topics.strict and topics.called(written) is None:
        problem = FieldProblem("/topic", "topic.unknown", {"name": written, "nearest": topics.nearest(written)})
        raise Invalid("validation", problems=[problem])
    name = topics.name_of(written)
    beside = {"topic_written": written if written != name else "", "topic_names": topics.meant(written)}
    return {**values, "topic": name, **beside}
