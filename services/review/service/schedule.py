"""What time brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.review.domain import Office, timing
from services.review.service.base import Base
from shared.holidays import workday
from shared.messaging import scheduled
from shared.mongo import Unit

Job = tuple[str, Callable[[Unit], None]]
# Rounds of one bureau that are counted anew in one go; further ones are in the next.
STEP = 500


class ScheduleMethods(Base):
    """Reminders of stages whose time is nearly over, or over; and times that follow the calendar."""

    @scheduled(every=timedelta(minutes=1))
    def remind(self, moment: datetime) -> Iterator[Job]:
        """Remind of what is due, each once."""
        for bureau, id_, version in self.reviews.due(moment):
            yield f"{id_}:{version}", partial(self._remind, bureau, id_, moment)

    @scheduled(every=timedelta(seconds=10))
    def recount(self, moment: datetime) -> Iterator[Job]:
        """Count the times of open rounds anew that were counted by another state of their bureau's calendar."""
        for bureau in self.reviews.waiting_bureaus():
            mark = self.calendars.of(bureau).mark
            for id_, version in self.reviews.counted_otherwise(bureau, mark, STEP):
                yield f"{id_}:{version}:{mark}", partial(self._recount, bureau, id_, moment)

    def _recount(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        review = self.reviews.get(bureau, id_)
        policy = self.policy_of(review)
        office = self.office(bureau, policy)
        change = timing.recount(review, office, Office(policy, workday), moment)
        if change is not None:
            self.reviews.save(unit, review, change)
        else:
            self.reviews.recounted(unit, review, office.mark)

    def _remind(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        review = self.reviews.get(bureau, id_)
        change = timing.remind(review, moment)
        if change is not None:
            self.reviews.save(unit, review, change)
