"""What time brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.review.domain import timing
from services.review.service.base import Base
from shared.messaging import scheduled
from shared.mongo import Unit

Job = tuple[str, Callable[[Unit], None]]


class ScheduleMethods(Base):
    """Reminders of stages whose time is nearly over, or over."""

    @scheduled(every=timedelta(minutes=1))
    def remind(self, moment: datetime) -> Iterator[Job]:
        """Remind of what is due, each once."""
        for bureau, id_, version in self.reviews.due(moment):
            yield f"{id_}:{version}", partial(self._remind, bureau, id_, moment)

    def _remind(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        review = self.reviews.get(bureau, id_)
        change = timing.remind(review, moment)
        if change is not None:
            self.reviews.save(unit, review, change)
