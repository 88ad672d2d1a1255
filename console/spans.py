"""Text with marks on it, cut into pieces. Offsets are Unicode characters, as the API and Python count them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any


def pieces(text: str, marks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The text cut wherever a mark begins or ends, each piece `{text, start, marks}`; together they are the text.

    A mark is anything with `start` and `end` (not included). Marks may overlap, and reach beyond the text; those
    without a place (an end that is not after the start, or None) are on no piece.
    """
    placed = [mark for mark in marks if _placed(mark)]
    inside = {min(max(mark[side], 0), len(text)) for mark in placed for side in ("start", "end")}
    cuts = sorted({0, len(text), *inside})
    return [
        {
            "text": text[start:end],
            "start": start,
            "marks": [m for m in placed if m["start"] <= start and end <= m["end"]],
        }
        for start, end in pairwise(cuts)
    ]


def _placed(mark: Mapping[str, Any]) -> bool:
    start, end = mark.get("start"), mark.get("end")
    return isinstance(start, int) and isinstance(end, int) and end > start
