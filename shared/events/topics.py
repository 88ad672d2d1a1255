"""Facts about the bureau's list of topics (议题) and about whether works name topics of it alone."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events.liaison import LiaisonEvent


@dataclass(frozen=True)
class TopicState:
    """A topic: what works call it, what else they may, and whether new works can name it. `into` is the topic that it
    was merged into, `former` are those of its aliases that were its name, the latest first."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    active: bool = True
    into: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicKept(LiaisonEvent):
    """A topic was added or changed: renamed, given other aliases, retired, taken into use again, merged. Its id is
    unique within the bureau alone: shipped ones have the same in each."""

    topic: TopicState
    by: str


@dataclass(frozen=True)
class TopicListRuled(LiaisonEvent):
    """From now on works name topics of the list alone (`strict`), or any."""

    strict: bool
    by: str
