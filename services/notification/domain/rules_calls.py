"""What the facts about topics and calls for works tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.notices import Rule
from shared import events as facts
from shared.events.topics import TopicKept, TopicListRuled

CALL_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    # The list stands beside every form that asks for a topic.
    TopicKept: (),
    TopicListRuled: (),
}
