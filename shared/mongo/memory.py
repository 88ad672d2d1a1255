"""What one process read a moment ago, so that a command does not ask the database five times who its outlet is.

A replica lags behind what it copies anyway; what is remembered lags `SECONDS` more at most, and not at all behind what
this process committed. Nothing is decided wrongly by that: what must hold is a condition at the commit
(`replicas.rely`), a unit that was stale is decided again on what is read afresh, and so is whatever is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from cachetools import TTLCache
from pymongo.collection import Collection

SECONDS = 1.0
MOST = 10_000
# What never changes, such as texts: so long, and so many of a kind.
LASTING_SECONDS, MOST_LASTING = 60.0, 200

Document = dict[str, Any]
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory:
    """By collection and key what was found. Values are shared: they must be of a kind that nobody changes."""

    def __init__(self) -> None:
        self._found: dict[str, TTLCache[Any, Any]] = {}
        self._lasting: dict[str, TTLCache[Any, Any]] = {}
        self._forgotten: Counter[str] = Counter()
        self.answers = 0

    def several(
        self, collection: str, keys: Sequence[Key], load: Callable[[Sequence[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """What there is for the keys, in their order; `load` reads those that are not remembered, and what it does not
        find is not remembered either."""
        kept = self._found.setdefault(collection, TTLCache(MOST, SECONDS))
        before = self._forgotten[collection]

        def keep(loaded: Mapping[Key, Value]) -> None:
            if self._forgotten[collection] == before:  # else it may be what was there before
                kept.update(loaded)

        found, remembered = _completed(kept, keys, load, keep)
        self.answers += remembered
        return found

    def unchanging(
        self, collection: str, keys: Sequence[Key], load: Callable[[Sequence[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """The same of documents that never change once they are there."""
        kept = self._lasting.setdefault(collection, TTLCache(MOST_LASTING, LASTING_SECONDS))
        return _completed(kept, keys, load, kept.update)[0]

    def one(self, collection: str, key: Key, load: Callable[[], Value]) -> Value:
        """The same of one that there always is."""
        return self.several(collection, [key], lambda _: {key: load()})[key]

    def forget(self, collections: Iterable[str] | None = None) -> None:
        """Read these (all, when none are named) afresh from now on."""
        for collection in self._found if collections is None else self._found.keys() & set(collections):
            self._found[collection].clear()
            self._forgotten[collection] += 1


def _completed(
    kept: Mapping[Key, Value],
    keys: Sequence[Key],
    load: Callable[[Sequence[Key]], Mapping[Key, Value]],
    keep: Callable[[Mapping[Key, Value]], None],
) -> tuple[dict[Key, Value], int]:
    """What there is, in the order of the keys, and how many were kept; what was not is loaded, and kept then."""
    found = {key: value for key in keys if (value := kept.get(key)) is not None}
    remembered = len(found)
    if missing := [key for key in keys if key not in found]:
        loaded = load(missing)
        keep(loaded)
        found.update(loaded)
    return {key: found[key] for key in keys if key in found}, remembered


class Forgetful(Memory):
    """Remembers nothing: of repositories that no service's process made."""

    def several(
        self, collection: str, keys: Sequence[Key], load: Callable[[Sequence[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """What there is for the keys."""
        return dict(load(keys))

    unchanging = several


class Remembering:
    """A repository that answers from the memory of its process, which the kernel gives it."""

    memory: Memory = Forgetful()

    def remembered(
        self, of: Collection[Document], bureau: str, ids: Iterable[str], read: Callable[[Document], Value]
    ) -> dict[str, Value]:
        """Documents of a bureau, as they were a moment ago at the longest, in the order of their ids."""
        return _asked(self.memory.several, of, bureau, ids, read)

    def unchanging(
        self, of: Collection[Document], bureau: str, ids: Iterable[str], read: Callable[[Document], Value]
    ) -> dict[str, Value]:
        """The same of documents that never change once they are there."""
        return _asked(self.memory.unchanging, of, bureau, ids, read)


def by_id(
    of: Collection[Document], bureau: str, ids: Sequence[str], read: Callable[[Document], Value]
) -> dict[str, Value]:
    """Documents of a bureau as they are now."""
    found = of.find({"bureau": bureau, "_id": {"$in": ids}}) if ids else ()
    return {each["_id"]: read(each) for each in found}


def _asked(
    ask: Callable[..., dict[tuple[str, str], Value]],
    of: Collection[Document],
    bureau: str,
    ids: Iterable[str],
    read: Callable[[Document], Value],
) -> dict[str, Value]:
    def load(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Value]:
        found = by_id(of, bureau, [id_ for _, id_ in keys], read)
        return {(bureau, id_): value for id_, value in found.items()}

    keys = [(bureau, id_) for id_ in sorted(set(ids))]
    return {id_: value for (_, id_), value in ask(of.name, keys, load).items()}
