"""How a service that is new, or whose database is an older one, learns what was told before: it asks, and the owners of
the facts tell them again, to it alone. Every service has this part."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getmembers
from typing import Any

import eventlet
from eventlet.event import Event as Signal
from nameko.extensions import DependencyProvider

from shared import logs, metrics
from shared.events import EVERY_BUREAU, FactsRetold, FactsWanted, Received
from shared.messaging.dependencies import Repository
from shared.messaging.engine import Engine
from shared.messaging.events import handles
from shared.mongo import Unit
from shared.mongo.retelling import Read, Retellings, WantedFacts
from shared.sending.questions import question

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
CONFIRM = 5.0


def kept(service: type[Any]) -> set[str]:
    """The kinds of facts, as types of events, that a service keeps replicas of."""
    return {cls.type() for _, each in _repositories(service) for cls in getattr(each.cls, "KEEPS", ())}


def owned(service: type[Any]) -> dict[str, tuple[str, str]]:
    """The kinds of facts that a service owns: of each the repository and the method that reads them."""
    return {
        cls.type(): (name, method)
        for name, each in _repositories(service)
        for cls, method in getattr(each.cls, "RETELLS", {}).items()
    }


class Asking(DependencyProvider):  # type: ignore[misc]
    """Asks the owners of what a service keeps until it was told all of it; several instances at once do no harm."""

    engine = Engine()

    def __init__(self) -> None:
        super().__init__()
        self._stop = Signal()

    def start(self) -> None:
        """Begin in the background."""
        self.container.spawn_managed_thread(self._run, "asking")

    def stop(self) -> None:
        """Ask no more."""
        if not self._stop.ready():
            self._stop.send()

    def get_dependency(self, _worker: Any) -> None:
        """Nothing that a worker needs."""

    def _run(self) -> None:
        kinds, pause = kept(self.container.service_cls), FIRST_PAUSE
        if not kinds or not self.engine.prepared.wait():
            return
        waiting: dict[str, str] = {}
        while not self._stop.ready():
            try:
                before, waiting = waiting, WantedFacts(self.engine.db).untold(kinds)
                metrics.FACTS_WANTED.set(len(waiting))
                if not waiting:
                    if before:
                        logs.get().info("told everything", kinds=sorted(kinds))
                    return
                self._ask(waiting)
                if waiting != before:
                    logs.get().info("facts wanted", kinds=sorted(waiting))
            except Exception as error:  # the database or the broker is away: it is asked again
                logs.get().warning("facts not asked for yet", error=str(error)[:300])
            with eventlet.Timeout(pause, False):
                self._stop.wait()
            pause = min(LONGEST_PAUSE, pause * 2)

    def _ask(self, waiting: dict[str, str]) -> None:
        service = self.container.service_name
        if self.engine.publisher.up:
            signer, wanted = self.engine.signer, sorted(waiting.items())
            asked = [question(FactsWanted(service, kind, asking), signer) for kind, asking in wanted]
            self.engine.publisher.publish(asked, CONFIRM)


class RetellingMethods:
    """What every service derives from."""

    name: str
    asking = Asking()
    retellings = Repository(Retellings)
    wanted_facts = Repository(WantedFacts)

    @handles(FactsWanted)
    def facts_wanted(self, unit: Unit, event: Received[FactsWanted]) -> None:
        """Tell a page of what a service wants, and have the rest asked for by an event to this one."""
        place = owned(type(self)).get(event.data.kind)
        if place is None:  # who asks is of a newer version, and asks until this one is as new
            logs.get().warning("facts wanted that are not ours", kind=event.data.kind)
            return
        read: Read = getattr(getattr(self, place[0]), place[1])
        further: FactsWanted | None = self.retellings.tell(unit, event.data, read)
        if further is not None:
            unit.emit(further, subject=further.service, version=1, bureau=EVERY_BUREAU, to=self.name)

    @handles(FactsRetold)
    def facts_retold(self, unit: Unit, event: Received[FactsRetold]) -> None:
        """Keep that everything of a kind was told."""
        self.wanted_facts.told(unit, event.data)


def _repositories(service: type[Any]) -> Iterator[tuple[str, Repository]]:
    yield from getmembers(service, lambda each: isinstance(each, Repository))
