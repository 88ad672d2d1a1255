"""A bureau's working days: adopted by year, told, and missed when nobody enters them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.outlet import workday_schemas as schemas
from services.outlet.domain import permissions, workdays
from services.outlet.repository import Workdays
from services.outlet.service.base import Base, Data
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import outlet_workdays as contracts
from shared.contracts.workday_terms import Basis
from shared.errors import NotFound
from shared.events import WorkdaysAdopted, WorkdaysMissing
from shared.holidays import workday
from shared.messaging import Repository, command, query, scheduled
from shared.mongo import Unit
from shared.paging import after, page

Job = tuple[str, Callable[[Unit], None]]
YEAR = re.compile(r"20[0-9]{2}")


class WorkdayMethods(Base):
    """One calendar for all services."""

    workday_store = Repository(Workdays)

    @command(contracts.AdoptWorkdays)
    def adopt_workdays(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Enter or correct a year. Raises: Invalid, VersionMismatch."""
        permissions.require_staff(context.actor, Role.SCORING_MANAGER)
        self.accounts.require_actor(unit, context.actor, Role.SCORING_MANAGER)
        moment = now()
        before = self.workday_store.current(context.bureau, _year(data))
        context.require_version(before.version)
        made = schemas.made(data, context.actor.account, moment)
        year = workdays.adopt(before, schemas.days(data), made, local_date(moment), workday)
        if year is not before:
            self.workday_store.add(unit, context.bureau, year)
            told = WorkdaysAdopted(made.by, year.state(), made.reason)
            unit.emit(told, subject=str(year.year), version=year.version, bureau=context.bureau)
        return schemas.year_view(year, local_date(moment))

    @query(contracts.WorkdaysQuery)
    def workdays(self, data: Data, context: RequestContext) -> Data:
        """How a year counts."""
        return schemas.year_view(self.workday_store.current(context.bureau, _year(data)), local_date(now()))

    @query(contracts.WorkdaysListQuery)
    def workdays_list(self, _data: Data, context: RequestContext) -> Data:
        """By what this year, the next and those that were entered count."""
        today = local_date(now())
        years = {today.year, today.year + workdays.AHEAD, *self.workday_store.years(context.bureau)}
        found = [self.workday_store.current(context.bureau, year) for year in sorted(years, reverse=True)]
        may = ["adopt"] if context.actor.has(Role.SCORING_MANAGER) else []
        return {"items": [schemas.summary_view(year, today) for year in found], "next": None, "may": may}

    @query(contracts.WorkdaysHistoryQuery)
    def workdays_history(self, data: Data, context: RequestContext) -> Data:
        """The versions of a year."""
        (below,) = after(data, int) or [2**31]
        found = self.workday_store.versions(context.bureau, _year(data), below, data["limit"])
        shown, today = page(found, data["limit"], lambda year: [year.version]), local_date(now())
        return shown | {"items": [schemas.year_view(year, today) for year in shown["items"]]}

    @scheduled(every=timedelta(hours=1))
    def miss_workdays(self, moment: datetime) -> Iterator[Job]:
        """Have administrators told, once a month, that the days of a year are not known which should be by now."""
        today = local_date(moment)
        year = workdays.expected(today)
        for bureau in self.outlets.bureaus():
            if self.workday_store.current(bureau, year).basis is Basis.GUESS:
                yield f"{bureau}:{year}:{today:%Y-%m}", partial(self._miss, bureau, year)

    def _miss(self, bureau: str, year: int, unit: Unit) -> None:
        found = self.workday_store.current(bureau, year)
        if found.basis is Basis.GUESS:
            unit.emit(WorkdaysMissing("", year), subject=str(year), version=found.version, bureau=bureau)


def _year(data: Data) -> int:
    """The year that a request names. Raises: NotFound for what is none."""
    if YEAR.fullmatch(data["year"]) is None:
        raise NotFound("workdays.not_found")
    return int(data["year"])
