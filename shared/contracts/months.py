"""The months that statistics are asked of, in Asia/Shanghai."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.fields import Choice, Form, Pattern, Rule, note
from shared.months import MONTH, months

MAX_MONTHS = 36


class Compare(StrEnum):
    """What statistics are shown beside."""

    PREVIOUS = "previous"


def _month(told: str) -> ma.String:
    return ma.String(validate=Pattern(MONTH, "span.month"), required=True, metadata=note(told))


class StatisticsQuery(Form):
    """Some months, the first and the last included."""

    class Meta(Form.Meta):
        include = {  # noqa: RUF012 (`from` cannot be the name of an attribute)
            "from": _month("The first month, such as 2026-07."),
            "to": _month("The last month; 36 months at most."),
        }

    compare = Choice(Compare, metadata=note("As many months before, too."))

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if "from" in data and "to" in data:
            count = len(months(data["from"], data["to"]))
            if count == 0:
                raise ValidationError({"to": [Rule("range.order")]})
            if count > MAX_MONTHS:
                raise ValidationError({"to": [Rule("range.max", max=MAX_MONTHS)]})
