"""How fast the bureau responds, and how content askers are."""

from __future__ import annotations

from services.liaison import figures
from services.liaison.domain.requests.permissions import READERS
from services.liaison.repository import Statistics
from services.liaison.service.base import Base, Data
from shared.context import RequestContext
from shared.contracts import liaison as contracts
from shared.messaging import Repository, query
from shared.months import Period


class StatisticsMethods(Base):
    """Reading; what is counted is counted with the changes of requests."""

    tallies = Repository(Statistics)

    @query(contracts.RequestStatisticsQuery)
    def statistics(self, data: Data, context: RequestContext) -> Data:
        """Response times and satisfaction of some months: to who serves outlets by persons, too, and to nobody who acts
        for one."""
        bureau, months = context.bureau, Period(data["from"], data["to"])
        policy, units = self.policy(bureau), self.desk.units(bureau)
        found = self.tallies.of(bureau, months)
        persons = context.actor.has(*READERS) and not self.own(context)
        names = self.people(bureau, {each.place.officer for each in found}) if persons else {}
        before = self.tallies.of(bureau, months.previous) if "compare" in data else None
        return figures.months_view(months, found, policy, units) | {
            "officers": figures.officers_view(found, names) if persons else [],
            "previous": None if before is None else figures.months_view(months.previous, before, policy, units),
        }
