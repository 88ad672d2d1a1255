"""Events of the other services, told to those whom they concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.notification import domain
from services.notification.domain import directory, outside, rumours
from services.notification.service.base import Base
from shared.context import Role
from shared.events import (
    ACCOUNT_FACTS,
    AccountErased,
    AccountEvent,
    AccountRolesChanged,
    Event,
    OutletEvent,
    Received,
    RequestEvent,
)
from shared.messaging import NotYet, handles
from shared.mongo import Unit


class TellingMethods(Base):
    """The inbox's one source."""

    @handles(*domain.RULES)
    def tell(self, unit: Unit, event: Received[Event]) -> None:
        """Put what the event says into the inboxes of those whom it concerns. Raises: NotYet for an unknown outlet."""
        addresses = self._keep(unit, event)
        actor = getattr(event.data, "by", "")
        for notice in self._open(event.bureau, domain.notices(event.data, event.subject, self._named(event))):
            item = self.put(unit, event.bureau, event.id, event.time, notice, by=actor)
            addresses.update(notice.to)
            if actor and notice.shared:
                # What a role or all outlets are told by one of their own is not new to that one.
                self.inbox_items.mark(unit, event.bureau, actor, item)
        self.changed(unit, event.bureau, addresses, event.id)

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may be told what. A live stream looks again with its new roles; what waits for somebody who left is
        dropped."""
        person = self.accounts.keep(unit, event)
        self.changed(unit, event.bureau, {directory.account(person.id)}, event.id)
        if isinstance(event.data, AccountRolesChanged) and not person.closed and event.data.by != person.id:
            about = ("account", person.id)
            notice = domain.Notice((directory.account(person.id),), domain.Kind.ROLES_CHANGED, False, about, {})
            self.put(unit, event.bureau, event.id, event.time, notice, by=event.data.by)
        if person.closed:
            for delivery in self.deliveries_store.waiting_for(event.bureau, person.id):
                self.deliveries_store.drop(unit, delivery, outside.CLOSED)
        if isinstance(event.data, AccountErased):
            self.deliveries_store.forget_mailbox(unit, event.bureau, person.id)

    def _open(self, bureau: str, notices: Sequence[domain.Notice]) -> list[domain.Notice]:
        """Those that are not for a closed account alone."""
        personal = {directory.account_of(notice.to[0]) for notice in notices if not notice.shared}
        closed = {directory.account(each) for each in self.accounts.closed(bureau, personal)}
        return [notice for notice in notices if notice.to[0] not in closed]

    def _keep(self, unit: Unit, event: Received[Event]) -> set[str]:
        """Remember the newest state of an outlet or a rumour report; the accounts that an outlet may reach otherwise
        from now on."""
        if isinstance(event.data, RequestEvent) and (rumour := rumours.rumour_of(event.data.request)):
            self.rumour_store.keep(unit, event.bureau, rumour, event.version)
        if not isinstance(event.data, OutletEvent):
            return set()
        outlet = domain.outlet_of(event.data.outlet)
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)
        return domain.moved(event.data)

    def _named(self, event: Received[Event]) -> list[domain.Outlet]:
        """The outlets that an event is about, or names by their ids. Raises: NotYet when one is not known."""
        if isinstance(event.data, OutletEvent):
            return self._in_charge(event.bureau, [domain.outlet_of(event.data.outlet)])
        ids = domain.outlet_ids(event.data)
        known = self.outlets.several(event.bureau, ids)
        if missing := [id_ for id_ in ids if id_ not in known]:
            raise NotYet(f"outlets not known yet: {', '.join(missing)}")
        return self._in_charge(event.bureau, [known[id_] for id_ in ids])

    def _in_charge(self, bureau: str, outlets: Sequence[domain.Outlet]) -> list[domain.Outlet]:
        """The outlets, each with its liaison officer only while that one has the role and an open account: until a
        substitute is told of, every liaison officer hears what was meant for the one."""
        people = self.accounts.several(bureau, [outlet.liaison for outlet in outlets if outlet.liaison])
        gone = {id_ for id_, person in people.items() if not person.may(Role.LIAISON)}
        return [replace(outlet, liaison="") if outlet.liaison in gone else outlet for outlet in outlets]
