"""What the audit trail says, rows with their results, whoever they turned out to be of."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from gateway.audit.joining import whole
from gateway.audit.kept import ROWS


def trail(db: Database[dict[str, Any]], **match: Any) -> list[dict[str, Any]]:
    """All rows with these values, by the order of their making; a value may be the beginning of an operation: `x.*`."""
    return [row for row in whole(db, db[ROWS].find().sort("_id", 1)) if all(_is(row, *each) for each in match.items())]


def _is(row: dict[str, Any], name: str, value: Any) -> bool:
    if isinstance(value, str) and value.endswith(".*"):
        return str(row[name]).startswith(value[:-1])
    return bool(row[name] == value)
