"""The notification service: load, decide, save."""

from __future__ import annotations

from typing import Any

from services.notification import domain, schemas
from services.notification.repository import Inbox, Outlets, Reader
from shared.context import RequestContext
from shared.contracts import notification as contracts
from shared.errors import NotFound
from shared.events import Event, OutletEvent, Received
from shared.messaging import NotYet, Repository, command, handles, query
from shared.mongo import Unit
from shared.paging import decode_text


class NotificationService:
    """Tells people what the events of other services mean to them."""

    name = "notification"
    inbox_items = Repository(Inbox)
    outlets = Repository(Outlets)

    @handles(*domain.RULES)
    def tell(self, unit: Unit, event: Received[Event]) -> None:
        """Put what the event says into the inboxes of those whom it concerns. Raises: NotYet for an unknown outlet."""
        if isinstance(event.data, OutletEvent):
            outlet = domain.outlet_of(event.data.outlet)
            self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)
        actor = getattr(event.data, "by", "")
        for notice in domain.notices(event.data, event.subject, self._named(event)):
            item = self.inbox_items.add(unit, event, notice)
            if actor and notice.shared:
                # What a role or all outlets are told by one of their own is not new to that one.
                self.inbox_items.mark(unit, event.bureau, actor, item)

    @query(contracts.InboxQuery)
    def inbox(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """The caller's inbox, newest first. Raises: Invalid for a bad cursor."""
        before = decode_text(data["cursor"]) if data.get("cursor") else None
        pages = self.inbox_items.unread_page if data["unread"] else self.inbox_items.page
        items, more = pages(self.reader(context), before, data["limit"])
        return schemas.page_view(items, more, context.locale)

    @query(contracts.UnreadQuery)
    def unread(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """How much the caller has not yet read."""
        unread, urgent = self.inbox_items.unread(self.reader(context))
        return {"unread": unread, "urgent": urgent}

    @command(contracts.MarkRead)
    def mark_read(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Mark one item as read. Raises: NotFound when it is not in the caller's inbox."""
        item = self._own(self.reader(context), data["item"])
        self.inbox_items.mark(unit, context.bureau, context.actor.account, item)
        return schemas.item_view({**item, "read": True}, context.locale)

    @command(contracts.MarkAllRead)
    def mark_all_read(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Mark an item and what is older as read. Raises: NotFound when it is not in the caller's inbox."""
        reader = self.reader(context)
        newest = self._own(reader, data["up_to"])
        items, more = self.inbox_items.unread_up_to(reader, newest["position"], contracts.MAX_MARKED)
        for item in items:
            self.inbox_items.mark(unit, context.bureau, context.actor.account, item)
        return {"marked": len(items), "more": more}

    def _own(self, reader: Reader, id_: str) -> dict[str, Any]:
        item: dict[str, Any] | None = self.inbox_items.find(reader, id_)
        if item is None:
            raise NotFound("notification.not_found")
        return item

    def reader(self, context: RequestContext) -> Reader:
        """Whose inbox a request is about: the caller's own, with what reaches it through roles and outlets."""
        actor = context.actor
        outlets = self.outlets.of(context.bureau, actor.account)
        return Reader(context.bureau, actor.account, domain.addresses(actor.account, actor.roles, outlets))

    def _named(self, event: Received[Event]) -> list[domain.Outlet]:
        """The outlets that an event names by their ids. Raises: NotYet when one is not known."""
        ids = domain.outlet_ids(event.data)
        known = self.outlets.some(event.bureau, ids)
        if missing := [id_ for id_ in ids if id_ not in known]:
            raise NotYet(f"outlets not known yet: {', '.join(missing)}")
        return [known[id_] for id_ in ids]
