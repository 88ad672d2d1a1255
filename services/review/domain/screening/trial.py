"""What words would find in texts: counted, so that a list is known before it holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

SHOWN = 3


class Tally:
    """Counts texts, the newest first."""

    def __init__(self) -> None:
        self._texts = self._marked = 0
        self._since: datetime | None = None
        self._times, self._in = Counter[str](), Counter[str]()
        self._reviews: dict[str, list[str]] = defaultdict(list)

    def count(self, review: str, at: datetime, words: Sequence[str]) -> None:
        """One text, by its round of review, and every word that was found in it, as often as it was."""
        self._texts += 1
        self._marked += bool(words)
        self._since = at
        self._times.update(words)
        for word in dict.fromkeys(words):
            self._in[word] += 1
            if len(self._reviews[word]) < SHOWN:
                self._reviews[word].append(review)

    def view(self) -> dict[str, Any]:
        """`WordsTrial`."""
        rows = [
            {"word": word, "texts": self._in[word], "times": times, "reviews": self._reviews[word]}
            for word, times in sorted(self._times.items(), key=lambda pair: (-self._in[pair[0]], -pair[1], pair[0]))
        ]
        return {"texts": self._texts, "marked": self._marked, "since": self._since, "words": rows}
