"""Topics of works (议题): a bureau's list, which begins with the shipped one. Each is found by its name and its
aliases, whatever their spelling (`shared.names`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.names import name_key

NEAREST = 5


@dataclass(frozen=True)
class Topic:
    """One topic in one version; 0 is what is shipped. `into` is the topic that it was merged into, `former` are those
    of its aliases that were its name, the latest first."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    active: bool = True
    version: int = 0
    into: str = ""
    former: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called, its name first."""
        return (self.name, *self.aliases)

    @property
    def claims(self) -> frozenset[str]:
        """The keys of its names, which no other active topic has."""
        return frozenset(map(name_key, self.names))


SHIPPED: Final = (
    Topic("anti-fraud", "反诈", ("反诈骗", "反电诈", "防诈骗", "防范电信网络诈骗")),
    Topic("anti-drug", "禁毒"),
    Topic("traffic", "交通安全"),
    Topic("public-order", "治安防范"),
    Topic("heroes", "英模人物"),
    Topic("open-day", "警营开放"),
)


class TopicList:
    """The topics of a bureau: what it kept goes before what is shipped. In a `strict` list works name topics of it
    alone."""

    def __init__(self, kept: Iterable[Topic], *, strict: bool = False) -> None:
        self.strict = strict
        self.topics = {topic.id: topic for topic in SHIPPED} | {topic.id: topic for topic in kept}
        self._named = {key: each for each in self.topics.values() if each.active for key in each.claims}

    def called(self, text: str) -> Topic | None:
        """The active topic that somebody means, None when there is none."""
        return self._named.get(name_key(text))

    def name_of(self, text: str) -> str:
        """The name of the topic that is meant; of one that is not in the list what was written."""
        found = self.called(text)
        return found.name if found else text

    def spellings(self, text: str) -> tuple[str, ...]:
        """Under which texts works on this topic may be kept, also those from before it had this name."""
        found = self.called(text)
        return tuple(dict.fromkeys((text, *found.names))) if found else (text,)

    def meant(self, text: str) -> tuple[str, ...]:
        """Everything that the topic which is meant is called: its name, those that it had, what was written, the rest;
        nothing of one that is not in the list. A scheme that names it by one of them goes on doing so when it gets
        another name."""
        found = self.called(text)
        return tuple(dict.fromkeys((found.name, *found.former, text, *found.aliases))) if found else ()

    def nearest(self, text: str) -> list[str]:
        """The names of topics that look like it, the most alike first; all of a short list where none does."""
        key = name_key(text)
        near = [each for each in self._named if key and (key in each or each in key)]
        near += difflib.get_close_matches(key, self._named, NEAREST, 0.4)
        names = dict.fromkeys(self._named[each].name for each in near)
        return list(names or dict.fromkeys(each.name for each in self._named.values()))[:NEAREST]
