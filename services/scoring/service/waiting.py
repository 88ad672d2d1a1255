"""What waits for somebody of the bureau, by their roles."""

from __future__ import annotations

from services.scoring import schemas
from services.scoring.domain import periods
from services.scoring.domain.awards import HANDED_OVER
from services.scoring.service.awards import AwardMethods
from services.scoring.service.base import Data
from services.scoring.service.periods import WHO
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring as contracts
from shared.messaging import query


class WaitingMethods(AwardMethods):
    """Asked often, by whoever opens a page: a few counts on indexes."""

    @query(contracts.WaitingQuery)
    def waiting(self, data: Data, context: RequestContext) -> Data:
        """Periods to be moved, appeals to be answered, awards to be handed over; nothing of what others have to do."""
        bureau, actor, today = context.bureau, context.actor, local_date(now())
        known = self.periods.known(bureau) if actor.has(*WHO.values()) else []
        acts = {one.id: periods.next_act(one, known, today) for one in known}
        own = [act for act, role in WHO.items() if actor.has(role)]
        moves = {act: [one for one in known if acts[one.id] is act] for act in own}
        answers = actor.has(Role.SCORING_MANAGER)
        appealed = [one for one in known if one.open_appeals] if answers else []
        awards = self.awards.granted(bureau, HANDED_OVER) if actor.has(Role.LIAISON) else 0
        return schemas.waiting_view(moves, appealed, awards, context.locale)
