"""The story of one submission across all services, from what each of them has kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from jingmei.stores import Stores
from jingmei.story import traces
from jingmei.story.gathering import Document, Gathering, older, requests_of
from jingmei.story.model import Kind, Step, Story, hidden, in_order, moment_of, named
from shared.mongo.outbox import SENT_DAYS

SHOWN: Final = (
    "number", "bureau", "kind", "outlet", "title", "status", "version", "revision", "round", "created_at", "updated_at",
)  # fmt: skip
# After these scoring has something to tell; and where somebody entered points or awarded something by hand.
SCORED: Final = frozenset({Kind.HANDLER, Kind.AWARD})
BY_HAND: Final = ("scoring.", "awards.")


class OfSubmission(Gathering):
    """One story in the making. `objects` are the ids of what belongs to the submission."""

    def __init__(self, stores: Stores, submission: Document) -> None:
        super().__init__(stores, submission["bureau"])
        self._submission = submission
        self._of = {"bureau": self._bureau, "submission": submission["_id"]}
        self._objects = {submission["_id"]}

    def story(self) -> Story:
        """The whole of it."""
        kept, kept_ids = self._kept()
        events, lost = self._events(kept_ids)
        handled = self._handled(events)
        answers = self._answers(self._scored([*handled, *kept]), {step.id for step in events})
        events += answers
        handled += self._handled(answers)
        told = self._told(events)
        commands = traces.commands(self._db["gateway"], self._bureau, self._objects, requests_of(events))
        steps = [*kept, *events, *handled, *self._dead(events), *told, *commands]
        shown = {"id": self._submission["_id"], **{name: hidden(self._submission[name]) for name in SHOWN}}
        told_once = len(lost) + _unheard(kept, answers)
        gone = self._gone(events, told_once, commands, kept)
        return Story("submission", shown, in_order(named(steps, self._names(steps))), gone)

    def _kept(self) -> tuple[list[Step], dict[str, list[str]]]:
        """What its services keep of it, and the ids of the events that they told with it."""
        submission, review = self._db["submission"], self._db["review"]
        moves = traces.moves(submission, self._of)
        reviews = [row["_id"] for row in review["reviews"].find(self._of, {"_id": True})]
        acts = traces.reviewing(review, self._bureau, reviews)
        published = traces.publications(submission, self._of)
        steps = [traces.move_step(row) for row in moves] + [traces.review_step(row) for row in acts]
        steps += traces.permits(review, self._bureau, reviews)
        steps += [step for row in published for step in traces.publication_steps(row)]
        steps += traces.metrics(submission, self._bureau, [row["_id"] for row in published])
        points = list(traces.points(self._db["scoring"], self._of))
        periods = {step.details["period"] for step in points}
        steps += [*points, *traces.awards(self._db["scoring"], self._bureau, self._submission["_id"], periods)]
        same = {Kind.PERMIT, Kind.PUBLICATION, Kind.METRICS, Kind.AWARD}
        self._objects |= {*reviews, *(step.id for step in steps if step.kind in same)}
        self._objects |= {step.cause for step in points if step.who}
        told = {"submission": moves, "review": acts}
        return steps, {service: [id_ for row in rows for id_ in row["events"]] for service, rows in told.items()}

    def _events(self, told: Mapping[str, list[str]]) -> tuple[list[Step], list[Step]]:
        """The events as they were told, and those that are not kept any more: of them the moment is known."""
        found, lost = [], []
        for service, ids in told.items():
            here = list(traces.events(self._db[service], service, ids))
            gone = sorted(set(ids) - {step.id for step in here})
            found += here
            lost += [Step(moment_of(id_), Kind.EVENT, service, "", id_) for id_ in gone]
        return found + lost, lost

    def _scored(self, steps: Iterable[Step]) -> set[datetime]:
        """When scoring did something about it: its handlers, and what people asked of it."""
        asked = traces.commands(self._db["gateway"], self._bureau, self._objects, {})
        done = [step for step in steps if step.service == "scoring" and (step.kind in SCORED or step.who)]
        return {step.at for step in [*done, *(each for each in asked if each.what.startswith(BY_HAND))]}

    def _answers(self, moments: Iterable[datetime], known: Collection[str]) -> list[Step]:
        """What scoring told of it at these moments, which no history of the submission's lists."""
        found = traces.told_by(self._db["scoring"], "scoring", moments, self._objects)
        return [step for step in found if step.id not in known]


def _unheard(kept: Iterable[Step], answers: Iterable[Step]) -> int:
    """How many events about its points are no longer kept: there was one for each cause, outlet, period and sign."""
    entries = [step for step in kept if step.kind is Kind.POINTS]
    groups = {
        (step.cause, step.details["outlet"], step.details["period"], "reverses" in step.details): step
        for step in entries
    }
    points = [step for step in answers if step.what.startswith("Points")]
    return max(0, older(groups.values(), SENT_DAYS) - older(points, SENT_DAYS))
