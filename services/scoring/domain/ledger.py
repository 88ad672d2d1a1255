"""The ledger (积分流水): append-only entries; what changes is reversed and entered again.

`advance` is the only way in which a submission's points come about, for live events and for a rebuild alike: facts
are merged, the lines that they should give are compared with those that stand, and the difference is entered.
So the order and the repetition of events do not matter for what stands in the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.scoring.domain.calendar import target
from services.scoring.domain.compute import RULES, compute
from services.scoring.domain.facts import Facts, merge
from services.scoring.domain.lines import Key, Line, Working
from services.scoring.domain.scheme import Book
from shared.contracts.scoring_terms import Cause

BY_HAND = "manual:"


@dataclass(frozen=True)
class Entry:
    """One entry. `home` is the quarter that it belongs to, `period` the one that it was entered into.

    `reverses` is the entry that it takes back; `reason` and `by` are those of an entry by hand.
    """

    id: str
    outlet: str
    period: str
    home: str
    cents: int
    rule: str
    scheme: int
    kind: Cause
    cause: str
    at: datetime
    submission: str = ""
    publication: str = ""
    reverses: str = ""
    working: Working | None = None
    reason: str = ""
    by: str = ""

    @property
    def late(self) -> str:
        """The quarter that it belongs to when that was no longer open."""
        return self.home if self.home != self.period else ""

    @property
    def by_hand(self) -> bool:
        """Whether a person entered it; its cause is an adjustment then, and no rule computes it."""
        return self.rule.startswith(BY_HAND)


@dataclass(frozen=True)
class Held:
    """A line that stands: its entry, and where that was entered."""

    entry: str
    period: str
    line: Line


@dataclass(frozen=True)
class Scored:
    """A submission as the ledger keeps it. `serial` is that of the newest scheme when it was computed last.

    `sums` are the cents of all its entries by period and outlet, `rules` the edition that it is computed by.
    """

    id: str
    bureau: str
    version: int = 0
    facts: Facts = field(default_factory=Facts)
    serial: int = -1
    held: Mapping[Key, Held] = field(default_factory=dict)
    sums: Mapping[tuple[str, str], int] = field(default_factory=dict)
    rules: int = RULES

    def stands(self, entry: str) -> bool:
        """Whether an entry was taken back neither by newer facts nor by an appeal."""
        return entry not in self.facts.settled and any(entry == held.entry for held in self.held.values())


@dataclass(frozen=True)
class Received:
    """What came in about a submission, and what it was decided upon: the journal keeps it for a rebuild.

    `fact` is None when nothing came but a newer scheme; `frontier` is the last closed quarter, `at` the moment of
    the cause.
    """

    cause: str
    kind: Cause
    at: datetime
    fact: Facts | None
    frontier: str


@dataclass(frozen=True)
class Step:
    """A submission before and after something was received, and the entries that this made."""

    before: Scored
    after: Scored
    entries: tuple[Entry, ...]


def advance(scored: Scored, received: Received, book: Book) -> Step | None:
    """What follows from something received; None when it says nothing new."""
    facts = merge(scored.facts, received.fact) if received.fact else scored.facts
    if facts == scored.facts and scored.serial == book.serial:
        return None
    held, entries = dict(scored.held), list[Entry]()
    computed = compute(book, facts, scored.rules)
    wanted = {line.key: line for line in computed.lines}
    settled = {key for key, old in held.items() if old.entry in facts.settled}
    once = {key[1:] for key in settled if key.rule in computed.once}
    for key in sorted(held.keys() | wanted.keys()):
        old, new = held.get(key), wanted.get(key)
        # To reverse what an appeal took back would take it back twice; to enter it anew, at another publication too
        # when the work has it once, would undo the answer.
        if _stands(old, new, received.frontier) or key in settled or (old is None and key[1:] in once):
            continue
        if old is not None:
            entries.append(_reversed(scored.id, old, received))
            del held[key]
        if new is not None:
            entries.append(_entered(scored.id, new, received))
            held[key] = Held(entries[-1].id, entries[-1].period, new)
    after = replace(
        scored,
        version=scored.version + 1,
        facts=facts,
        serial=book.serial,
        held=held,
        sums=_added(scored.sums, entries),
    )
    return Step(scored, after, tuple(entries))


def replay(scored: Scored, journal: Iterable[tuple[Received, int]], book: Book) -> Iterator[Entry]:
    """The entries that a submission's journal gives from nothing; each with the serial of the book of its time."""
    for received, serial in journal:
        step = advance(scored, received, book.until(serial))
        if step is not None:
            scored = step.after
            yield from step.entries


def entry_id(cause: str, *parts: str) -> str:
    """The id of an entry: the same for the same cause and place."""
    return hashlib.sha256("\n".join((cause, *parts)).encode()).hexdigest()[:32]


def effective(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that were not reversed."""
    known = list(entries)
    gone = {entry.reverses for entry in known if entry.reverses}
    return [entry for entry in known if entry.id not in gone and not entry.reverses]


def _stands(old: Held | None, new: Line | None, frontier: str) -> bool:
    """Whether an entry needs no correction: it is right, or wrong in its wording alone and its period is closed."""
    if old is None or new is None:
        return old is None and new is None
    if old.line == new:
        return True
    return old.period <= frontier and (old.line.cents, old.line.home) == (new.cents, new.home)


def _entered(submission: str, line: Line, received: Received) -> Entry:
    return Entry(
        id=entry_id(received.cause, submission, *line.key, "+"),
        outlet=line.key.outlet,
        period=target(line.home, received.frontier),
        home=line.home,
        cents=line.cents,
        rule=line.key.rule,
        scheme=line.scheme,
        kind=received.kind,
        cause=received.cause,
        at=received.at,
        submission=submission,
        publication=line.key.publication,
        working=line.working,
    )


def _reversed(submission: str, held: Held, received: Received) -> Entry:
    line = held.line
    return replace(
        _entered(submission, line, received),
        id=entry_id(received.cause, submission, *line.key, "-"),
        period=target(held.period, received.frontier),
        cents=-line.cents,
        reverses=held.entry,
    )


def _added(sums: Mapping[tuple[str, str], int], entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    found = dict(sums)
    for entry in entries:
        place = (entry.period, entry.outlet)
        found[place] = found.get(place, 0) + entry.cents
    return found
