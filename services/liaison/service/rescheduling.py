"""An appointment that a request was answered with gets another date or place, or does not take place."""

from __future__ import annotations

from services.liaison.domain.requests import Act, Acting, Change, Request, permissions, rescheduling
from services.liaison.service.base import Data
from services.liaison.service.requests import Decide, RequestMethods
from shared.context import RequestContext
from shared.contracts import liaison as contracts
from shared.messaging import command
from shared.mongo import Unit


class ReschedulingMethods(RequestMethods):
    """Done by whoever may answer it, before its time; what was answered with it follows."""

    @command(contracts.RescheduleRequest)
    def reschedule_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Another date or place. Raises: Conflict once it began."""

        def decide(request: Request, by: Acting) -> Change:
            return rescheduling.reschedule(request, data["starts_at"], data["place"], data["reason"], by)

        return self._redate(unit, data, context, Act.RESCHEDULE, decide)

    @command(contracts.CallOffRequest)
    def call_off_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Its appointment does not take place. Raises: Conflict once it began."""

        def decide(request: Request, by: Acting) -> Change:
            return rescheduling.call_off(request, data["reason"], by)

        return self._redate(unit, data, context, Act.CALL_OFF, decide)

    def _redate(self, unit: Unit, data: Data, context: RequestContext, act: Act, decide: Decide) -> Data:
        """What `decide` makes of a request and of those that were answered with the same date and place."""
        request, asker = self.found(data, context, act)
        self.require_announceable(
            context.bureau, [(f"/{name}", data[name]) for name in ("place", "reason") if name in data]
        )
        joined = rescheduling.followers(request, self.requests.joined(request.bureau, request.id, waiting=False))
        permissions.require_stranger(joined, asker)
        self.rely_on_doer(unit, request, asker, context, act)
        outlets = [each.outlet for each in joined]
        self.outlets.require_stranger(unit, context.bureau, outlets, context.actor.account)
        by = self.acting(context, asker.office)
        changes = [decide(each, by) for each in (request, *joined)]
        for before, change in zip((request, *joined), changes, strict=True):
            self.requests.save(unit, before, change)
        return self.view(changes[0].request, asker)
