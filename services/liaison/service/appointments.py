"""Appointments in calendars: what requests were answered with that is at a time and place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.liaison.domain.requests import Asker
from services.liaison.domain.requests import appointments as rules
from services.liaison.domain.requests.appointments import Appointment
from services.liaison.service.base import Base, Data
from shared.context import RequestContext
from shared.contracts import calendar_feeds as contracts
from shared.messaging import query

# How many a calendar has at most.
MOST = 500
SAME = ("id", "starts_at", "place", "off")
OF_REQUEST = ("number", "kind", "title", "outlet")


class AppointmentMethods(Base):
    """To whom they concern, as the request itself is seen."""

    @query(contracts.AppointmentsQuery)
    def appointments(self, data: Data, context: RequestContext) -> Data:
        """One's own of a time."""
        asker = self.asker(context, self.office(context.bureau))
        found = self.appointments_of(asker, data["since"], data["until"])
        return {"items": self.appointment_views(context.bureau, found)}

    def appointments_of(self, asker: Asker, since: datetime, until: datetime | None = None) -> list[Appointment]:
        """Those that begin in a time and are in somebody's calendar, by when they begin."""
        ways: list[Data] = [{"outlet": {"$in": sorted(asker.own)}}] if asker.own else []
        if asker.actor.is_staff:
            ways += [{"officer": asker.account}, {"unit": {"$in": asker.headed}}]
        if not ways:
            return []
        requests = self.requests.appointed(asker.actor.bureau, ways, since, until, MOST)
        found = [each for one in requests if rules.concern(one, asker) for each in rules.of(one)]
        within = [each for each in found if since <= each.starts_at and (until is None or each.starts_at < until)]
        return sorted(within, key=lambda each: (each.starts_at, each.id))

    def appointment_views(self, bureau: str, found: list[Appointment]) -> list[dict[str, Any]]:
        """`AppointmentView` of each."""
        outlets = self.outlets.several(bureau, [each.request.outlet for each in found])
        return [
            {name: getattr(each, name) for name in SAME}
            | {name: getattr(each.request, name) for name in OF_REQUEST}
            | {
                "request": each.request.id,
                "outlet_name": outlets[each.request.outlet].name if each.request.outlet in outlets else "",
            }
            for each in found
        ]
