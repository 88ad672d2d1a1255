"""One text beside another, by characters as people see them."""

from __future__ import annotations

from dataclasses import dataclass

from services.submission.domain.aligned import Budget, Reader, blocks, opcodes, readable


@dataclass(frozen=True)
class Piece:
    """Part of a changed line: kept, only in the old one (`delete`) or only in the new one (`insert`)."""

    op: str
    text: str


def pieces(old: str, new: str, reader: Reader, budget: Budget) -> tuple[Piece, ...]:
    """What was kept, taken out and put in, in order."""
    a, b = reader.characters(old), reader.characters(new)
    found: list[Piece] = []
    for op, i, j, k, m in opcodes(readable(a, b, blocks(a, b, reader, budget)), len(a), len(b)):
        if op == "equal":
            found.append(Piece("equal", "".join(a[i:j])))
            continue
        pair = (Piece("delete", "".join(a[i:j])), Piece("insert", "".join(b[k:m])))
        found += [piece for piece in pair if piece.text]
    return tuple(found)


def kept(found: tuple[Piece, ...]) -> float:
    """How much of both was kept, from 0 to 1."""
    same = sum(len(piece.text) for piece in found if piece.op == "equal")
    other = sum(len(piece.text) for piece in found if piece.op != "equal")
    return 2 * same / (2 * same + other) if found else 1.0
