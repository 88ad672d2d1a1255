"""Queries about outlets."""

from __future__ import annotations

from datetime import timedelta

from services.outlet import schemas
from services.outlet.domain import Do, lifecycle, members, permissions, vouching
from services.outlet.repository import Filter
from services.outlet.service.base import Base, Data
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import outlet as contracts
from shared.contracts.outlet_terms import Sort, Status
from shared.errors import Conflict, Forbidden, NotFound
from shared.identity.cipher import Unsealable
from shared.messaging import query
from shared.paging import after, page

FILTERS = ("status", "category", "region", "liaison", "platform", "q")
NAMED = 10
WAITING = ("reverification_due", "without_liaison", "mine")


class QueryMethods(Base):
    """Reading; nothing is changed."""

    @query(contracts.OutletQuery)
    def get(self, data: Data, context: RequestContext) -> Data:
        """One outlet, personal data masked."""
        return self.view(self.seen(data, context), context)

    @query(contracts.OutletFileQuery)
    def file(self, data: Data, context: RequestContext) -> Data:
        """A file that proves something of an outlet. Raises: NotFound, to the outlet's own people also for what the
        bureau alone gathered."""
        outlet = self.seen(data, context)
        if data["file"] not in vouching.files(outlet, inside=permissions.is_inside(context.actor, outlet)):
            raise NotFound("file.unknown")
        return {"file": data["file"]}

    @query(contracts.SearchOutlets)
    def search(self, data: Data, context: RequestContext) -> Data:
        """Outlets of the bureau; for staff."""
        permissions.require_staff(context.actor)
        key = ("_id",) if data["sort"] is Sort.NEWEST else ("name_key", "_id")
        found = self.outlets.page(
            context.bureau, chosen(data, context), data["sort"], after(data, *[str] * len(key)), data["limit"]
        )
        shown = page(found, data["limit"], lambda document: [document[name] for name in key])
        return shown | {"items": [schemas.summary_view(document) for document in shown["items"]]}

    @query(contracts.CalledOutlets)
    def called(self, data: Data, context: RequestContext) -> Data:
        """Names and ids of verified outlets, for staff and for who acts for one. Raises: Forbidden."""
        if not context.actor.is_staff and not self.outlets.acts(context.bureau, context.actor.account):
            raise Forbidden("outlet.names_for_verified")
        only = Filter(status=Status.VERIFIED.value, q=data["q"])
        found = self.outlets.page(context.bureau, only, Sort.NAME, None, NAMED)
        items = [{"id": each["_id"], "name": each["name"]} for each in found[:NAMED]]
        return {"items": items, "more": len(found) > NAMED}

    @query(contracts.OutletCountsQuery)
    def counts(self, _data: Data, context: RequestContext) -> Data:
        """How many outlets wait for somebody; for staff."""
        permissions.require_staff(context.actor)
        states = self.outlets.by_status(context.bureau)
        found = {name: self.outlets.count(context.bureau, chosen({name: True}, context)) for name in WAITING}
        return {"by_status": {each.value: states.get(each, 0) for each in Status}, **found}

    @query(contracts.LeftOutlets)
    def left(self, data: Data, context: RequestContext) -> Data:
        """Outlets whose liaison left and that nobody has taken over; for administrators."""
        permissions.require_staff(context.actor, Role.ADMIN)
        found = self.outlets.left(context.bureau, after(data, str), data["limit"])
        shown = page(found, data["limit"], lambda document: [document["_id"]])
        return shown | {"items": [schemas.summary_view(document) for document in shown["items"]]}

    @query(contracts.MyOutlets)
    def mine(self, data: Data, context: RequestContext) -> Data:
        """The outlets of the account that asks, with its role in each."""
        found = self.outlets.of_account(context.bureau, context.actor.account, after(data, str), data["limit"])
        shown = page(found, data["limit"], lambda document: [document["_id"]])
        return shown | {"items": [schemas.summary_view(document) for document in shown["items"]]}

    @query(contracts.ChannelQueue)
    def channel_queue(self, data: Data, context: RequestContext) -> Data:
        """The channels that wait to be verified, by outlet; for staff."""
        permissions.require_staff(context.actor)
        found = self.outlets.unverified(context.bureau, after(data, str), data["limit"])
        shown = page(found, data["limit"], lambda outlet: [outlet.id])
        return shown | {"items": [schemas.waiting_view(outlet) for outlet in shown["items"]]}

    @query(contracts.HistoryQuery)
    def history(self, data: Data, context: RequestContext) -> Data:
        """What happened to an outlet."""
        outlet = self.seen(data, context)
        found = self.outlets.history(context.bureau, outlet.id, after(data, int), data["limit"])
        shown = page(found, data["limit"], lambda document: [document["version"]])
        people = self.outlets.people(outlet) if permissions.is_inside(context.actor, outlet) else None
        return shown | {"items": [schemas.history_view(document, people) for document in shown["items"]]}

    @query(contracts.InvitationsQuery)
    def invitations(self, data: Data, context: RequestContext) -> Data:
        """The open invitations of an outlet."""
        outlet = self.outlets.get(context.bureau, data["outlet"])
        permissions.require(context.actor, outlet, Do.INVITATIONS)
        inside = permissions.is_inside(context.actor, outlet)
        items = [schemas.invitation_view(outlet, one, inside=inside) for one in outlet.invitations]
        return {"items": items, "next": None}

    @query(contracts.InvitationCodeQuery)
    def invitation_code(self, data: Data, context: RequestContext) -> Data:
        """The code of an open invitation; the gateway audits that it was asked for."""
        outlet = self.outlets.get(context.bureau, data["outlet"])
        permissions.require(context.actor, outlet, Do.INVITE)
        one = members.find_invitation(outlet, data["invitation"])
        try:
            code = self.sealer.code(outlet, one)
        except Unsealable:
            raise Conflict("invitation.code_lost") from None
        return {"invitation": one.id, "code": code, "expires_at": one.expires_at}

    @query(contracts.RevealQuery)
    def reveal(self, data: Data, context: RequestContext) -> Data:
        """Personal data in full; the gateway audits that it was asked for."""
        outlet = self.outlets.get(context.bureau, data["outlet"])
        permissions.require(context.actor, outlet, Do.REVEAL)
        return self.sealer.reveal(outlet)


def chosen(data: Data, context: RequestContext) -> Filter:
    """The filter of a list query, for who asks, today."""
    due = local_date(now()) + timedelta(days=max(lifecycle.REMINDERS))
    return Filter(
        **{name: data[name] for name in FILTERS if name in data},
        mine=context.actor.account if data.get("mine") else "",
        due_until=due if data.get("reverification_due") else None,
        unled=data.get("without_liaison", False),
    )
