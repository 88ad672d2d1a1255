"""What the parts of the notification service share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.notification import domain
from services.notification.domain import Notice, outside
from services.notification.repository import Deliveries, Inbox, Outlets, Reader, Rumours
from shared.context import RequestContext
from shared.events import InboxChanged
from shared.messaging import Repository
from shared.mongo import Unit
from shared.mongo.account_replica import AccountReplica

Data = dict[str, Any]


class Base:
    """Knows whose inbox a request is about."""

    inbox_items = Repository(Inbox)
    accounts = Repository(AccountReplica)
    outlets = Repository(Outlets)
    deliveries_store = Repository(Deliveries)
    rumour_store = Repository(Rumours)

    def own(self, context: RequestContext) -> list[str]:
        """The outlets that the account acts for."""
        found: list[str] = self.outlets.of_account(context.bureau, context.actor.account)
        return found

    def reader(self, context: RequestContext) -> Reader:
        """The caller, with what reaches it through its roles and outlets."""
        actor = context.actor
        outlets = self.outlets.of(context.bureau, actor.account)
        return Reader(context.bureau, actor.account, domain.addresses(actor.account, actor.roles, outlets))

    def put(self, unit: Unit, bureau: str, cause: str, at: datetime, notice: Notice, *, by: str) -> Data:
        """Put a notice into the inboxes that it reaches, and have it sent outside when it is of that kind.

        `by`: the account that caused it and is not to be told. Whoever is to hear it alone must have an open account.
        """
        item: Data = self.inbox_items.add(unit, bureau, cause, at, notice)
        if outside.leaves(notice.kind, urgent=notice.urgent):
            self.deliveries_store.send_out(unit, item, by)
        return item

    def changed(self, unit: Unit, bureau: str, addresses: set[str], cause: str) -> None:
        """Have the live streams of these addresses look again. `cause`: the id of what changed them."""
        if addresses:
            unit.emit(InboxChanged(tuple(sorted(addresses))), subject=cause, version=1, bureau=bureau)
