"""The story of one submission across all services, from what each of them has kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo.database import Database

from jingmei.stores import Stores
from jingmei.story import traces
from jingmei.story.model import Gone, Kind, Step, Story, hidden, in_order, moment_of, named
from services import PROGRAMS, SERVICES
from shared.clock import now
from shared.mongo.outbox import SENT_DAYS
from shared.mongo.unit import Unit

HANDLED_DAYS: Final = Unit.keep_days
MESSAGE_DAYS: Final = 400
SHOWN: Final = (
    "number", "bureau", "kind", "outlet", "title", "status", "version", "revision", "round", "created_at", "updated_at",
)  # fmt: skip
# After these scoring has something to tell; and where somebody entered points or awarded something by hand.
SCORED: Final = frozenset({Kind.HANDLER, Kind.AWARD})
BY_HAND: Final = ("scoring.", "awards.")
Document = dict[str, Any]


class Ambiguous(LookupError):
    """Several bureaus have a submission with this number."""


def find(stores: Stores, reference: str, bureau: str | None) -> Document | None:
    """A submission by its id or number. Raises: Ambiguous with the bureaus."""
    rows = stores.database("submission")["submissions"]
    document = rows.find_one({"_id": reference})
    if document is not None:
        return document if bureau in (None, document["bureau"]) else None
    codes = [bureau] if bureau else [row["_id"] for row in stores.database("gateway")["bureaus"].find({}, {"_id": 1})]
    found = list(rows.find({"bureau": {"$in": codes}, "number": reference}))
    if len(found) > 1:
        raise Ambiguous(", ".join(sorted(row["bureau"] for row in found)))
    return found[0] if found else None


def story(stores: Stores, submission: Document) -> Story:
    """Everything that is kept about a submission, in order."""
    return _Telling(stores, submission).story()


class _Telling:
    """One story in the making. `objects` are the ids of what belongs to the submission."""

    def __init__(self, stores: Stores, submission: Document) -> None:
        self._db: dict[str, Database[Document]] = {name: stores.database(name) for name in PROGRAMS}
        self._submission, self._bureau = submission, submission["bureau"]
        self._of = {"bureau": self._bureau, "submission": submission["_id"]}
        self._objects = {submission["_id"]}

    def story(self) -> Story:
        """The whole of it."""
        kept, told = self._kept()
        events, lost = self._events(told)
        handled = self._handled(events)
        answers = self._answers(self._scored([*handled, *kept]), {step.id for step in events})
        events += answers
        handled += self._handled(answers)
        messages = traces.messages(self._db["notification"], self._bureau, [step.id for step in events])
        sent = traces.deliveries(self._db["notification"], [step.id for step in messages])
        commands = traces.commands(self._db["gateway"], self._bureau, self._objects, _requests(events))
        steps = [*kept, *events, *handled, *self._dead(events), *messages, *sent, *commands]
        shown = {"id": self._submission["_id"], **{name: hidden(self._submission[name]) for name in SHOWN}}
        told_once = len(lost) + _unheard(kept, answers)
        return Story(shown, in_order(named(steps, self._names(steps))), self._gone(events, told_once, commands, kept))

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

    def _handled(self, events: Collection[Step]) -> list[Step]:
        return [step for name in SERVICES for step in traces.handled(self._db[name], name, events)]

    def _scored(self, steps: Iterable[Step]) -> set[datetime]:
        """When scoring did something about it: its handlers, and what people asked of it."""
        asked = traces.commands(self._db["gateway"], self._bureau, self._objects, {})
        done = [step for step in steps if step.service == "scoring" and (step.kind in SCORED or step.who)]
        return {step.at for step in [*done, *(each for each in asked if each.what.startswith(BY_HAND))]}

    def _answers(self, moments: Iterable[datetime], known: Collection[str]) -> list[Step]:
        """What scoring told of it at these moments, which no history of the submission's lists."""
        found = traces.told_by(self._db["scoring"], "scoring", moments, self._objects)
        return [step for step in found if step.id not in known]

    def _dead(self, events: Collection[Step]) -> list[Step]:
        ids = [step.id for step in events]
        return [step for name in SERVICES for step in traces.dead(self._db[name], name, ids)]

    def _names(self, steps: Iterable[Step]) -> dict[str, str]:
        accounts = sorted({step.who for step in steps if step.who})
        rows = self._db["gateway"]["accounts"].find({"_id": {"$in": accounts}, "bureau": self._bureau}, {"name": True})
        return {row["_id"]: row["name"] for row in rows}

    def _gone(
        self, events: Collection[Step], lost: int, commands: Collection[Step], kept: Collection[Step]
    ) -> tuple[Gone, ...]:
        """What is no longer kept, as far as can be told."""
        asked = {step.who for step in commands}
        unasked = [step for step in kept if step.kind is Kind.MOVE and step.who and step.who not in asked]
        counts = {
            Kind.EVENT: (lost, SENT_DAYS),
            Kind.HANDLER: (_older(events, HANDLED_DAYS), HANDLED_DAYS),
            Kind.MESSAGE: (_older(events, MESSAGE_DAYS), MESSAGE_DAYS),
            Kind.COMMAND: (len(unasked), 0),
        }
        return tuple(Gone(kind, count, days) for kind, (count, days) in counts.items() if count)


def _requests(events: Iterable[Step]) -> dict[str, datetime]:
    """The requests behind events, each with the moment of its first effect."""
    found: dict[str, datetime] = {}
    for step in events:
        if request := step.details.get("request"):
            found[request] = min(step.at, found.get(request, step.at))
    return found


def _unheard(kept: Iterable[Step], answers: Iterable[Step]) -> int:
    """How many events about its points are no longer kept: there was one for each cause, outlet, period and sign."""
    entries = [step for step in kept if step.kind is Kind.POINTS]
    groups = {
        (step.cause, step.details["outlet"], step.details["period"], "reverses" in step.details): step
        for step in entries
    }
    points = [step for step in answers if step.what.startswith("Points")]
    return max(0, _older(groups.values(), SENT_DAYS) - _older(points, SENT_DAYS))


def _older(steps: Iterable[Step], days: int) -> int:
    """How many of them are from before so many days."""
    before = now() - timedelta(days=days)
    return sum(step.at < before for step in steps)


__all__ = ["Ambiguous", "Gone", "Kind", "Step", "Story", "find", "story"]
