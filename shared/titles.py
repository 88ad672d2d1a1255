"""Titles within Chinese title marks (书名号)."""

from __future__ import annotations

from typing import Final

OPENING: Final = "《〈"
CLOSING: Final = "》〉"


def in_marks(title: str) -> str:
    """A title in 《》, with 〈〉 for the marks within it and 《》 again within those.

    Marks that it has around the whole of it are these.
    Source: GB/T 15834-2011, 标点符号用法, 4.15.3.
    """
    depth, found = 0, []
    for character in _bare(title):
        if character in OPENING:
            found.append("〈《"[depth % 2])
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
            found.append("〉》"[depth % 2])
        else:
            found.append(character)
    return f"《{''.join(found)}》"


def _bare(title: str) -> str:
    """What stands within the marks of a title that has one pair of them around the whole of it."""
    depth = 0
    for place, character in enumerate(title if title.startswith("《") else ""):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0:
            return title[1:-1] if place == len(title) - 1 else title
    return title
