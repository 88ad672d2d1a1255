"""The peers as processes, as many of each part as ours has, and what is measured of them."""

from __future__ import annotations

import importlib.util
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import orjson

from deploy.local.processes import tail, wait_for
from deploy.local.servers import StartError, free_ports
from tests.load.cells import Cell
from tests.load.clients.loop import Job
from tests.load.effects import Effects
from tests.load.figures import Sample
from tests.load.servers import START, Servers
from tests.load.system import CLIENTS, WORKERS
from tests.load.traffic import new_registration
from tests.load.web import OUTLETS, WRITE, accepting

NAMEKO, FAST, HOP = "peer_nameko", "peer_fast", "peer_fast_hop"
LEVELS = (1, 32, 128)
EXAMPLES = "tests.load.peers.nameko_examples"
ASYNC = "tests.load.peers.fast"


def installed() -> bool:
    """Whether the packages of requirements/bench.txt are there."""
    return all(importlib.util.find_spec(name) for name in ("fastapi", "uvicorn", "aio_pika", "matplotlib"))


def cells(servers: Servers, effects: Effects) -> list[Cell]:
    """Registering outlets, by each peer. Raises: StartError."""
    made = _cells(servers, effects, NAMEKO, _nameko(servers, effects))
    made += _cells(servers, effects, FAST, _fast(servers, effects, hop=False))
    return made + _cells(servers, effects, HOP, _fast(servers, effects, hop=True))


def _cells(servers: Servers, effects: Effects, peer: str, ports: Sequence[int]) -> list[Cell]:
    for port in ports:
        _prove(servers, effects, peer, port)
    clients = [servers.client("http", "127.0.0.1", str(port), "none") for port in ports]
    by = [name for name in servers.cpu() if name.partition(".")[0] == peer]

    def run(level: int, seconds: float) -> Sample:
        return accepting(servers, clients, effects, Job(level, seconds, options=WRITE), by)

    return [Cell(peer, level, lambda seconds, level=level: run(level, seconds)) for level in LEVELS]  # type: ignore[misc]


def _prove(servers: Servers, effects: Effects, peer: str, port: int) -> None:
    """Until a registration is accepted there and has its effect: what is compared does the whole job."""

    def done() -> bool:
        try:
            return bool(effects.wait([register(port)], 1.0))
        except OSError:
            return False  # not up yet, or the service behind it is not

    try:
        wait_for(f"{peer} to do its job", done, START)
    except StartError as error:
        logs = [tail(servers.log(name)) for name in servers.cpu() if name.partition(".")[0] == peer]
        raise StartError("".join([str(error), *logs])) from None


def register(port: int) -> str:
    """Register one outlet with a peer; its id. Raises: OSError."""
    headers = {"Content-Type": "application/json"}
    url = f"http://127.0.0.1:{port}{OUTLETS}"
    request = urllib.request.Request(url, orjson.dumps(new_registration()[1]), headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.headers["Location"]).rpartition("/")[2]


def _nameko(servers: Servers, effects: Effects) -> list[int]:
    """Two gateways, a port each, and one of each service. The ports."""
    command = [sys.executable, "-W", "ignore", "-m", "nameko", "run"]
    common = ["--define", f"AMQP_URI={servers.broker.uri()}", "--define", f"MONGO_URI={servers.database.uri}"]
    noted = {"BENCH_EFFECTS": str(effects.path)}
    servers.spawn(f"{NAMEKO}.outlets", [*command, f"{EXAMPLES}.outlets", *common], {})
    servers.spawn(f"{NAMEKO}.listener", [*command, f"{EXAMPLES}.listener", *common], noted)
    ports = free_ports(WORKERS)
    for number, port in enumerate(ports):
        name = f"{NAMEKO}.gateway{number}"
        web = ["--define", f"WEB_SERVER_ADDRESS=127.0.0.1:{port}"]
        servers.spawn(name, [*command, f"{EXAMPLES}.gateway", *common, *web], {})
    return ports


def _fast(servers: Servers, effects: Effects, *, hop: bool) -> list[int]:
    """uvicorn with two workers, a listener, and behind a hop one service. The port, once for each client."""
    peer, port = HOP if hop else FAST, free_ports(1)[0]
    settings = {
        "AMQP_URI": servers.broker.uri(), "MONGO_URI": servers.database.uri, "PEER_NAME": peer,
        "BENCH_EFFECTS": str(effects.path),
    }  # fmt: skip
    python = [sys.executable, "-m"]
    if hop:
        servers.spawn(f"{peer}.outlets", [*python, f"{ASYNC}.outlets"], settings)
    servers.spawn(f"{peer}.listener", [*python, f"{ASYNC}.listener"], settings)
    uvicorn = [str(Path(sys.executable).with_name("uvicorn")), f"{ASYNC}.api:app", "--port", str(port)]
    options = ["--workers", str(WORKERS), "--no-access-log", "--log-level", "warning"]
    servers.spawn(f"{peer}.api", [*uvicorn, *options], settings | ({"PEER_HOP": "yes"} if hop else {}))
    return [port] * CLIENTS
