"""Charts, laid out here and drawn by the macro `bars` of templates/parts.html: what a bar is and its number stand above
it as text, which wraps and is never cut, and the bar is SVG.

Widths are per cent of what there is. Each bar is a link to the list behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.words import number

# How far the longest bar goes. Per cent.
ROOM: Final = 100.0


def bars(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Horizontal bars, one under the other, for the macro `bars`.

    A row has `label`, `href` and `value` (a number), or `parts`: several numbers, stacked, each in its tone; `shown` is
    the text of the number where it is not the number itself, `tone` the colour (0 to 4) of a bar that is not stacked.
    What is below zero has no length.
    """
    whole = [_parts(row) for row in rows]
    most = max((sum(value for value, _ in parts) for parts in whole), default=0.0) or 1.0
    return {"bars": [_bar(row, parts, most) for row, parts in zip(rows, whole, strict=True)]}


def _parts(row: Mapping[str, Any]) -> list[tuple[float, int]]:
    if "parts" in row:
        return [(max(float(value), 0.0), tone) for tone, value in enumerate(row["parts"])]
    return [(max(float(row["value"]), 0.0), int(row.get("tone", 0)))]


def _bar(row: Mapping[str, Any], parts: Sequence[tuple[float, int]], most: float) -> dict[str, Any]:
    drawn, x = [], 0.0
    for value, tone in parts:
        width = value / most * ROOM
        drawn.append({"x": round(x, 2), "width": round(width, 2), "tone": tone})
        x += width
    shown = row.get("shown") or number(row.get("value", sum(value for value, _ in parts)))
    return {"href": row["href"], "label": str(row["label"]), "shown": str(shown), "parts": drawn}
