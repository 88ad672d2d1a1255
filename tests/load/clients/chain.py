"""One work after the other from its draft to its points, over HTTP, each on a connection of its own: handed in, two
levels of review, published, its publication verified, its metrics reported and verified, its points in the ledger.

Arguments: host, port. The job's options: the tokens of `author`, `first`, `final` and `liaison`, and the author's
`outlets`. `latencies` are whole works, `effects` the seconds from verified metrics to their points, `steps` the rest.
"""

from __future__ import annotations

import heapq
import itertools
import selectors
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from shared.ids import new_id
from tests.load.clients.http import PATIENCE, Connection, Silence, head, with_body
from tests.load.clients.loop import Course, Job, serve
from tests.load.figures import Sample
from tests.load.texts import prose, title

Data = dict[str, Any]
CHARACTERS = 800
READS = 12_000
AGO = timedelta(days=7)  # so that today's snapshot is the one that counts
POLL = 0.02
LAST = "until in the ledger"


@dataclass(frozen=True)
class Ask:
    """One request; with `until`, again and again until the answer is good. `step` is what it counts to."""

    step: str
    who: str
    method: str
    path: str
    body: Data | None = None
    until: Callable[[Data], bool] | None = None


Story = Generator[Ask, Data, None]


def story(outlet: str) -> Story:
    """What is asked for one work."""
    draft = {"outlet": outlet, "kind": "work", "genre": "article", "title": title()}
    work = yield Ask("draft", "author", "POST", "/submissions", draft | {"body": prose(CHARACTERS)})
    own = f"/submissions/{work['id']}"
    yield Ask("hand in", "author", "POST", f"{own}/submission", {})
    waiting = f"/reviews?submission={work['id']}&status=open"
    found = yield Ask("until screened", "first", "GET", waiting, until=lambda page: bool(page["items"]))
    review = f"/reviews/{found['items'][0]['id']}"
    for who, said in (("first", {}), ("final", {"grade": "A"})):
        yield Ask("claim", who, "POST", f"{review}/claim", {})
        yield Ask("decide", who, "POST", f"{review}/decision", {"decision": "pass"} | said)
    yield Ask("until approved", "author", "GET", own, until=lambda now: now["status"] == "approved")
    moment = datetime.now(UTC)
    place = {"medium": "zjrb", "platform": "wechat_oa", "url": f"https://example.com/{new_id()}"}
    where = place | {"published_at": (moment - AGO).isoformat(), "earlier": True}
    publication = yield Ask("publish", "author", "POST", f"{own}/publications", where)
    looked_at = {"publication": publication["id"], "version": publication["version"]}
    yield Ask("answer for", "liaison", "POST", "/publications/verification", {"publications": [looked_at]})
    numbers = {"observed_at": moment.isoformat(), "reads": READS}
    metrics = yield Ask("report", "author", "POST", f"/publications/{publication['id']}/metrics", numbers)
    measured = {"metrics": metrics["id"], "version": metrics["version"]}
    yield Ask("verify", "liaison", "POST", "/metrics/verification", {"metrics": [measured]})
    yield Ask(LAST, "author", "GET", f"{own}/points", until=counted)


def counted(points: Data) -> bool:
    """Whether the metrics are in the ledger."""
    return any(entry["rule"].startswith("metrics") for entry in points["entries"])


class Line(Connection):
    """One connection and the work that is on its way there."""

    def begin(self, tale: Story) -> None:
        """Have a work on its way."""
        self.tale, self.asked = tale, next(tale)
        self.begun = self.since = time.perf_counter()

    def go_on(self, answer: Data) -> bool:
        """To the work's next request; False when it is at its end."""
        self.since = time.perf_counter()
        try:
            self.asked = self.tale.send(answer)
        except StopIteration:
            return False
        return True


class Stage:
    """All works of one job."""

    def __init__(self, host: str, port: int, job: Job) -> None:
        options = job.options or {}
        self._host, self._port, self._tokens = host, port, options["tokens"]
        self._outlets = itertools.cycle(options["outlets"])
        self._course, self._concurrency = Course(job, 0.0), job.concurrency
        self._steps: dict[str, list[float]] = defaultdict(list)
        self._effects: list[float] = []
        self._later: list[tuple[float, int, Line]] = []
        self._numbers = itertools.count()
        self._busy = 0
        self._lines = selectors.DefaultSelector()

    def run(self) -> Sample:
        """Until the time is over and every work has its points. Raises: Silence, ConnectionError."""
        with self._lines:
            for _ in range(self._concurrency):
                line = Line(self._host, self._port)
                self._lines.register(line.socket, selectors.EVENT_READ, line)
                self._begin(line)
            while self._busy:
                for key, _ in self._lines.select(self._pause()):
                    self._hear(key.data)
                self._again()
        sample = self._course.sample()
        return replace(sample, effects=self._effects, steps=dict(self._steps))

    def _begin(self, line: Line) -> None:
        if self._course.another():
            self._busy += 1
            line.begin(story(next(self._outlets)))
            self._send(line)
        else:  # the gateway closes what is idle for seconds, which would look like a request that failed
            self._lines.unregister(line.socket)
            line.socket.close()

    def _send(self, line: Line) -> None:
        asked = line.asked
        start = head(self._host, self._tokens[asked.who], asked.method, f"/v1{asked.path}")
        end = b"\r\n" if asked.body is None else with_body(orjson.dumps(asked.body), new_id())
        line.send(start + end)

    def _hear(self, line: Line) -> None:
        heard = line.receive()
        if heard is None:
            return
        status, _, body = heard
        asked, answer = line.asked, orjson.loads(body)
        if asked.until is not None and (status == 404 or (status < 300 and not asked.until(answer))):
            self._wait(line)  # what other services know comes a moment later
        elif status >= 300:
            self._refused(asked, status, body)
            self._end(line)
        else:
            self._go_on(line, answer)

    def _refused(self, asked: Ask, status: int, body: bytes) -> None:
        sys.stderr.write(f"{asked.step}: {status} {body[:500].decode(errors='replace')}\n")
        self._course.errors += 1

    def _wait(self, line: Line) -> None:
        moment = time.perf_counter()
        if moment - line.since > PATIENCE:
            raise Silence(line.asked.step)
        heapq.heappush(self._later, (moment + POLL, next(self._numbers), line))

    def _go_on(self, line: Line, answer: Data) -> None:
        step, took = line.asked.step, time.perf_counter() - line.since
        self._steps[step].append(took)
        if step == LAST:
            self._effects.append(took)
        if line.go_on(answer):
            self._send(line)
        else:
            self._course.made(line.begun)
            self._end(line)

    def _end(self, line: Line) -> None:
        self._busy -= 1
        self._begin(line)

    def _pause(self) -> float:
        return max(0.0, self._later[0][0] - time.perf_counter()) if self._later else PATIENCE

    def _again(self) -> None:
        while self._later and self._later[0][0] <= time.perf_counter():
            self._send(heapq.heappop(self._later)[2])


if __name__ == "__main__":
    serve(lambda job: Stage(sys.argv[1], int(sys.argv[2]), job).run())
