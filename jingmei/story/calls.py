"""The story of one call for works: what the bureau and the time did to it, which works were handed in, who was told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from jingmei.stores import Stores
from jingmei.story import traces
from jingmei.story.gathering import Document, Gathering, older
from jingmei.story.model import Step, Story, hidden, in_order, named
from shared.clock import now
from shared.events import SubmissionSubmitted
from shared.mongo.outbox import SENT_DAYS

SHOWN: Final = ("bureau", "kind", "title", "topic", "status", "version", "created_at", "opened_at", "closed_at")
# The job by which time opens, reminds and closes.
TIMED_BY: Final = "time_calls"
HANDED_IN: Final = SubmissionSubmitted.__name__


class OfCall(Gathering):
    """One story in the making. A call keeps no history of its own: its events and the audit trail tell it."""

    def __init__(self, stores: Stores, call: Document) -> None:
        super().__init__(stores, call["bureau"])
        self._call = call

    def story(self) -> Story:
        """The whole of it, with when each work was handed in for it; a work's own story has the rest."""
        liaison, id_ = self._db["liaison"], self._call["_id"]
        commands = traces.commands(self._db["gateway"], self._bureau, {id_}, {})
        works = traces.answering(liaison, self._bureau, id_)
        handed_in = self._handed_in(works)
        taken = list(traces.handled(liaison, "liaison", handed_in))
        moments = {step.at for step in (*commands, *taken)}
        moments |= traces.timed(liaison, TIMED_BY, id_, self._call["version"])
        events = traces.told_by(liaison, "liaison", moments, {id_})
        told = [*handed_in, *events]
        steps = [*works, *told, *taken, *self._handled(events), *self._dead(events), *self._told(events), *commands]
        shown = {"id": id_, **{name: hidden(self._call[name]) for name in SHOWN}}
        gone = self._gone(told, self._untold(works, told), commands, ())
        return Story("call", shown, in_order(named(steps, self._names(steps))), gone)

    def _handed_in(self, works: Collection[Step]) -> list[Step]:
        moments, ids = {step.at for step in works}, {step.id for step in works}
        told = traces.told_by(self._db["submission"], "submission", moments, ids)
        return [step for step in told if step.what == HANDED_IN]

    def _untold(self, works: Collection[Step], events: Collection[Step]) -> int:
        """How many events of it are no longer kept, about: those of its beginning and end, and of each work."""
        before = now() - timedelta(days=SENT_DAYS)
        moved: int = sum(moment < before for moment in (self._call["opened_at"], self._call["closed_at"]) if moment)
        return max(0, moved + older(works, SENT_DAYS) - older(events, SENT_DAYS))
