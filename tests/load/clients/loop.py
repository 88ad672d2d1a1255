"""How every load client works: jobs come as lines on standard input, samples leave as lines on standard output.

A client is a process of its own that is started once and idles between its jobs.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from tests.load.figures import Sample

WARM_UP = 0.2


@dataclass(frozen=True)
class Job:
    """One closed loop: `concurrency` requests are always under way, for `seconds`, at most `limit` of them."""

    concurrency: int
    seconds: float
    limit: int = 1_000_000
    options: dict[str, Any] | None = None


class Course:
    """Counts the calls of one job: those of the warm-up are kept only when there are no others."""

    def __init__(self, job: Job, warm_up: float = WARM_UP) -> None:
        self._job = job
        self._taken = 0
        self._begun = time.perf_counter()
        self._first = self._begun + min(warm_up, job.seconds / 4)
        self._end = self._first + job.seconds
        self._made = 0
        self.latencies: list[float] = []
        self._early: list[float] = []
        self.marks: list[tuple[str, float]] = []
        self.errors = 0

    def another(self) -> bool:
        """Whether one more call is to be made: the first one however late, or a busy machine measures nothing."""
        self._taken += 1
        return self._taken <= self._job.limit and (self._taken == 1 or time.perf_counter() < self._end)

    def made(self, started: float) -> None:
        """A call that was started at `started` (perf_counter) has its answer now."""
        self._made += 1
        kept = self.latencies if started >= self._first else self._early
        kept.append(time.perf_counter() - started)

    def mark(self, id_: str, sent: float) -> None:
        """The answer names an object: keep when (epoch seconds) it was asked for."""
        if id_:
            self.marks.append((id_, sent))

    def sample(self) -> Sample:
        """What was measured."""
        seconds = max(1e-9, time.perf_counter() - self._begun)
        return Sample(self.latencies or self._early, seconds, self._made, self.errors, marks=self.marks)


def in_threads(job: Job, calls: list[Callable[[], Any]]) -> Sample:
    """Run a job with a thread per call (a greenlet in a process that gevent has patched)."""
    course = Course(job)
    failures: list[BaseException] = []

    def run(call: Callable[[], Any]) -> None:
        try:
            while course.another():
                started = time.perf_counter()
                call()
                course.made(started)
        except BaseException as error:  # raised again below, where somebody hears it
            failures.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls[: job.concurrency]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return course.sample()


def serve(run: Callable[[Job], Sample]) -> None:
    """Do jobs until standard input ends. Whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        sample = run(Job(**orjson.loads(line)))
        answers.write(orjson.dumps(asdict(sample)).decode() + "\n")
        answers.flush()
