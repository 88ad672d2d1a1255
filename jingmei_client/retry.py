"""When a request is sent again, and after how long.

Every change carries an Idempotency-Key that stays the same over its tries, so to send it again is safe even
if an earlier try had its effect and only the answer was lost.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

# Not done (429, 502, 503), or not known whether it was done (504): the same key makes all of them safe.
AGAIN: Final = frozenset({429, 502, 503, 504})
# Somebody works on the same key right now; the answer says when to ask again, other conflicts do not.
BUSY: Final = 409


@dataclass(frozen=True)
class Retry:
    """Waits grow from `base` seconds by twice each time up to `most`, and vary so that clients do not march in step.

    A `Retry-After` of the server is the least wait. No wait goes beyond the request's deadline. `patience`: seconds
    for one try, so that a server that went silent does not use up the deadline of all.
    """

    tries: int = 8
    base: float = 0.2
    most: float = 10.0
    patience: float = 30.0
    sleep: Callable[[float], None] = time.sleep

    def worthwhile(self, status: int, retry_after: float | None) -> bool:
        """Whether such an answer may be different next time."""
        return status in AGAIN or (status == BUSY and retry_after is not None)

    def waits(self) -> Iterator[float]:
        """Seconds before each further try."""
        for attempt in range(self.tries - 1):
            ceiling = min(self.most, self.base * 2**attempt)
            yield ceiling * random.uniform(0.5, 1.0)  # noqa: S311 (jitter, not a secret)


NEVER: Final = Retry(tries=1)
