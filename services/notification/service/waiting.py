"""What waits for somebody: asked often, by whoever opens a page."""

from __future__ import annotations

from datetime import timedelta

from services.notification.service.base import Data
from services.notification.service.channels import OVERSEERS, ChannelMethods
from services.notification.service.drafts import DraftMethods
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import notification as contracts
from shared.messaging import query

UNDELIVERED_FOR = timedelta(days=7)


class WaitingMethods(DraftMethods, ChannelMethods):
    """A few counts on indexes."""

    @query(contracts.WaitingQuery)
    def waiting(self, data: Data, context: RequestContext) -> Data:
        """Unread items, bulletins to acknowledge, and what failed to go out for those who look after it."""
        reader, bureau = self.reader(context), context.bureau
        unread, urgent = self.inbox_items.unread(reader)
        bulletins = [] if context.actor.is_staff else self.bulletin_store.published_to(bureau, reader.addresses)
        read = self.bulletin_store.read_by(bureau, reader.account, bulletins)
        overseen = context.actor.has(*OVERSEERS)
        failed = self.deliveries_store.failed_since(bureau, now() - UNDELIVERED_FOR) if overseen else 0
        return {"unread": unread, "urgent": urgent, "bulletins": len(bulletins) - len(read), "undelivered": failed}
