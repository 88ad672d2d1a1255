"""Events of the other services, told to those whom they concern."""

from __future__ import annotations

from services.notification import domain
from services.notification.service.base import Base
from shared.events import Event, OutletEvent, Received
from shared.messaging import NotYet, handles
from shared.mongo import Unit


class TellingMethods(Base):
    """The inbox's one source."""

    @handles(*domain.RULES)
    def tell(self, unit: Unit, event: Received[Event]) -> None:
        """Put what the event says into the inboxes of those whom it concerns. Raises: NotYet for an unknown outlet."""
        addresses = self._keep(unit, event)
        actor = getattr(event.data, "by", "")
        for notice in domain.notices(event.data, event.subject, self._named(event)):
            item = self.put(unit, event.bureau, event.id, event.time, notice, by=actor)
            addresses.update(notice.to)
            if actor and notice.shared:
                # What a role or all outlets are told by one of their own is not new to that one.
                self.inbox_items.mark(unit, event.bureau, actor, item)
        self.changed(unit, event.bureau, addresses, event.id)

    def _keep(self, unit: Unit, event: Received[Event]) -> set[str]:
        """Remember the outlet's newest state; the accounts that it may reach otherwise from now on."""
        if not isinstance(event.data, OutletEvent):
            return set()
        outlet = domain.outlet_of(event.data.outlet)
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)
        return domain.moved(event.data)

    def _named(self, event: Received[Event]) -> list[domain.Outlet]:
        """The outlets that an event names by their ids. Raises: NotYet when one is not known."""
        ids = domain.outlet_ids(event.data)
        known = self.outlets.several(event.bureau, ids)
        if missing := [id_ for id_ in ids if id_ not in known]:
            raise NotYet(f"outlets not known yet: {', '.join(missing)}")
        return [known[id_] for id_ in ids]
