"""Two revisions side by side: lines, and within changed lines the characters.

difflib takes quadratic time on hostile texts, so what is compared finely is bounded; beyond the bounds a whole
part is shown as replaced, which is coarse and still right.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from services.submission.domain.revision import FIELDS, Revision

# Lines of either side after what both begin and end with; characters of one line; characters in all.
MOST_LINES = 1_000
LONGEST_LINE = 500
MOST_CHARACTERS = 10_000
CONTEXT = 3
Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """Part of a changed line: kept, only in the old one (`delete`) or only in the new one (`insert`)."""

    op: str
    text: str


@dataclass(frozen=True)
class Hunk:
    """Lines [old_start, old_start + len(old)) that became [new_start, …), counted from 1. `op` is equal, insert,
    delete or replace; `pieces` show each changed pair of lines by characters where that was affordable."""

    op: str
    old_start: int
    new_start: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    pieces: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What changed from one revision to another. `changed` names what differs besides the text."""

    older: Revision
    newer: Revision
    title: tuple[Piece, ...]
    body: tuple[Hunk, ...]
    unified: str
    added: tuple[Any, ...]
    removed: tuple[Any, ...]
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether approval of the one is approval of the other."""
        return self.older.hash == self.newer.hash


@dataclass
class _Budget:
    left: int = field(default=MOST_CHARACTERS)

    def take(self, *texts: str) -> bool:
        """Whether these texts may be compared by characters."""
        needed = sum(map(len, texts))
        if needed > self.left or max(map(len, texts)) > LONGEST_LINE:
            return False
        self.left -= needed
        return True


class _Decided(difflib.SequenceMatcher[str]):
    """Groups opcodes that are known already."""

    def __init__(self, opcodes: list[Opcode]) -> None:
        super().__init__(None, "", "")
        self._known = opcodes

    def get_opcodes(self) -> list[Opcode]:
        """Those."""
        return list(self._known)


def compare(older: Revision, newer: Revision) -> Comparison:
    """What changed between two revisions."""
    old, new = older.body.split("\n"), newer.body.split("\n")
    budget = _Budget()
    names = (f"revision {older.number}", f"revision {newer.number}")
    opcodes = list(_opcodes(old, new))
    has, had = ({each.sha256 for each in one.attachments} for one in (newer, older))
    return Comparison(
        older=older,
        newer=newer,
        title=_pieces(older.title, newer.title, budget),
        body=tuple(_hunk(old, new, opcode, budget) for opcode in opcodes),
        unified="\n".join(_unified(old, new, opcodes, names)),
        added=tuple(each for each in newer.attachments if each.sha256 not in had),
        removed=tuple(each for each in older.attachments if each.sha256 not in has),
        changed=tuple(name for name in FIELDS[3:] if getattr(older, name) != getattr(newer, name)),
    )


def _hunk(old: Sequence[str], new: Sequence[str], opcode: Opcode, budget: _Budget) -> Hunk:
    op, i, j, k, m = opcode
    one, other = tuple(old[i:j]), tuple(new[k:m])
    pairs = zip(one, other, strict=False) if op == "replace" else ()
    return Hunk(op, i + 1, k + 1, one, other, tuple(_pieces(a, b, budget) for a, b in pairs))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    """As difflib gives them, with the common beginning and end taken off first."""
    shortest = min(len(old), len(new))
    head = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    tail = next((n for n in range(shortest - head) if old[-1 - n] != new[-1 - n]), shortest - head)
    if head:
        yield "equal", 0, head, 0, head
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if a and b and max(len(a), len(b)) <= MOST_LINES:
        for op, i, j, k, m in difflib.SequenceMatcher(None, a, b).get_opcodes():
            yield op, i + head, j + head, k + head, m + head
    elif a or b:
        whole: Opcode = (
            "replace" if a and b else "delete" if a else "insert",
            head,
            head + len(a),
            head,
            head + len(b),
        )
        yield whole
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _pieces(old: str, new: str, budget: _Budget) -> tuple[Piece, ...]:
    if old == new:
        return (Piece("equal", old),) if old else ()
    if not budget.take(old, new):
        whole = (Piece("delete", old), Piece("insert", new))
        return tuple(piece for piece in whole if piece.text)
    found: list[Piece] = []
    for op, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if op == "equal":
            found.append(Piece("equal", old[i:j]))
            continue
        found += [piece for piece in (Piece("delete", old[i:j]), Piece("insert", new[k:m])) if piece.text]
    return tuple(found)


def _unified(old: Sequence[str], new: Sequence[str], opcodes: list[Opcode], names: tuple[str, str]) -> Iterator[str]:
    """The unified form (POSIX diff -u) with `CONTEXT` lines around each change; nothing when nothing changed."""
    if all(opcode[0] == "equal" for opcode in opcodes):
        return
    yield f"--- {names[0]}"
    yield f"+++ {names[1]}"
    for group in _Decided(opcodes).get_grouped_opcodes(CONTEXT):
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
