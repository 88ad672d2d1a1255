"""Tasks of minutes become calls for works and requests of outlets."""

from __future__ import annotations

from services.liaison.domain.activities import tasks as rules
from services.liaison.domain.activities.outcomes import Minutes
from services.liaison.service.base import Data
from services.liaison.service.calls import CallMethods
from services.liaison.service.outcomes import OutcomeMethods
from services.liaison.service.requests import RequestMethods
from shared import validation
from shared.clock import local_date, now
from shared.context import RequestContext
from shared.contracts import liaison, liaison_calls
from shared.contracts import liaison_tasks as contracts
from shared.errors import Conflict
from shared.messaging import command
from shared.mongo import Unit


class TaskMethods(RequestMethods, CallMethods, OutcomeMethods):
    """By one act of a liaison, in one transaction with the task that names what it became."""

    @command(contracts.CallOfTask)
    def call_of_task(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A draft of a call, to be looked through and opened."""
        activity = self._kept_activity(unit, data, context)
        before: Minutes = self.outcomes.minutes(context.bureau, activity.id)
        task = rules.open_task(activity, before, data["task"], local_date(now()))
        asked = validation.load(liaison_calls.AddCall(), rules.call_for(activity, task))
        made = self.drafted(unit, asked, context)
        self.outcomes.keep(unit, before, rules.became(before, task, call=made.id))
        self._rely_on_state(unit, activity)
        return self.call_shown(made, context)

    @command(contracts.RequestOfTask)
    def request_of_task(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A request in the name of somebody of the outlet, who is told of it."""
        activity = self._kept_activity(unit, data, context)
        before: Minutes = self.outcomes.minutes(context.bureau, activity.id)
        task = rules.open_task(activity, before, data["task"], local_date(now()))
        wanted = rules.request_for(activity, task, data["kind"])
        asked = validation.load(liaison.OpenRequest(), wanted)
        outlet = self.outlets.find(context.bureau, task.outlet)
        if outlet is None:
            raise Conflict("minutes.nobody_of_outlet")
        there = self.activities.sign_ups(context.bureau, activity.id, {"attended_at": {"$type": "date"}})
        asker = rules.asker_of(outlet, there, self.people(context.bureau, outlet.members))
        self.outlets.require_stranger(unit, context.bureau, [outlet.id], context.actor.account)
        made = self.asked(unit, asked, asker, context)
        self.outcomes.keep(unit, before, rules.became(before, task, request=made.id))
        self._rely_on_state(unit, activity)
        return self.view(made, self.asker(context, self.office(context.bureau, outlet.id)))
