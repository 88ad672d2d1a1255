"""Two sequences side by side: what they share, in blocks, and what became of the rest.

What is shared takes time and memory by the product of the lengths, so that is bounded. Beyond the bounds whole runs
are looked for first, and then what lies between them; where that is too much as well only what both begin and end with
is shared, which is coarse and still right.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal
from zlib import crc32

# Products of lengths, after what both begin and end with: of one pair (12.5 MB, 0.1 s), and of a whole comparison.
LARGEST_PAIR = 100_000_000
MOST_CELLS = 400_000_000
# Every so many parts a run of them ends, wherever the same parts stand in another text.
RUN = 32
# old[i : i + n] is new[k : k + n]: i, k, n.
Block = tuple[int, int, int]
Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
START: Block = (0, 0, 0)


@dataclass(frozen=True)
class Reader:
    """How texts are read: in `characters` as people see them, and which blocks two sequences have in common, in
    order and as long as can be in all (`shared`)."""

    characters: Callable[[str], list[str]]
    shared: Callable[[Sequence[Hashable], Sequence[Hashable]], list[Block]]


@dataclass
class Budget:
    """What may still be looked for in a comparison."""

    left: int = field(default=MOST_CELLS)

    def take(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Whether these may be compared."""
        needed = len(old) * len(new)
        if needed > min(self.left, LARGEST_PAIR):
            return False
        self.left -= needed
        return True


def blocks(old: Sequence[str], new: Sequence[str], reader: Reader, budget: Budget) -> list[Block]:
    """What both have, in order."""
    head, tail = _ends(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = reader.shared(a, b) if budget.take(a, b) else _by_runs(a, b, reader, budget)
    found = [(0, 0, head), *((i + head, k + head, n) for i, k, n in middle)]
    return [block for block in (*found, (len(old) - tail, len(new) - tail, tail)) if block[2]]


def _by_runs(old: Sequence[str], new: Sequence[str], reader: Reader, budget: Budget) -> list[Block]:
    """What both have, of what is too long to be looked through at once: none when they have no whole run in common."""
    one, other = _runs(old), _runs(new)
    anchors = reader.shared(one, other) if budget.take(one, other) else []
    if not anchors:
        return []
    at, to = ([0, *accumulate(map(len, runs))] for runs in (one, other))
    found: list[Block] = []
    i = k = 0
    for run, its, count in (*anchors, (len(one), len(other), 0)):
        found += [(i + j, k + m, n) for j, m, n in blocks(old[i : at[run]], new[k : to[its]], reader, budget)]
        found += [(at[run], to[its], at[run + count] - at[run])] if count else []
        i, k = at[run + count], to[its + count]
    return found


def _runs(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """The parts in runs whose ends depend on nothing but the part that ends them."""
    ends = [n for n, part in enumerate(parts, 1) if crc32(part.encode("utf-8", "surrogatepass")) % RUN == 0]
    starts = [0, *ends]
    return [tuple(parts[i:j]) for i, j in zip(starts, [*ends, len(parts)], strict=True) if i < j]


def readable(old: Sequence[str], new: Sequence[str], found: list[Block]) -> list[Block]:
    """The same without what only happens to be alike: single characters between parts that were written anew."""
    last = (len(old), len(new), 0)
    moved = _joined(old, new, [*found, last])
    kept = [START]
    for block in moved:
        while len(kept) > 1 and kept[-1][2] < min(_changed(kept[-2], kept[-1]), _changed(kept[-1], block)):
            kept.pop()
        kept.append(block)
    return [block for block in kept if block[2]]


def opcodes(found: Sequence[Block], old: int, new: int) -> Iterator[Opcode]:
    """What becomes of `old` parts to make `new` ones, in difflib's form."""
    i = k = 0
    for j, m, n in (*found, (old, new, 0)):
        if i < j or k < m:
            yield "delete" if k == m else "insert" if i == j else "replace", i, j, k, m
        if n:
            yield "equal", j, j + n, m, m + n
        i, k = j + n, m + n


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much both begin with, and how much of the rest both end with."""
    shortest = min(len(old), len(new))
    head = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    tail = next((n for n in range(shortest - head) if old[-1 - n] != new[-1 - n]), shortest - head)
    return head, tail


def _joined(old: Sequence[str], new: Sequence[str], found: list[Block]) -> list[Block]:
    """Changes are one where what lies between them can as well come after the second: 李某某 → 王某 is 李某 → 王,
    not 李 → 王 and one 某 of two less."""
    joined = [START]
    for each in found:
        block = each
        while len(joined) > 1 and _changed(joined[-2], joined[-1]):
            later = _later(old, new, joined[-1], block)
            if later is None:
                break
            joined.pop()
            block = later
        joined.append(block)
    return joined[1:]


def _later(old: Sequence[str], new: Sequence[str], one: Block, other: Block) -> Block | None:
    """Both blocks as one that ends where the other ends, if what lies between them allows that."""
    (i, k, n), (j, m, _) = one, other
    gone, come = j - i - n, m - k - n
    if gone and come:
        return None
    if old[i : i + n] != old[i + gone : j] or new[k : k + n] != new[k + come : m]:
        return None
    return i + gone, k + come, n + other[2]


def _changed(one: Block, other: Block) -> int:
    """How much lies between two blocks, on the side that has more."""
    return max(other[0] - one[0] - one[2], other[1] - one[1] - one[2])
