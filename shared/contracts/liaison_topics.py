"""The bureau's list of topics (议题): what works are about.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `add_topic` | command | `AddTopic` | `TopicView` | liaison, admin |
| `change_topic` | command | `ChangeTopic` | `TopicView` | liaison, admin |
| `retire_topic` | command | `RetireTopic` | `TopicView` | liaison, admin |
| `reinstate_topic` | command | `ReinstateTopic` | `TopicView` | liaison, admin |
| `merge_topic` | command | `MergeTopic` | `TopicView` | liaison, admin |
| `rule_topics` | command | `RuleTopics` | `TopicsView` | liaison, admin |
| `topics` | query | `TopicsQuery` | `TopicsView` | any account |

The list begins with what is shipped (version 0). A name or alias is of one active topic, whatever its spelling. The
field `topic` is a path parameter; a view carries `version`, its ETag.
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, Name, TrueFalse, identifier, note, several

MAX_NAME = 40
MAX_ALIASES = 20
MAX_TOPICS = 300


class TopicInput(Form):
    """What works are about: its name, and what else people write for it."""

    name = Name(MAX_NAME, required=True, metadata=note("Stands in tables and ledgers: every character can be printed."))
    aliases = several(Name(MAX_NAME), MAX_ALIASES, load_default=list, metadata=note("Such as 反诈骗 of 反诈."))


class AddTopic(TopicInput):
    """A new topic."""


class OnTopic(Form):
    """Base of what is done to one topic."""

    topic = identifier(required=True, metadata=note("The topic's id."))


class ChangeTopic(TopicInput, OnTopic):
    """A topic as it is from now on. Works keep what they say; lists and figures follow."""


class RetireTopic(OnTopic):
    """New works do not name it."""


class ReinstateTopic(OnTopic):
    """New works may name it again."""


class MergeTopic(OnTopic):
    """It is another topic: its names become aliases of that one, and it is retired."""

    into = identifier(required=True, metadata=note("An active topic."))


class RuleTopics(Form):
    """Whether works name topics of the list alone."""

    strict = TrueFalse(required=True)


class TopicsQuery(Form):
    """The list, active topics first, each part by name."""


class TopicView(Schema):
    """A topic."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    name = ma.String(required=True)
    aliases = ma.List(ma.String(), required=True)
    active = ma.Boolean(required=True)
    into = ma.String(required=True, metadata=note("The topic that it was merged into, empty when it was not."))


class TopicsView(Schema):
    """The list. `version` is of the rule whether it is strict."""

    version = ma.Integer(required=True)
    strict = ma.Boolean(required=True)
    items = ma.List(ma.Nested(TopicView), required=True)
    may = ma.List(ma.String(), required=True, metadata=note("What of all this the caller may do; to outlets nothing."))
