"""Facts about a bureau's word lists (词表). Each carries the whole list as it is from then on.

A consumer that keeps a replica takes the state of the highest `aggregateversion` of a bureau's list; the subject is the
list's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class ListedWordState:
    """A word, and what to write instead, or empty."""

    word: str
    suggestion: str = ""


@dataclass(frozen=True)
class WordListState:
    """A list in one version: its words are `banned` or `sensitive` (`level`)."""

    name: str
    level: str
    words: tuple[ListedWordState, ...]


@dataclass(frozen=True)
class WordListAdopted(Event):
    """The bureau has a word list in a new version. `by` is who wrote it."""

    source: ClassVar[str] = "review"

    word_list: WordListState
    by: str
