"""Two revisions side by side: lines, and within changed lines the characters."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.submission.domain.aligned import Budget, Opcode, Reader, blocks, opcodes
from services.submission.domain.moves import ALIKE, Move, Side, moves
from services.submission.domain.pieces import Piece, kept, pieces
from services.submission.domain.revision import FIELDS, Revision

CONTEXT = 3


@dataclass(frozen=True)
class Hunk:
    """Lines [old_start, old_start + len(old)) that became [new_start, …), counted from 1. `op` is equal, insert,
    delete or replace; `pieces` show each changed pair of lines by characters."""

    op: str
    old_start: int
    new_start: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    pieces: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What changed from one revision to another. `moves` are lines that `body` shows as gone here and come there;
    `changed` names what differs besides the text."""

    older: Revision
    newer: Revision
    title: tuple[Piece, ...]
    body: tuple[Hunk, ...]
    moves: tuple[Move, ...]
    unified: str
    added: tuple[Any, ...]
    removed: tuple[Any, ...]
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether approval of the one is approval of the other."""
        return self.older.hash == self.newer.hash


class _Decided(difflib.SequenceMatcher[str]):
    """Groups opcodes that are known already."""

    def __init__(self, opcodes: list[Opcode]) -> None:
        super().__init__(None, "", "")
        self._known = opcodes

    def get_opcodes(self) -> list[Opcode]:
        """Those."""
        return list(self._known)


def compare(older: Revision, newer: Revision, reader: Reader) -> Comparison:
    """What changed between two revisions."""
    old, new = older.body.split("\n"), newer.body.split("\n")
    budget = Budget()
    names = (f"revision {older.number}", f"revision {newer.number}")
    lines = list(opcodes(blocks(old, new, reader, budget), len(old), len(new)))
    title = pieces(older.title, newer.title, reader, budget)
    hunks = [_hunk(old, new, opcode, reader, budget) for opcode in lines]
    has, had = ({each.sha256 for each in one.attachments} for one in (newer, older))
    return Comparison(
        older=older,
        newer=newer,
        title=title,
        body=tuple(hunks),
        moves=tuple(_moves(old, new, hunks, reader, budget)),
        unified="\n".join(_unified(old, new, lines, names)),
        added=tuple(each for each in newer.attachments if each.sha256 not in had),
        removed=tuple(each for each in older.attachments if each.sha256 not in has),
        changed=tuple(name for name in FIELDS[3:] if getattr(older, name) != getattr(newer, name)),
    )


def _hunk(old: Sequence[str], new: Sequence[str], opcode: Opcode, reader: Reader, budget: Budget) -> Hunk:
    op, i, j, k, m = opcode
    one, other = tuple(old[i:j]), tuple(new[k:m])
    pairs = zip(one, other, strict=False) if op == "replace" else ()
    return Hunk(op, i + 1, k + 1, one, other, tuple(pieces(a, b, reader, budget) for a, b in pairs))


def _moves(old: Sequence[str], new: Sequence[str], hunks: Sequence[Hunk], reader: Reader, budget: Budget) -> list[Move]:
    """Among what is gone and come, but for lines that were only changed where they stand."""
    gone, come = list[int](), list[int]()
    for hunk in hunks:
        if hunk.op != "equal":
            stay = {n for n, found in enumerate(hunk.pieces) if kept(found) >= ALIKE}
            gone += [hunk.old_start - 1 + n for n in range(len(hunk.old)) if n not in stay]
            come += [hunk.new_start - 1 + n for n in range(len(hunk.new)) if n not in stay]
    return moves(Side(old, gone), Side(new, come), reader, budget)


def _unified(old: Sequence[str], new: Sequence[str], lines: list[Opcode], names: tuple[str, str]) -> Iterator[str]:
    """The unified form (POSIX diff -u) with `CONTEXT` lines around each change; nothing when nothing changed."""
    if all(opcode[0] == "equal" for opcode in lines):
        return
    yield f"--- {names[0]}"
    yield f"+++ {names[1]}"
    for group in _Decided(lines).get_grouped_opcodes(CONTEXT):
        (_, i, _, k, _), (_, _, j, _, m) = group[0], group[-1]
        yield f"@@ -{_range(i, j)} +{_range(k, m)} @@"
        for op, i1, j1, k1, m1 in group:
            if op == "equal":
                yield from (f" {line}" for line in old[i1:j1])
                continue
            yield from (f"-{line}" for line in old[i1:j1])
            yield from (f"+{line}" for line in new[k1:m1])


def _range(start: int, end: int) -> str:
    """Lines from 1; an empty range names the line before it."""
    count = end - start
    return f"{start + 1 if count else start},{count}"
