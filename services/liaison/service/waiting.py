"""What waits of activities and calls for whoever asks; each number is that of a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from services.liaison.repository import Chosen
from services.liaison.service.activity_queries import ActivityQueries
from services.liaison.service.base import Data
from services.liaison.service.call_queries import CallQueryMethods
from shared.clock import SHANGHAI, local_date, now
from shared.context import RequestContext
from shared.contracts import liaison_waiting as contracts
from shared.contracts.activity_terms import ActivityStatus
from shared.contracts.call_terms import CallStatus
from shared.messaging import query

ANNOUNCED = Chosen({"status": ActivityStatus.ANNOUNCED.value})
DRAFT = Chosen({"status": ActivityStatus.DRAFT.value}, drafts=True)
NOTHING = {"invitations": 0, "calls": 0, "today": 0, "unheld": 0, "suggestions": 0, "drafts": 0, "call_drafts": 0}


class WaitingMethods(CallQueryMethods, ActivityQueries):
    """Counted when it is asked for."""

    @query(contracts.CountActivities)
    def activity_counts(self, data: Data, context: RequestContext) -> Data:
        """Replies and works for people of outlets; for who prepares activities what is to be done with them."""
        bureau, guest, moment = context.bureau, self.guest(context), now()
        found = dict(NOTHING)
        if guest.own and not guest.actor.is_staff:
            found["invitations"] = self.activities.count(bureau, self.unanswered(guest, moment))
            found["calls"] = self.calls_kept.count(bureau, self.calls_for(context, {"mine": True}))
        if guest.keeps:
            midnight = datetime.combine(local_date(moment), time(), SHANGHAI)
            today = replace(ANNOUNCED, since=midnight, until=midnight + timedelta(days=1))
            found["today"] = self.activities.count(bureau, today)
            found["unheld"] = self.activities.count(bureau, replace(ANNOUNCED, ended=moment))
            found["suggestions"] = len(self.outcomes.suggested(bureau))
            found["drafts"] = self.activities.count(bureau, replace(DRAFT, since=moment))
            found["call_drafts"] = self.calls_kept.count(bureau, {"status": CallStatus.DRAFT.value})
        return found
