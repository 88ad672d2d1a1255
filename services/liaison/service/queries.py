"""Reading requests; nothing is changed. Confidential ones have lists and counts of their own."""

from __future__ import annotations

from typing import Any

from services.liaison import schemas
from services.liaison.domain.requests import Asker, Request, permissions
from services.liaison.repository import Filters
from services.liaison.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import liaison as contracts
from shared.contracts.liaison_terms import RequestStatus
from shared.errors import NotFound
from shared.messaging import query
from shared.paging import after_id, after_moment, page

EQUAL = ("kind", "outlet", "unit")
OPEN: dict[str, Any] = {"open": True, "confidential": False}


class QueryMethods(Base):
    """What one may see, and no more."""

    @query(contracts.RequestQuery)
    def request(self, data: Data, context: RequestContext) -> Data:
        """One request."""
        found, asker = self.seen(data["request"], context)
        return self.view(found, asker)

    @query(contracts.RequestListQuery)
    def requests_list(self, data: Data, context: RequestContext) -> Data:
        """Requests that one may see: of outlets their own, of the bureau all."""
        asker = self.asker(context, self.office(context.bureau))
        chosen = self._chosen(data, asker)
        found = self.requests.listed(context.bureau, chosen, after_moment(data), data["limit"], data.get("q", ""))
        waiting = chosen.open or chosen.overdue is not None
        return self._listed(found, data["limit"], asker, by_due=waiting) | {"may": self.may_at_large(context)}

    @query(contracts.CaseListQuery)
    def cases(self, data: Data, context: RequestContext) -> Data:
        """Confidential requests: those that one asked, and to who is named all others."""
        asker = self.asker(context, self.office(context.bureau))
        named = asker.actor.is_staff and asker.account in asker.office.named
        mine: Data = {"asker": asker.account}
        # Of one's own outlet's nobody is on the bureau's side; what one asked oneself stays one's own.
        chosen: Data = {"$or": [mine, {"outlet": {"$nin": sorted(asker.own)}}]} if named else mine
        chosen |= {"status": data["state"]} if "state" in data else {}
        chosen |= {"open": True} if data.get("open") else {}
        found = self.requests.cases(context.bureau, chosen, after_moment(data), data["limit"], data.get("q", ""))
        return self._listed(found, data["limit"], asker) | {"may": self.may_at_large(context)}

    @query(contracts.CountRequests)
    def request_counts(self, data: Data, context: RequestContext) -> Data:
        """What waits for whoever asks."""
        bureau, moment = context.bureau, now()
        asker = self.asker(context, self.office(bureau))
        account, late = asker.account, {"due_at": {"$lte": moment}}
        desk = OPEN | {"outlet": {"$nin": sorted(asker.own)}}
        mine = OPEN | {"officer": account}
        to_rate = {"status": RequestStatus.ANSWERED.value, "asker": account}
        of_desk = asker.actor.has(Role.LIAISON)
        of_bureau = asker.actor.has(*permissions.READERS)
        named = asker.actor.is_staff and account in asker.office.named
        asked = {
            "unacknowledged": desk | {"status": RequestStatus.OPENED.value} if of_desk else None,
            "unassigned": desk | {"status": RequestStatus.ACKNOWLEDGED.value} if of_desk else None,
            "overdue": desk | late if of_bureau else None,
            "mine": mine if asker.actor.is_staff else None,
            "mine_overdue": mine | late if asker.actor.is_staff else None,
            "unit_overdue": OPEN | late | {"unit": {"$in": asker.headed}} if asker.headed else None,
            "to_rate": to_rate,
            "cases": {"open": True, "confidential": True, "outlet": {"$nin": sorted(asker.own)}} if named else None,
        }
        return {name: self.requests.count(bureau, each) if each else 0 for name, each in asked.items()}

    @query(contracts.RequestMessagesQuery)
    def request_messages(self, data: Data, context: RequestContext) -> Data:
        """What was said on a request, newest first."""
        found, asker = self.seen(data["request"], context)
        rows = self.requests.messages(context.bureau, found.id, after_id(data), data["limit"])
        return self._said(rows, data["limit"], context.bureau, staff=asker.is_officer(found))

    @query(contracts.RequestNotesQuery)
    def request_notes(self, data: Data, context: RequestContext) -> Data:
        """The bureau's notes on a request, newest first."""
        found, asker = self.seen(data["request"], context)
        permissions.require_bureau(found, asker)
        rows = self.requests.notes(context.bureau, found.id, after_id(data), data["limit"])
        return self._said(rows, data["limit"], context.bureau, staff=True)

    @query(contracts.RequestActsQuery)
    def request_acts(self, data: Data, context: RequestContext) -> Data:
        """What happened to a request, newest first."""
        found, asker = self.seen(data["request"], context)
        rows = self.requests.history(context.bureau, found.id, after_id(data), data["limit"])
        shown = page(rows, data["limit"], lambda row: [row["_id"]])
        names = self.people(context.bureau, [row["by"] for row in shown["items"]])
        staff = asker.is_officer(found)
        return shown | {"items": [schemas.act_view(row, names, staff=staff) for row in shown["items"]]}

    @query(contracts.RequestFileQuery)
    def request_file(self, data: Data, context: RequestContext) -> Data:
        """A file of a request that one may see: asked with it, said on it, or released by an answer, also by one
        after which it was asked again; for the bureau's side also one of a note."""
        if data["file"] not in self._files(data["request"], context):
            raise NotFound("file.unknown")
        return {"file": data["file"]}

    @query(contracts.RequestFilesQuery)
    def request_files(self, data: Data, context: RequestContext) -> Data:
        """All of them."""
        return {"files": sorted(self._files(data["request"], context))}

    def _files(self, request: str, context: RequestContext) -> set[str]:
        found, asker = self.seen(request, context)
        released = (file for each in found.answers for file in each.files)
        noted = self.requests.files_noted(context.bureau, found.id) if asker.is_officer(found) else ()
        return {*found.files, *released, *self.requests.files_said(context.bureau, found.id), *noted}

    def _chosen(self, data: Data, asker: Asker) -> Filters:
        """The filters of a list; staff who have nothing to do with requests find those in their hands alone."""
        equal = {name: data[name] for name in EQUAL if name in data}
        equal |= {"status": data["state"]} if "state" in data else {}
        equal |= {"released": True} if data.get("released") else {}
        staff = asker.actor.is_staff
        reader = asker.actor.has(*permissions.READERS) or (staff and asker.of_unit)
        return Filters(
            equal,
            outlets=None if reader else asker.own,
            officer=asker.account if staff else "",
            led=frozenset(asker.headed) if staff else frozenset(),
            units=frozenset(asker.headed) if data.get("headed") else None,
            but=asker.own if data.get("desk") else frozenset(),
            mine=asker.account if data.get("mine") else "",
            open=bool(data.get("open")),
            overdue=now() if data.get("overdue") else None,
        )

    def _listed(self, found: list[Request], limit: int, asker: Asker, *, by_due: bool = False) -> Data:
        def place(request: Request) -> list[str]:
            due = request.clock.due_at if by_due and request.clock else request.opened_at
            return [due.isoformat(), request.id]

        shown, moment, bureau = page(found, limit, place), now(), asker.actor.bureau
        outlets = self.outlets.several(bureau, [each.outlet for each in shown["items"]])
        names = self.people(bureau, [each.officer for each in shown["items"]])
        items = [
            schemas.summary_view(
                each,
                outlets[each.outlet].name if each.outlet in outlets else "",
                asker.office,
                names,
                moment,
                staff=asker.is_officer(each),
            )
            for each in shown["items"]
        ]
        return shown | {"items": items}

    def _said(self, rows: list[Any], limit: int, bureau: str, *, staff: bool) -> Data:
        shown = page(rows, limit, lambda said: [said.id])
        names = self.people(bureau, [said.by for said in shown["items"]])
        return shown | {"items": [schemas.said_view(said, names, staff=staff) for said in shown["items"]]}
