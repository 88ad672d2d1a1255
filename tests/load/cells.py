"""What is measured: one cell is one kind of call at one concurrency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.load import cpu
from tests.load.client import Client, side_by_side
from tests.load.clients.loop import Job
from tests.load.clients.wire import RPC
from tests.load.counts import made
from tests.load.figures import Sample, merged
from tests.load.servers import Servers
from tests.load.traffic import KEY, request

LEVELS = (1, 8, 32)
ACCEPT_LEVELS = (*LEVELS, 128)
ECHO_QUEUE = "bench.echo"
ENGINES = ("rabbitmq", "mongod")
DATA = {"name": "滨江发布", "category": "official_media", "region": "浦沿", "channels": [1, 2, 3]}


@dataclass(frozen=True)
class Cell:
    """One kind of call, `name`, at one concurrency, on data of one size; `run(seconds)` measures it once."""

    name: str
    concurrency: int
    run: Callable[[float], Sample]
    size: int = 0


def watched(
    servers: Servers,
    clients: Sequence[Client],
    job: Job,
    by: Sequence[str] = (),
    settle: Callable[[Sample], Sample] = lambda sample: sample,
) -> Sample:
    """Run a job over some clients and add what CPU time the servers, and all others, spent meanwhile.

    `by`: the processes that do this job beside the engines; what the other ones idle away is not of it. Default: all.
    `settle` waits for what the answers left to be done, so that it is counted.
    """
    known = servers.counted()
    before, ours, all_ = servers.cpu(), _cpu_of(clients), cpu.busy()
    sample = settle(merged(side_by_side(clients, job)))
    spent = cpu.spent(before, servers.cpu())
    others = cpu.busy() - all_ - sum(spent.values()) - (_cpu_of(clients) - ours)
    counted = {name: value for name, value in spent.items() if not by or name in (*by, *ENGINES)}
    did = made(known, servers.counted())
    return replace(sample, cpu=counted, others=max(0.0, others), counts=did)


def _cpu_of(clients: Sequence[Client]) -> float:
    return sum(cpu.seconds(client.pid) for client in clients)


def bare(servers: Servers) -> list[Cell]:
    """The floors: a bare AMQP round trip, a bare majority write, a bare transaction of three inserts."""
    servers.echo(ECHO_QUEUE)
    wire = servers.client("wire", servers.broker.uri())
    writer = servers.client("majority", servers.database.uri)
    trip = {"exchange": "", "routing_key": ECHO_QUEUE, "body": request(DATA)}
    cells = _cells(servers, [wire], "round_trip", LEVELS, trip)
    cells += _cells(servers, [writer], "majority_write", LEVELS, {})
    return cells + _cells(servers, [writer], "transaction", (1,), {"transaction": True})


def rpc(servers: Servers) -> list[Cell]:
    """RPC by stock parts, by ours, and both services under one and the same bare load."""
    servers.stock_service()
    servers.service("bench", "tests.load.our_service:OurService")
    uri = servers.broker.uri()
    stock, wire = servers.client("stock_rpc", uri), servers.client("wire", uri)
    ours = servers.client("our_rpc", uri, gevent=True)
    cells = _cells(servers, [stock], "stock_rpc", LEVELS, {"service": "stock", "method": "echo", "data": DATA})
    cells += _cells(servers, [ours], "our_rpc", LEVELS, {"service": "bench", "method": "echo", "data": DATA})
    echo = {"exchange": RPC, "body": request(DATA, stock=True)}
    cells += _cells(servers, [wire], "stock_service", (32,), {**echo, "routing_key": "stock.echo"})
    echo = {"exchange": RPC, "body": request(DATA)}
    cells += _cells(servers, [wire], "our_service", (32,), {**echo, "routing_key": "bench.echo"})
    note = {"exchange": RPC, "routing_key": "bench.note", "body": request(DATA, key=KEY)}
    return cells + _cells(servers, [wire], "command", ACCEPT_LEVELS, note)


def _cells(
    servers: Servers, clients: Sequence[Client], name: str, levels: Sequence[int], options: dict[str, object]
) -> list[Cell]:
    def run(level: int, seconds: float) -> Sample:
        return watched(servers, clients, Job(level, seconds, options=options))

    return [Cell(name, level, lambda seconds, level=level: run(level, seconds)) for level in levels]  # type: ignore[misc]
