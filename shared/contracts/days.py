"""Days that people enter."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as ma

from shared.contracts.fields import Rule


class Day(ma.Date):
    """A day of this century."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> date:
        found: date = super()._deserialize(value, attr, data, **options)
        if not 2000 <= found.year < 2100:
            raise ValidationError(Rule("day.century"))
        return found
