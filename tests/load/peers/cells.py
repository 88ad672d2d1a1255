"""The peers as processes, as many of each part as ours has, and what is measured of them."""

from __future__ import annotations

import importlib.util
import sys
import urllib.request
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from pymongo import MongoClient

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
SAME, SAME_HOP = "peer_same", "peer_same_hop"  # with the promises that ours gives
PEERS = (NAMEKO, FAST, HOP, SAME, SAME_HOP)
LEVELS = (1, 32, 128)
QUIET = "LOGGING={version: 1, root: {level: WARNING}, disable_existing_loggers: false}"
EXAMPLES = "tests.load.peers.nameko_examples"
ASYNC = "tests.load.peers.fast"


def installed() -> bool:
    """Whether the packages of requirements/bench.txt are there."""
    return all(importlib.util.find_spec(name) for name in ("fastapi", "uvicorn", "aio_pika", "matplotlib"))


def cells(servers: Servers, effects: Effects) -> list[Cell]:
    """Registering outlets, by each peer. Raises: StartError."""
    started = {NAMEKO: _nameko(servers, effects)}
    started |= {peer: _fast(servers, effects, peer) for peer in (FAST, HOP, SAME, SAME_HOP)}
    return [cell for peer, ports in started.items() for cell in _cells(servers, effects, peer, ports)]


def _cells(servers: Servers, effects: Effects, peer: str, ports: Sequence[int]) -> list[Cell]:
    shown = _signed_in(servers, peer) if peer in (SAME, SAME_HOP) else "none"
    for port in ports:
        _prove(servers, effects, peer, port, shown)
    clients = [servers.client("http", "127.0.0.1", str(port), shown) for port in ports]
    by = [name for name in servers.cpu() if name.partition(".")[0] == peer]

    def run(level: int, seconds: float) -> Sample:
        return accepting(servers, clients, effects, Job(level, seconds, options=WRITE), by)

    return [Cell(peer, level, lambda seconds, level=level: run(level, seconds)) for level in LEVELS]  # type: ignore[misc]


def _signed_in(servers: Servers, peer: str) -> str:
    """The token of a new session."""
    from tests.load.peers.fast.promises import token  # not without FastAPI

    session = str(uuid.uuid4())
    with MongoClient[dict[str, Any]](servers.database.uri, w="majority") as client:
        row = {"_id": session, "account": "bench", "expires": datetime.now(UTC) + timedelta(days=1)}
        client[peer]["sessions"].insert_one(row)
    return token(session)


def _prove(servers: Servers, effects: Effects, peer: str, port: int, shown: str) -> None:
    """Until a registration is accepted there and has its effect: what is compared does the whole job."""

    def done() -> bool:
        try:
            return bool(effects.wait([register(port, shown)], 1.0))
        except OSError:
            return False  # not up yet, or the service behind it is not

    try:
        wait_for(f"{peer} to do its job", done, START)
    except StartError as error:
        logs = [tail(servers.log(name)) for name in servers.cpu() if name.partition(".")[0] == peer]
        raise StartError("".join([str(error), *logs])) from None


def register(port: int, shown: str) -> str:
    """Register one outlet with a peer; its id. Raises: OSError."""
    key, registration = new_registration()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {shown}", "Idempotency-Key": key}
    url = f"http://127.0.0.1:{port}{OUTLETS}"
    request = urllib.request.Request(url, orjson.dumps(registration), headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.headers["Location"]).rpartition("/")[2]


def _nameko(servers: Servers, effects: Effects) -> list[int]:
    """Two gateways, a port each, and one of each service. The ports."""
    command = [sys.executable, "-W", "ignore", "-m", "nameko", "run"]
    given = (f"AMQP_URI={servers.broker.uri()}", f"MONGO_URI={servers.database.uri}", QUIET)
    common = [part for each in given for part in ("--define", each)]
    noted = {"BENCH_EFFECTS": str(effects.path)}
    servers.spawn(f"{NAMEKO}.outlets", [*command, f"{EXAMPLES}.outlets", *common], {})
    servers.spawn(f"{NAMEKO}.listener", [*command, f"{EXAMPLES}.listener", *common], noted)
    ports = free_ports(WORKERS)
    for number, port in enumerate(ports):
        name = f"{NAMEKO}.gateway{number}"
        web = ["--define", f"WEB_SERVER_ADDRESS=127.0.0.1:{port}"]
        servers.spawn(name, [*command, f"{EXAMPLES}.gateway", *common, *web], {})
    # One that is asked before it listens for replies ends with ReplyQueueExpiredWithPendingReplies.
    wait_for("nameko to listen for replies", lambda: _replies(servers) == WORKERS, START)
    return ports


def _replies(servers: Servers) -> int:
    """How many reply queues have their consumer."""
    rows = servers.broker.ctl("list_queues", "--silent", "name", "consumers").splitlines()
    return sum(row.startswith("rpc.reply-peer_gateway") and row.split()[-1] == "1" for row in rows)


def _fast(servers: Servers, effects: Effects, peer: str) -> list[int]:
    """uvicorn with two workers, a listener, and behind a hop one service. The port, once for each client."""
    port = free_ports(1)[0]
    settings = {
        "AMQP_URI": servers.broker.uri(), "MONGO_URI": servers.database.uri, "PEER_NAME": peer,
        "BENCH_EFFECTS": str(effects.path), "PEER_PROMISES": "yes" if peer in (SAME, SAME_HOP) else "",
        "PEER_HOP": "yes" if peer in (HOP, SAME_HOP) else "",
    }  # fmt: skip
    python = [sys.executable, "-m"]
    if settings["PEER_HOP"]:
        servers.spawn(f"{peer}.outlets", [*python, f"{ASYNC}.outlets"], settings)
    servers.spawn(f"{peer}.listener", [*python, f"{ASYNC}.listener"], settings)
    servers.spawn(f"{peer}.api", uvicorn(f"{ASYNC}.api:app", port), settings)
    return [port] * CLIENTS


def uvicorn(app: str, port: int) -> list[str]:
    """The command that serves an application with as many workers as our gateway has."""
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--workers", str(WORKERS)]
    return [*command, "--no-access-log", "--log-level", "warning"]
