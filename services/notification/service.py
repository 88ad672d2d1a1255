"""The notification service: load, decide, save."""

from __future__ import annotations

from typing import Any

from services.notification import domain, schemas
from services.notification.repository import Inbox, Reader
from shared.context import RequestContext
from shared.contracts import notification as contracts
from shared.errors import NotFound
from shared.events import Event, Received
from shared.messaging import Repository, command, handles, query
from shared.mongo import Unit
from shared.paging import decode_text


def reader(context: RequestContext) -> Reader:
    """Whose inbox a request is about: the caller's own."""
    actor = context.actor
    return Reader(context.bureau, actor.account, domain.addresses(actor.account, actor.roles))


class NotificationService:
    """Tells people what the events of other services mean to them."""

    name = "notification"
    inbox_items = Repository(Inbox)

    @handles(*domain.RULES)
    def tell(self, unit: Unit, event: Received[Event]) -> None:
        """Put what the event says into the inboxes of those whom it concerns."""
        for notice in domain.notices(event.data, event.subject):
            self.inbox_items.add(unit, event, notice)

    @query(contracts.InboxQuery)
    def inbox(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """The caller's inbox, newest first. Raises: Invalid for a bad cursor."""
        before = decode_text(data["cursor"]) if data.get("cursor") else None
        pages = self.inbox_items.unread_page if data["unread"] else self.inbox_items.page
        items, more = pages(reader(context), before, data["limit"])
        return schemas.page_view(items, more, context.locale)

    @query(contracts.UnreadQuery)
    def unread(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """How much the caller has not yet read."""
        unread, urgent = self.inbox_items.unread(reader(context))
        return {"unread": unread, "urgent": urgent}

    @command(contracts.MarkRead)
    def mark_read(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Mark one item as read. Raises: NotFound when it is not in the caller's inbox."""
        item = self._own(context, data["item"])
        self.inbox_items.mark(unit, reader(context), item)
        return schemas.item_view({**item, "read": True}, context.locale)

    @command(contracts.MarkAllRead)
    def mark_all_read(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Mark an item and what is older as read. Raises: NotFound when it is not in the caller's inbox."""
        newest = self._own(context, data["up_to"])
        items, more = self.inbox_items.unread_up_to(reader(context), newest["position"], contracts.MAX_MARKED)
        for item in items:
            self.inbox_items.mark(unit, reader(context), item)
        return {"marked": len(items), "more": more}

    def _own(self, context: RequestContext, id_: str) -> dict[str, Any]:
        item: dict[str, Any] | None = self.inbox_items.find(reader(context), id_)
        if item is None:
            raise NotFound("notification.not_found")
        return item
