"""The story of one activity: what the bureau did with it, who replied and came, who was told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from jingmei.stores import Stores
from jingmei.story import traces
from jingmei.story.gathering import Document, Gathering, older
from jingmei.story.model import Step, Story, hidden, in_order, named
from shared.mongo.outbox import SENT_DAYS

SHOWN: Final = ("bureau", "kind", "title", "status", "version", "starts_at", "ends_at", "updated_at")
# What people suggested and were answered, and what an officer is to do, is theirs.
THEIRS: Final = frozenset({"text", "answer"})
# Elsewhere a former one is an officer.
CALLED: Final = {"former": "former_starts_at"}


class OfActivity(Gathering):
    """One story in the making."""

    def __init__(self, stores: Stores, activity: Document) -> None:
        super().__init__(stores, activity["bureau"])
        self._activity = activity

    def story(self) -> Story:
        """The whole of it. Of a reply that changed nothing for anybody else there is the command alone."""
        liaison, id_ = self._db["liaison"], self._activity["_id"]
        acts = [traces.activity_step(row) for row in traces.activity_acts(liaison, self._bureau, id_)]
        commands = traces.commands(self._db["gateway"], self._bureau, {id_}, {})
        events = traces.told_by(liaison, "liaison", {step.at for step in (*acts, *commands)}, {id_})
        told = [replace(each, details=_details(each)) for each in events]
        steps = [*acts, *told, *self._handled(events), *self._dead(events), *self._told(events), *commands]
        shown = {"id": id_, **{name: hidden(self._activity[name]) for name in SHOWN}}
        gone = self._gone(events, _untold(acts, events), commands, acts)
        return Story("activity", shown, in_order(named(steps, self._names(steps))), gone)


def _details(event: Step) -> Document:
    return {CALLED.get(name, name): value for name, value in event.details.items() if name not in THEIRS}


def _untold(acts: Collection[Step], events: Collection[Step]) -> int:
    """How many events of it are no longer kept, about: most acts tell one."""
    return max(0, older(acts, SENT_DAYS) - older(events, SENT_DAYS))
