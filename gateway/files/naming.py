"""Which files a request names: any text of its body that has the form of our ids may be one.

Not endpoint by endpoint: one that was forgotten would lose its files (`gateway.orphans` takes away what nothing names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

FORM: Final = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
# No command takes as many; a body that has more is looked at no further.
MOST: Final = 1000


def ids_in(data: Any) -> list[str]:
    """Every id that a body of JSON says, each once; at most a thousand."""
    return list(dict.fromkeys(islice(_ids(data), MOST)))


def _ids(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and FORM.match(value):
            yield value
