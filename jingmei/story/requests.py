"""The story of one request of an outlet: what was done with it, who was told. What both sides wrote is theirs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from jingmei.stores import Stores
from jingmei.story import traces
from jingmei.story.gathering import Document, Gathering, older, requests_of
from jingmei.story.model import Step, Story, hidden, in_order, named
from shared.mongo.outbox import SENT_DAYS

SHOWN: Final = ("number", "bureau", "kind", "outlet", "title", "status", "version", "opened_at", "updated_at")


class OfRequest(Gathering):
    """One story in the making. Of what is confidential there is none: `find` gives no such request."""

    def __init__(self, stores: Stores, request: Document) -> None:
        super().__init__(stores, request["bureau"])
        self._request = request

    def story(self) -> Story:
        """The whole of it."""
        liaison, id_ = self._db["liaison"], self._request["_id"]
        moves = [traces.request_step(row) for row in traces.request_moves(liaison, self._bureau, id_)]
        moments = {step.at for step in moves} | traces.spoken_at(liaison, self._bureau, id_)
        events = traces.told_by(liaison, "liaison", moments, {id_})
        commands = traces.commands(self._db["gateway"], self._bureau, {id_}, requests_of(events))
        steps = [*moves, *events, *self._handled(events), *self._dead(events), *self._told(events), *commands]
        shown = {"id": id_, **{name: hidden(self._request[name]) for name in SHOWN}}
        gone = self._gone(events, _untold(moves, events), commands, moves)
        return Story("request", shown, in_order(named(steps, self._names(steps))), gone)


def _untold(moves: Collection[Step], events: Collection[Step]) -> int:
    """How many events of it are no longer kept, about: nearly every step told one."""
    return max(0, older(moves, SENT_DAYS) - older(events, SENT_DAYS))
