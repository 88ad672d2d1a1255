"""What identifies people of a closed outlet is erased when nobody can need it any more (个人信息保护法 47)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.outlet.domain import lifecycle
from services.outlet.service.base import Base, Data
from shared.messaging import scheduled
from shared.mongo import Unit

Job = tuple[str, Callable[[Unit], None]]


class RetentionMethods(Base):
    """Erasing by time."""

    @scheduled(every=timedelta(hours=1))
    def erase_contacts(self, moment: datetime) -> Iterator[Job]:
        """Erase contacts and operators of outlets that closed long enough ago, by this clock and by the database's."""
        for row in self.outlets.erasable(moment, self.retention.contacts):
            yield str(row["_id"]), partial(self._erase, row, moment)

    def _erase(self, row: Data, moment: datetime, unit: Unit) -> None:
        outlet = self.outlets.get(row["bureau"], row["_id"])
        self.outlets.save(unit, outlet, lifecycle.erase(outlet, moment))
