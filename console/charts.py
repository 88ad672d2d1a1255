"""Charts as SVG, laid out here and drawn by the macro `bars` of templates/parts.html.

Widths are per cent of what there is, so that the text keeps its size on a phone; heights are pixels. Each bar is a
link to the list behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.words import number

ROW: Final = 28
# Where bars begin and how far the longest goes: labels stand before, numbers after it. Per cent.
BEGIN: Final = 33.0
ROOM: Final = 50.0
GAP: Final = 1.0
# So many characters of a label fit before the bars of a phone.
SHORT: Final = 7


def bars(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Horizontal bars, one under the other, for the macro `bars`.

    A row has `label`, `href` and `value` (a number), or `parts`: several numbers, stacked, each in its tone; `shown` is
    the text of the number where it is not the number itself, `tone` the colour (0 to 4) of a bar that is not stacked.
    What is below zero has no length.
    """
    whole = [_parts(row) for row in rows]
    most = max((sum(value for value, _ in parts) for parts in whole), default=0.0) or 1.0
    made = [_bar(row, parts, most, place * ROW) for place, (row, parts) in enumerate(zip(rows, whole, strict=True))]
    return {"height": len(made) * ROW, "bars": made}


def _parts(row: Mapping[str, Any]) -> list[tuple[float, int]]:
    if "parts" in row:
        return [(max(float(value), 0.0), tone) for tone, value in enumerate(row["parts"])]
    return [(max(float(row["value"]), 0.0), int(row.get("tone", 0)))]


def _bar(row: Mapping[str, Any], parts: Sequence[tuple[float, int]], most: float, y: int) -> dict[str, Any]:
    drawn, x = [], BEGIN
    for value, tone in parts:
        width = value / most * ROOM
        drawn.append({"x": round(x, 2), "width": round(width, 2), "tone": tone})
        x += width
    label = str(row["label"])
    shown = row.get("shown") or number(row.get("value", sum(value for value, _ in parts)))
    return {
        "href": row["href"], "label": label, "short": label if len(label) <= SHORT else label[: SHORT - 1] + "…",
        "shown": str(shown), "y": y, "parts": drawn, "end": round(x + GAP, 2),
    }  # fmt: skip
