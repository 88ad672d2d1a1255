"""Paragraphs that stand elsewhere: what a comparison by lines shows as gone here and come there.

Those that are the same are found by themselves; those that were edited a little by what they have in common of some
runs of characters, a fixed number of each line, so that the effort is by the length of the texts and not by its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from services.submission.domain.aligned import Budget, Reader
from services.submission.domain.pieces import Piece, kept, pieces

# A shorter line is anywhere by chance.
LEAST = 4
# So much must have been kept of an edited one.
ALIKE = 0.6
# Of its runs of so many characters a line is known by so few, the lowest by hash: alike lines share most of them.
RUN, KNOWN_BY = 4, 8
# What more lines have in common tells nothing of one; and of so many that are likely one is looked for.
CROWD, LIKELY = 16, 3
Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Move:
    """Lines from `old_start` on, as many as `pieces` has, that stand from `new_start` on; counted from 1. `pieces`
    show each by characters."""

    old_start: int
    new_start: int
    pieces: tuple[Pieces, ...]


@dataclass(frozen=True)
class Side:
    """The lines of one text, and which of them are changed (by number from 0)."""

    lines: Sequence[str]
    changed: Sequence[int]

    def but(self, found: Container[int]) -> Side:
        """Those changed lines that are not among the found."""
        return Side(self.lines, [n for n in self.changed if n not in found])

    @property
    def telling(self) -> Side:
        """Those changed lines that are long enough to be told from others."""
        return Side(self.lines, [n for n in self.changed if len(self.lines[n].strip()) >= LEAST])


def moves(old: Side, new: Side, reader: Reader, budget: Budget) -> list[Move]:
    """What was moved of the changed lines, in the order of the old text."""
    gone, come = old.telling, new.telling
    found = _same(gone, come)
    found |= _edited(gone.but(found), come.but({k for k, _ in found.values()}), reader, budget)
    return _joined(old.lines, new.lines, found)


def _same(old: Side, new: Side) -> dict[int, tuple[int, Pieces]]:
    places: dict[str, deque[int]] = defaultdict(deque)
    for k in new.changed:
        places[new.lines[k]].append(k)
    gone = ((i, old.lines[i]) for i in old.changed)
    return {i: (places[line].popleft(), (Piece("equal", line),)) for i, line in gone if places[line]}


def _edited(old: Side, new: Side, reader: Reader, budget: Budget) -> dict[int, tuple[int, Pieces]]:
    having: dict[int, list[int]] = defaultdict(list)
    for k in new.changed:
        for mark in _marks(new.lines[k]):
            having[mark].append(k)
    found: dict[int, tuple[int, Pieces]] = {}
    taken = set[int]()
    for i in old.changed:
        for k in _likely(old.lines[i], having, taken):
            pair = pieces(old.lines[i], new.lines[k], reader, budget)
            if kept(pair) >= ALIKE:
                found[i] = k, pair
                taken.add(k)
                break
    return found


def _likely(line: str, having: Mapping[int, list[int]], taken: set[int]) -> list[int]:
    """The lines that have most of the marks of one."""
    lists = [having[mark] for mark in _marks(line) if mark in having]
    counted = Counter(k for each in lists if len(each) <= CROWD for k in each if k not in taken)
    return [k for k, _ in counted.most_common(LIKELY)]


def _marks(line: str) -> list[int]:
    """What a line is known by."""
    raw = line.strip()
    runs = {raw[n : n + RUN] for n in range(len(raw) - RUN + 1)}
    return sorted({crc32(run.encode("utf-8", "surrogatepass")) for run in runs})[:KNOWN_BY]


def _joined(old: Sequence[str], new: Sequence[str], found: Mapping[int, tuple[int, Pieces]]) -> list[Move]:
    """Neighbours that went together are one, with the empty lines between them."""
    joined: list[Move] = []
    for i in sorted(found):
        k, pair = found[i]
        last = joined[-1] if joined else None
        if last is not None:
            before, after = last.old_start - 1 + len(last.pieces), last.new_start - 1 + len(last.pieces)
            between = old[before:i]
            if i - before == k - after >= 0 and not any(map(str.strip, between)) and between == new[after:k]:
                joined[-1] = Move(last.old_start, last.new_start, (*last.pieces, *((),) * len(between), pair))
                continue
        joined.append(Move(i + 1, k + 1, (pair,)))
    return joined
