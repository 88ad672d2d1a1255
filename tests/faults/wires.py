"""Clients that are slow on purpose, and connections that die without anybody being told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.people import BUREAU
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.driver import AWAY, DONE, LATE
from tests.faults.outages import DEADLINE, GRACE
from tests.faults.scenario import Stage, scenario
from tests.faults.web import WebWorld
from tests.faults.wire import Wire
from tests.support.waiting import rest, until

# What a slow client begins with; then it sends a byte now and then, or nothing.
POST = b"POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
BEGINNINGS = (
    b"GET /v1/labels HTTP/1.1\r\nX-Long: ",
    POST + b"Content-Length: 900\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n384\r\n",
    b"",
)
AT_ONCE = 300
PATIENCE = {"HTTP_PATIENCE": "2", "HTTP_SLOWEST": "100000"}
# Longer than any of them may take: the head has gunicorn's five seconds, the body `HTTP_PATIENCE`.
CUT_OFF = 15.0
SILENT = 20.0
HEARTBEAT = {"JINGMEI_HEARTBEAT": "5"}


class Slow:
    """Many who begin a request and do not end it; who is cut off comes again at once."""

    def __init__(self, port: int, count: int) -> None:
        self._port, self._over = port, threading.Event()
        self._open: dict[socket.socket, float] = {}
        self.cut, self.longest = 0, 0.0
        for number in range(count):
            self._begin(number)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Come no more; those that are there go on."""
        self._over.set()

    @property
    def left(self) -> int:
        """How many are there."""
        return len(self._open)

    def _begin(self, number: int) -> None:
        client = socket.create_connection(("127.0.0.1", self._port))
        client.sendall(BEGINNINGS[number % len(BEGINNINGS)])
        client.setblocking(False)
        self._open[client] = time.monotonic()

    def _run(self) -> None:
        while self._open:
            for number, client in enumerate(list(self._open)):
                if self._ended(client, silent=number % 2 == 0):
                    self.cut += 1
                    self.longest = max(self.longest, time.monotonic() - self._open.pop(client))
                    client.close()
                    if not self._over.is_set():
                        self._begin(self.cut)
            rest(0.2)

    def _ended(self, client: socket.socket, *, silent: bool) -> bool:
        try:
            if not silent:
                client.send(b"x")
            while data := client.recv(4096):
                assert data
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True


@scenario(37, "three hundred slow clients: each cut off, everybody else served")
def slow(stage: Stage) -> Findings:
    """Heads and bodies that come drop by drop, and connections that say nothing, again and again under load."""
    with stage.web(DEADLINE, **PATIENCE) as world:
        world.dying = True  # who keeps a connection open meets its end now and then
        world.up()
        load = stage.load(world, deadline=DEADLINE)
        load.more()
        clients = Slow(world.gateway.port, AT_ONCE)
        rest(30 if not stage.short else 8)
        clients.stop()
        load.more()
        until("all of them to be cut off", lambda: not clients.left)
        load.stop()
        found = Findings(notes=[f"{clients.cut} cut off, the last after {clients.longest:.1f} s"])
        found.expect(clients.cut > AT_ONCE, f"only {clients.cut} of them were cut off")
        found.expect(clients.longest < CUT_OFF, f"one was there for {clients.longest:.1f} s")
        _bounded(load.slowest, load.statuses, found)
        return check(world, load, found=found)


@scenario(38, "half-open connections: broker and database fall silent, and old connections stay so")
def half_open(stage: Stage) -> Findings:
    """What goes to the broker, then what goes to the database, is swallowed for a while. New connections are good
    again after it, old ones never, and neither end is told."""
    with wired(stage) as (world, wires):
        world.dying = True
        world.up(None, **_through(world, wires), **HEARTBEAT)
        load = stage.load(world, deadline=DEADLINE, patience=200)
        found = Findings()
        for name, wire in wires.items():
            for _ in range(stage.rounds(2, 1)):
                load.more()
                count = wire.cut()
                rest(SILENT if not stage.short else 8)
                wire.heal()
                began = time.monotonic()
                load.more()
                found.notes.append(f"{name}: {count} connections so far, {time.monotonic() - began:.0f} s to recover")
        load.stop()
        _bounded(load.slowest, load.statuses, found)
        trails.sealed(world.gateway_db)
        found.problems += trails.faults(world.gateway_db, BUREAU)
        check(world, load, found=found)
        found.expect(not world.logged("handler failed"), "attempts were consumed")
        return found


@contextmanager
def wired(stage: Stage) -> Iterator[tuple[WebWorld, dict[str, Wire]]]:
    """A world that reaches its servers over wires, and these."""
    wires = {"broker": Wire(stage.servers.broker.port), "database": Wire(stage.servers.database.ports[0])}
    try:
        with stage.web(DEADLINE) as world:
            told = {f"JINGMEI_{name}": value for name, value in _uris(world, wires).items()}
            world.gateway.environment.update(told)
            yield world, wires
    finally:
        for wire in wires.values():
            wire.close()


def _through(world: WebWorld, wires: dict[str, Wire]) -> dict[str, str]:
    return {f"JINGMEI_{name}": value for name, value in _uris(world, wires).items()}


def _uris(world: WebWorld, wires: dict[str, Wire]) -> dict[str, str]:
    """The servers over the wires. A replica set would tell its own address, past the wire."""
    amqp = world.uri.replace(f":{world.broker.port}/", f":{wires['broker'].port}/")
    return {"AMQP_URI": amqp, "MONGO_URI": f"mongodb://127.0.0.1:{wires['database'].port}/?directConnection=true"}


def _bounded(slowest: float, statuses: dict[int, int], found: Findings) -> None:
    found.expect(slowest <= DEADLINE + GRACE, f"a request took {slowest:.1f} s")
    found.expect(set(statuses) <= {DONE, AWAY, LATE}, f"answers {dict(statuses)}")
    found.notes.append(f"answers {dict(sorted(statuses.items()))}")
