"""Keeps the local stack's RabbitMQ and MongoDB running: `python -m deploy.local.guard <home>`, under the supervisor.

They are no children of the supervisor, as they are there before it and after it. One that ends while the stack runs is
started again; what it had is on disk, and gateway and services come back to it by themselves.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from deploy.local.layout import Layout
from deploy.local.processes import StartError
from deploy.local.servers import Broker, Database, starting
from shared import logs

LOOK = 1.0
# Seconds until one that does not come up is tried again, twice as many each time.
FIRST, LONGEST = 1.0, 60.0


@dataclass
class Watched:
    """A server, and a descriptor of its process that tells of its end: to look costs nothing."""

    name: str
    server: Broker | Database
    process: int = -1
    pause: float = field(default=FIRST)

    def look(self, home: Path) -> float:
        """Start it if it is not there; seconds to wait before the next try when that failed."""
        if self.process >= 0 and not select.select([self.process], [], [], 0)[0]:
            return 0.0
        if self.process >= 0:
            os.close(self.process)
            self.process = -1
            logs.get().error("server ended", server=self.name)
        try:
            return self._hold(home)
        except (StartError, OSError) as error:
            logs.get().error("server not started", server=self.name, error=str(error)[-2000:])
            wait, self.pause = self.pause, min(LONGEST, 2 * self.pause)
            return wait

    def _hold(self, home: Path) -> float:
        pid = self.server.pid
        if pid is None:
            with starting(home):
                self.server.start()
            logs.get().info("server started", server=self.name, pid=self.server.pid)
            pid = self.server.pid
        if pid is None:
            raise StartError(f"{self.name} ended as soon as it had begun")
        self.process, self.pause = os.pidfd_open(pid), FIRST
        return 0.0


def watch(layout: Layout, ended: threading.Event) -> None:
    """Until `ended`; a start that is under way is brought to its end."""
    broker = Broker(layout.home / "rabbitmq", layout.ports["broker"])
    database = Database(layout.home / "mongodb", layout.ports["database"], name=layout.replica_set)
    watched = [Watched("mongodb", database), Watched("rabbitmq", broker)]
    while not ended.is_set():
        wait = max(each.look(layout.home) for each in watched)
        ended.wait(max(LOOK, wait))


def main() -> None:
    """Watch the stack of a home."""
    ended = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    logs.configure("info", service="servers", instance="servers")
    watch(Layout.load(Path(sys.argv[1])), ended)


if __name__ == "__main__":
    main()
