"""Scoring alone, when the verified metrics of many works come at once: of one outlet, of one bureau with many outlets,
of many bureaus; with one process and with several.

Works are told of beforehand (handed in, approved, published). What is measured is their metrics, told in one burst as
the submission service tells them, until the last has its points. Nothing else runs meanwhile.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import cycle, islice

from services import SERVICES
from shared.events import Event, OutletState, OutletVerified, Received
from shared.ids import new_id
from shared.messaging.topology import events_queue
from tests.load.cells import Cell, watched
from tests.load.client import Client
from tests.load.clients.loop import Job
from tests.load.figures import Sample, in_turn
from tests.load.goals import PROCESSES, facts
from tests.load.system import System
from tests.load.texts import title, word
from tests.services.scoring.desk import Work
from tests.services.stage import received

WORKS, FEWER_WORKS = (16, 64), (16,)
BURSTS = 4  # for each second that another cell is measured
READS = 6_000
SCORING = "scoring"


@dataclass(frozen=True)
class Place:
    """Where the works are from: so many bureaus with so many outlets each."""

    bureaus: int
    outlets: int


PLACES = {"outlet": Place(1, 1), "bureau": Place(1, 64), "bureaus": Place(8, 8)}


def cells(system: System, *, less: bool) -> list[Cell]:
    """Every place with every number of works and of processes, whose number changes as seldom as may be."""
    system.end_all()
    desk = Desk(system)
    return [
        Cell(facts(place, count), works, partial(desk.measure, count, place, works))
        for count in PROCESSES
        for place in PLACES
        for works in (FEWER_WORKS if less else WORKS)
    ]


class Desk:
    """So many scoring processes as are wanted, and who tells them of works."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._running: list[str] = []
        self._outlets: dict[str, Callable[[int], list[tuple[str, str]]]] = {}

    def measure(self, count: int, place: str, works: int, seconds: float) -> Sample:
        """One burst after the other, each of works that nobody has heard of. Raises: StartError, ClientError."""
        self._be(count)
        among = self._among(place)
        bursts = [_mixed(among(works)) for _ in range(max(1, round(seconds * BURSTS)))]
        self._tell([event for burst in bursts for work in burst for event in work.told()[:-1]])
        return in_turn([self._tell([work.verified()[0] for work in burst]) for burst in bursts])

    def _be(self, count: int) -> None:
        """Have so many processes, no more and no fewer."""
        names = [SCORING, *(f"{SCORING}{number}" for number in range(2, count + 1))]
        for each in names:
            if each not in self._running:
                effects = str(self._system.effects.path)
                self._system.servers.service(each, "tests.load.noting_facts:ScoringService", BENCH_EFFECTS=effects)
        self._system.servers.keep_only(*names)
        self._running = names

    def _among(self, place: str) -> Callable[[int], list[tuple[str, str]]]:
        """Gives so many outlets of the place, each with its bureau, in turn; they are told of when first asked for."""
        if place not in self._outlets:
            of = PLACES[place]
            number = list(PLACES).index(place)
            bureaus = [f"3305{number}{each}" for each in range(of.bureaus)]
            told = [_outlet(bureau) for _ in range(of.outlets) for bureau in bureaus]
            self._tell(told)
            turn = cycle([(event.subject, event.bureau) for event in told])
            self._outlets[place] = lambda count: list(islice(turn, count))
        return self._outlets[place]

    def _tell(self, told: Sequence[Received[Event]]) -> Sample:
        """Tell all of this and wait until it has its effects."""
        facts = [
            {"id": event.id, "key": type(event.data).routing_key(event.bureau), "body": _body(event)} for event in told
        ]
        job, began = Job(1, 0.0, options={"facts": facts}), time.perf_counter()
        sample = watched(self._system.servers, [self._client], job, self._running, self._settle)
        # It was looked at for longer than it took.
        return replace(sample, others=sample.others * sample.seconds / (time.perf_counter() - began))

    def _settle(self, sample: Sample) -> Sample:
        sent = dict(sample.marks)
        moments = self._system.effects.wait(sent)
        took = [moment - sent[id_] for id_, moment in moments.items()]
        whole = max(moments.values(), default=0.0) - min(sent.values())
        missing = len(sent) - len(moments)
        return replace(sample, latencies=took, seconds=max(1e-9, whole), effects=[whole], errors=missing, marks=())

    @cached_property
    def _client(self) -> Client:
        # Their processes have ended: what is told would be kept for them, on disk.
        others = [events_queue(service) for service in SERVICES if service != SCORING]
        return self._system.servers.client("facts", self._system.servers.broker.uri(), *others)


def _outlet(bureau: str) -> Received[Event]:
    id_ = new_id()
    state = OutletState(id_, f"滨江播报 {word()}", "self_media", "verified")
    return received(OutletVerified(state, "liaison"), id_, version=2, bureau=bureau)


def _mixed(of: Sequence[tuple[str, str]]) -> list[Work]:
    """A work of each of these outlets, in any order: in turn, the broker would give a process bureaus of its own."""
    works = [Work((outlet,), reads=READS, title=title(), bureau=bureau) for outlet, bureau in of]
    random.shuffle(works)
    return works


def _body(event: Received[Event]) -> str:
    return event.envelope.encode(event.data).decode()
