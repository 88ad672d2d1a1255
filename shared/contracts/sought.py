"""What somebody looks for in texts."""

from __future__ import annotations

from typing import Any

from shared.contracts.fields import Text

# So much is typed into a field that looks into texts.
MAX_QUERY = 100


class Sought(Text):
    """What somebody looks for: as it was typed, it has no more characters than that."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        if isinstance(value, str) and len(value) > self.longest:
            return value  # refused by its length as it is
        return super()._deserialize(value, attr, data, **options)
