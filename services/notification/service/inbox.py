"""One's own inbox: pages, counts, marks, and what has arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.notification import domain, schemas
from services.notification.domain import places
from services.notification.repository import Reader
from services.notification.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import notification as contracts
from shared.errors import FieldProblem, Invalid, NotFound
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import decode_text

# Most items that a live stream takes at once.
STEP = 50


class InboxMethods(Base):
    """What an account reads and has read."""

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

    @query(contracts.StreamQuery)
    def arrived(self, data: Data, context: RequestContext) -> Data:
        """What came into the caller's inbox after a place in it. Raises: Invalid for a bad place."""
        reader = self.reader(context)
        if "after" not in data:
            latest = self.inbox_items.latest(reader, domain.position_at(now() - places.SETTLE), places.MOST)
            start = places.beginning([_item(row) for row in latest], now())
            step, found = places.Step((), (), start, more=False), []
        elif (place := places.decode(data["after"])) is None:
            raise Invalid("cursor.invalid", problems=[FieldProblem("/after", "cursor.invalid")])
        else:
            most = places.MOST + STEP
            found = self.inbox_items.since(reader, place.base, most)
            step = places.step(place, [_item(row) for row in found], STEP, now(), complete=len(found) < most)
        by_id = {row["_id"]: row for row in found}
        return schemas.stream_view(step, by_id, self.inbox_items.unread(reader), reader, context.locale)

    @query(contracts.ChangesQuery)
    def changes(self, data: Data, context: RequestContext) -> Data:
        """Which addresses of the bureau got something since a moment: what a gateway asks in case it missed it."""
        position = domain.position_at(data["since"])
        found = self.inbox_items.changed(context.bureau, position, contracts.MAX_CHANGED + 1)
        return {"addresses": found[: contracts.MAX_CHANGED], "many": len(found) > contracts.MAX_CHANGED}

    @command(contracts.MarkRead)
    def mark_read(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Mark one item as read. Raises: NotFound when it is not in the caller's inbox."""
        item = self._own(self.reader(context), data["item"])
        self.inbox_items.mark(unit, context.bureau, context.actor.account, item)
        self._read(unit, context, [item])
        return schemas.item_view({**item, "read": True}, context.locale)

    @command(contracts.MarkAllRead)
    def mark_all_read(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Mark an item and what is older as read. Raises: NotFound when it is not in the caller's inbox."""
        reader = self.reader(context)
        newest = self._own(reader, data["up_to"])
        items, more = self.inbox_items.unread_up_to(reader, newest["position"], contracts.MAX_MARKED)
        for item in items:
            self.inbox_items.mark(unit, context.bureau, context.actor.account, item)
        self._read(unit, context, items)
        return {"marked": len(items), "more": more}

    def _own(self, reader: Reader, id_: str) -> Data:
        item: Data | None = self.inbox_items.find(reader, id_)
        if item is None:
            raise NotFound("notification.not_found")
        return item

    def _read(self, unit: Unit, context: RequestContext, items: Sequence[Data]) -> None:
        """Other windows of the same account count again."""
        if items:
            address = domain.addresses(context.actor.account, ())[0]
            self.changed(unit, context.bureau, {address}, items[0]["_id"])


def _item(row: Data) -> places.Item:
    return places.Item(row["_id"], row["position"])
