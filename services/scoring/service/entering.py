"""The one way into the ledger: entries, standings, counters, gates and facts in one unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.scoring import schemas
from services.scoring.domain import Outlet, capping
from services.scoring.domain.adjusting import Adjustment
from services.scoring.domain.calendar import shut, year_of
from services.scoring.domain.facts import NOT_SUBMITTED, Facts, merge
from services.scoring.domain.ledger import Entry, Received, Scored, Step, advance
from services.scoring.domain.periods import Period, frontier
from services.scoring.domain.scheme import Book
from services.scoring.domain.scores import Place, Score, changes, differences
from services.scoring.repository import Seat
from services.scoring.service.base import Base
from shared.messaging import NotYet
from shared.mongo import Unit


@dataclass(frozen=True)
class Desk:
    """What a decision about points is made upon; read before anything else."""

    bureau: str
    calendar: int
    known: Mapping[str, Period]
    book: Book

    @property
    def frontier(self) -> str:
        """The last closed quarter."""
        return frontier(self.known.values())

    def missing(self, ids: Iterable[str]) -> list[str]:
        """Those of these periods that there are not yet, and that are not behind the last closed one."""
        return sorted({id_ for id_ in ids if id_ not in self.known and not self.shut(id_)})

    def shut(self, period: str) -> bool:
        """Whether a quarter, or all quarters of a year, are behind the last closed one."""
        return shut(period, self.frontier)


class _Taken:
    """What a step counts, enters and moves, by periods; standings behind the last closed quarter stand still."""

    def __init__(self, step: Step, desk: Desk) -> None:
        moved = changes(step.before, step.after).items()
        self.counted = differences(step.before.facts, step.after.facts)
        self.moved = {place: pair for place, pair in moved if not desk.shut(place[0])}
        self.entered = Counter(entry.period for entry in step.entries)
        self.touched = {*self.entered, *self.counted, *(period for period, _ in self.moved)}


class Entering(Base):
    """Enters what follows from facts, and what is entered by hand."""

    def desk(self, bureau: str) -> Desk:
        """What is known of a bureau's periods and schemes now."""
        calendar = self.periods.calendar(bureau)
        known = {period.id: period for period in self.periods.known(bureau)}
        return Desk(bureau, calendar, known, self.schemes.book_of(bureau, calendar))

    def receive(self, unit: Unit, desk: Desk, scored: Scored, received: Received) -> None:
        """Have a submission follow something received. Raises: NotYet for an outlet that is not known so far."""
        step = advance(scored, received, desk.book)
        if step is not None:
            self._enter(unit, desk, [(step, received), *self._capped(desk, step, received)])

    def settle(self, unit: Unit, desk: Desk, said: Sequence[tuple[Scored, Received]]) -> None:
        """Have submissions follow what an answer took back, each by the schemes that it was computed by before: a newer
        one has its own moment. What their works gained by calls makes room for others of the quarter."""
        caps = {scored.id: (scored, received) for scored, received in said if capping.is_cap(scored)}
        steps = []
        for scored, received in said:
            step = advance(scored, received, desk.book.until(scored.serial)) if scored.id not in caps else None
            if step is None:
                continue
            steps.append((step, received))
            for place, gain in capping.moved(step).items():
                id_ = capping.subject_id(place)
                cap, told = caps.get(id_) or (self.works.get(desk.bureau, id_), replace(received, fact=Facts()))
                caps[id_] = (cap, replace(told, fact=merge(told.fact or Facts(), capping.told(place, gain))))
        for cap, told in caps.values():
            if (step := advance(cap, told, desk.book.until(cap.serial))) is not None:
                steps.append((step, told))
        self._enter(unit, desk, steps)

    def adjust(self, unit: Unit, desk: Desk, adjustment: Adjustment, entry: Entry, *, correcting: bool = False) -> None:
        """Enter points by hand; with `correcting` into a period that is publicised. Raises: NotFound."""
        period = entry.period
        self._make(unit, desk, {period, year_of(period)})
        self.ledger.add(unit, desk.bureau, [entry])
        if correcting:
            self.periods.correct(unit, desk.bureau, period, 1)
        else:
            self.periods.enter(unit, desk.bureau, period, serial=desk.book.serial, entries=1)
        places = [(each, entry.outlet) for each in sorted({period, year_of(period)})]
        outlets = self._present(unit, desk.bureau, places)
        for each, outlet in places:
            self.standings.add(unit, self._seat(desk, each, outlets[outlet]), entry.cents)
            if each != period:
                self.periods.count(unit, desk.bureau, each, {"entries": 1})
        event = schemas.points_event([entry], adjustment.name)
        unit.emit(event, subject=adjustment.id, version=adjustment.version, bureau=desk.bureau)

    def _capped(self, desk: Desk, step: Step, received: Received) -> Iterator[tuple[Step, Received]]:
        """What follows for the quarters of outlets where a work gains more or less by its call."""
        for place, gain in capping.moved(step).items():
            said = replace(received, fact=capping.told(place, gain))
            more = advance(self.works.get(desk.bureau, capping.subject_id(place)), said, desk.book)
            if more is not None:
                yield more, said

    def _enter(self, unit: Unit, desk: Desk, steps: Sequence[tuple[Step, Received]]) -> None:
        """Keep the steps of a work and of what follows from it, one of each subject."""
        taken = [_Taken(step, desk) for step, _ in steps]
        touched = {period for one in taken for period in one.touched}
        self._make(unit, desk, touched | {year_of(period) for period in touched})
        outlets = self._present(unit, desk.bureau, [place for one in taken for place in one.moved])
        self.works.save(unit, steps)
        for (step, _), one in zip(steps, taken, strict=True):
            by = step.after.id
            self.ledger.add(unit, desk.bureau, step.entries)
            for period, count in sorted(one.entered.items()):
                self.periods.enter(unit, desk.bureau, period, serial=desk.book.serial, entries=count)
            self._count(unit, desk, one.counted, one.entered)
            self._score(unit, desk, by, one.moved, outlets)
            self._tell(unit, desk.bureau, step.entries, step)

    def _make(self, unit: Unit, desk: Desk, ids: Iterable[str]) -> None:
        if missing := desk.missing(ids):
            self.periods.turn(unit, desk.bureau, desk.calendar)
            self.periods.make(unit, desk.bureau, missing, desk.book.serial)

    def _count(
        self, unit: Unit, desk: Desk, counted: Mapping[str, Mapping[str, int]], entered: Mapping[str, int]
    ) -> None:
        """Quarters count what belongs to them; years the same, and the entries of their quarters."""
        sums: dict[str, Counter[str]] = {}
        for period, moved in counted.items():
            if "Q" in period:
                for each in (period, year_of(period)):
                    sums.setdefault(each, Counter()).update(moved)
        for period, count in entered.items():
            sums.setdefault(year_of(period), Counter())["entries"] += count
        for period, total in sorted(sums.items()):
            if any(total.values()):
                self.periods.count(unit, desk.bureau, period, total)

    def _score(
        self,
        unit: Unit,
        desk: Desk,
        submission: str,
        moved: Mapping[Place, tuple[Score, Score]],
        outlets: Mapping[str, Outlet],
    ) -> None:
        revisions = self.standings.revisions(desk.bureau, moved)
        for place, pair in moved.items():
            period, outlet = place
            seat = self._seat(desk, period, outlets[outlet])
            self.standings.score(unit, seat, submission, pair, revisions.get(place, 0))

    def _seat(self, desk: Desk, period: str, outlet: Outlet) -> Seat:
        scheme = self.rules(desk.known.get(period, Period(period, desk.bureau)), desk.book)
        return Seat(desk.bureau, period, outlet, scheme)

    def _present(self, unit: Unit, bureau: str, places: Iterable[Place]) -> dict[str, Outlet]:
        """The outlets of these places, each noted where it is new. Raises: NotYet."""
        wanted: dict[str, set[str]] = {}
        for period, outlet in places:
            wanted.setdefault(outlet, set()).add(period)
        present = self.outlets.presences(bureau, wanted)
        outlets: dict[str, Outlet] = self.outlets.newest(bureau, wanted)
        for id_, periods in sorted(wanted.items()):
            if id_ not in outlets:
                raise NotYet(f"outlet {id_} is not known here so far")
            rev, noted = present[id_]
            if new := periods - set(noted):
                self.outlets.present(unit, bureau, id_, rev, new)
        return outlets

    def _tell(self, unit: Unit, bureau: str, entries: Iterable[Entry], step: Step) -> None:
        """One event per outlet and period for what was reversed, and one for what was entered."""
        subject = step.after.facts.subject
        groups: dict[tuple[str, str, bool], list[Entry]] = {}
        for entry in entries:
            groups.setdefault((entry.outlet, entry.period, not entry.reverses), []).append(entry)
        for _, group in sorted(groups.items()):
            event = schemas.points_event(group, subject.title if subject else "")
            if subject is not None and subject.kind in NOT_SUBMITTED:
                event = replace(event, submission="")  # nothing that anybody could look up as a submission
            unit.emit(event, subject=step.after.id, version=step.after.version, bureau=bureau)
