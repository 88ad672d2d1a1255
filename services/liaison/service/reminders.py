"""What time brings to activities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.liaison.domain.activities import reminders as rules
from services.liaison.service.activity_base import ActivityBase
from shared.messaging import scheduled
from shared.mongo import Unit


class ReminderMethods(ActivityBase):
    """Who may come is reminded the day before."""

    @scheduled(every=timedelta(seconds=30))
    def time_activities(self, moment: datetime) -> Iterator[tuple[str, Callable[[Unit], None]]]:
        """Remind of what begins within a day."""
        for bureau, id_, version in self.activities.due(moment):
            yield f"{id_}:{version}", partial(self._remind_of, bureau, id_, moment)

    def _remind_of(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        activity = self.activities.get(bureau, id_)
        replies = self.activities.sign_ups(bureau, id_, {})
        outlets = self.outlets.several(bureau, [each.outlet for each in replies])
        change = rules.remind(activity, rules.able(activity, replies, outlets), moment)
        if change is not None:
            seats = self.activities.seats(bureau, id_)
            self.activities.save(unit, activity, change, seats, seats)
