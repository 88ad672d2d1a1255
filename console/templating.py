"""How templates read what the API answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """A field of an answer comes before an attribute of its class: `period.status` is the period's, not HTTP's."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
