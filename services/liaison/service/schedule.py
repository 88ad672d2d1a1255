"""What time brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from services.liaison.domain.requests import Acting, clock, moves
from services.liaison.service.base import Base
from shared.messaging import scheduled
from shared.mongo import Unit

Job = tuple[str, Callable[[Unit], None]]
# Requests of one bureau that are counted anew in one go; further ones are in the next.
STEP = 500


class ScheduleMethods(Base):
    """Reminders, answers that nobody says anything of, and times that follow the calendar."""

    @scheduled(every=timedelta(minutes=1))
    def remind(self, moment: datetime) -> Iterator[Job]:
        """Remind of what is nearly or entirely late, each once; close what nobody rated in time."""
        for bureau, id_, version in self.requests.due(moment):
            yield f"{id_}:{version}", partial(self._remind, bureau, id_, moment)

    @scheduled(every=timedelta(seconds=10))
    def recount(self, moment: datetime) -> Iterator[Job]:
        """Count the times anew that were counted by another state of the bureau's calendar."""
        for bureau in self.requests.waiting_bureaus():
            mark = self.calendars.of(bureau).mark
            for id_, version in self.requests.counted_otherwise(bureau, mark, STEP):
                yield f"{id_}:{version}:{mark}", partial(self._recount, bureau, id_, moment)

    def _remind(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        request = self.requests.get(bureau, id_)
        office = self.office(bureau, request.outlet)
        change = clock.remind(request, office, moment) or moves.lapse(request, Acting("", office, moment))
        if change is not None:
            self.requests.save(unit, request, change)

    def _recount(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        request = self.requests.get(bureau, id_)
        office = self.office(bureau, request.outlet)
        if request.clock is not None:
            office = replace(office, policy=office.under(request.clock.policy))
        if (change := clock.recount(request, office, moment)) is not None:
            self.requests.save(unit, request, change)
        else:
            self.requests.recounted(unit, request, office.mark)
