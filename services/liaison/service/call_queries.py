"""Reading calls and what came of them; nothing is changed."""

from __future__ import annotations

from typing import Any

from services.liaison import call_schemas as schemas
from services.liaison.domain import calls as rules
from services.liaison.domain.calls import Call
from services.liaison.domain.works import Figures
from services.liaison.repository.calls import invited
from services.liaison.service.base import Data
from services.liaison.service.calls import CallBase
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import liaison_calls as contracts
from shared.contracts.call_terms import CallStatus
from shared.contracts.outlet_terms import Status
from shared.errors import Forbidden, NotFound
from shared.messaging import query
from shared.months import span_of
from shared.paging import after_moment, page


class CallQueryMethods(CallBase):
    """Staff read all of them; outlets what they are invited to or have answered, and of works their own."""

    @query(contracts.CallQuery)
    def call(self, data: Data, context: RequestContext) -> Data:
        """One call."""
        return self.call_shown(self._call_seen(data["call"], context), context)

    @query(contracts.CallListQuery)
    def calls(self, data: Data, context: RequestContext) -> Data:
        """Calls, newest first."""
        bureau, own = context.bureau, self.own(context)
        chosen, place = self.calls_for(context, data), after_moment(data)
        found = self.calls_kept.page(bureau, chosen, place, data["limit"], data.get("q", ""))
        shown = page(found, data["limit"], lambda call: [call.created_at.isoformat(), call.id])
        who = self.works_known.who_answered(bureau, [call.id for call in shown["items"]])
        moment = now()

        def view(call: Call) -> Data:
            answered = who.get(call.id, set())
            return schemas.summary_view(call, len(answered if context.actor.is_staff else answered & own), moment)

        may = ["add"] if self.keeps_calls(context) else []
        return shown | {"items": [view(call) for call in shown["items"]], "may": may}

    def calls_for(self, context: RequestContext, data: Data) -> Data:
        """Which calls are in the list of whoever asks."""
        bureau, own = context.bureau, self.own(context)
        chosen: Data = {"status": data["state"].value} if "state" in data else {}
        chosen |= {"kind": data["kind"].value} if "kind" in data else {}
        parts: list[Data] = [chosen]
        if not context.actor.is_staff:
            answered, outlets = self.works_known.answered_by(bureau, own), self.outlets_of(bureau, own)
            if data.get("mine"):
                outlets = [each for each in outlets if each.status == Status.VERIFIED]
            # Whoever acts for no outlet is invited to nothing.
            ways = invited([each.category for each in outlets], [each.id for each in outlets]) if outlets else []
            ways.append({"_id": {"$in": sorted(answered)}})
            # A draft that was cancelled was never open either.
            parts += [{"opened_at": {"$type": "date"}}, {"$or": ways}]
            if data.get("mine"):
                # What has no end (a column) waits for nobody: it is there for when one has something for it.
                ends = {"closes_at": {"$gt": now()}}
                parts.append({"status": CallStatus.OPEN.value, "_id": {"$nin": sorted(answered)}, **ends})
        return {"$and": parts}

    @query(contracts.CallAnswersQuery)
    def call_answers(self, data: Data, context: RequestContext) -> Data:
        """The works for a call."""
        call = self._call_seen(data["call"], context)
        outlets = None if context.actor.is_staff else set(self.own(context))
        if "outlet" in data:
            outlets = {data["outlet"]} if outlets is None else outlets & {data["outlet"]}
        found = self.works_known.answers(call.bureau, call.id, outlets, after_moment(data), data["limit"])
        shown = page(found, data["limit"], lambda work: [work.submitted_at.isoformat(), work.id])
        names = self._outlet_names(call.bureau, {work.outlet for work in shown["items"]})
        return shown | {"items": [schemas.answer_view(work, names.get(work.outlet, "")) for work in shown["items"]]}

    @query(contracts.CallResultQuery)
    def call_result(self, data: Data, context: RequestContext) -> Data:
        """What came of a call, for staff."""
        self._require_staff(context)
        call = self.calls_kept.get(context.bureau, data["call"])
        by_outlet = self.works_known.figures(call.bureau, "outlet", call=call.id)
        total = self.works_known.figures(call.bureau, "", call=call.id).get("", Figures())
        verified = self.outlets.verified(call.bureau)
        missing = rules.absent(call, verified, by_outlet)
        names = self._outlet_names(call.bureau, set(by_outlet))
        return {
            "total": schemas.figures_view(total),
            "outlets": [
                {"outlet": id_, "name": names.get(id_, ""), "figures": schemas.figures_view(each)}
                for id_, each in by_outlet.items()
            ],
            "invited": len(rules.absent(call, verified, ())),
            "missing": [
                {"outlet": each.id, "name": each.name} for each in sorted(missing, key=lambda one: (one.name, one.id))
            ],
        }

    @query(contracts.CallResultsQuery)
    def call_results(self, data: Data, context: RequestContext) -> Data:
        """What came of all calls and topics, of works that were handed in within a period; for staff."""
        self._require_staff(context)
        begin, end = span_of(data["period"])
        within: dict[str, Any] = {"submitted_at": {"$gte": begin, "$lt": end}}
        by_call = self.works_known.figures(context.bureau, "call", call={"$gt": ""}, **within)
        calls = self.calls_kept.several(context.bureau, by_call)
        return {
            "calls": [
                {"call": id_, "kind": calls[id_].kind, "title": calls[id_].title, "figures": schemas.figures_view(each)}
                for id_, each in by_call.items()
                if id_ in calls
            ],
            "topics": self._topic_figures(context.bureau, within),
        }

    @query(contracts.CallFileQuery)
    def call_file(self, data: Data, context: RequestContext) -> Data:
        """A file of a call that one may see."""
        if data["file"] not in self._call_seen(data["call"], context).files:
            raise NotFound("file.unknown")
        return {"file": data["file"]}

    def _topic_figures(self, bureau: str, within: Data) -> list[Data]:
        """By the names of today: works from before that say an alias count with it."""
        named = self.topic_store.of(bureau)
        spelled: dict[str, list[str]] = {}
        for text in self.works_known.figures(bureau, "topic", **within):
            spelled.setdefault(named.name_of(text), []).append(text)
        found = {
            name: self.works_known.figures(bureau, "", topic={"$in": texts}, **within).get("", Figures())
            for name, texts in spelled.items()
        }
        order = sorted(found.items(), key=lambda each: (-each[1].works, each[0]))
        return [{"topic": name, "figures": schemas.figures_view(each)} for name, each in order]

    def _call_seen(self, id_: str, context: RequestContext) -> Call:
        """A call, for whom it concerns. Raises: NotFound."""
        call: Call = self.calls_kept.get(context.bureau, id_)
        if context.actor.is_staff:
            return call
        own = self.own(context)
        concerned = any(call.invites(each) for each in self.outlets_of(call.bureau, own))
        concerned = concerned or bool(own & self.works_known.who_answered(call.bureau, [id_]).get(id_, set()))
        if call.opened_at is None or not concerned:
            raise NotFound("call.not_found")
        return call

    def _outlet_names(self, bureau: str, ids: set[str]) -> dict[str, str]:
        return {id_: each.name for id_, each in self.outlets.several(bureau, ids).items()}

    def _require_staff(self, context: RequestContext) -> None:
        if not context.actor.is_staff:
            raise Forbidden("call.forbidden.staff")
