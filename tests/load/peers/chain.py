"""The whole chain by one FastAPI program and its worker, asked by the client that asks ours."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient

from deploy.local.processes import wait_for
from deploy.local.servers import free_ports
from tests.load.cells import Cell
from tests.load.peers.cells import uvicorn
from tests.load.servers import START, Servers
from tests.load.whole import OUTLETS, chained

PEER = "peer_chain"
PARTS = (f"{PEER}.api", f"{PEER}.worker")
PROGRAM = "tests.load.peers.fast_chain"
ROLES = ("author", "first", "final", "liaison")
Data = dict[str, Any]


def cells(servers: Servers) -> list[Cell]:
    """One work at a time, and several. Raises: StartError, ClientError."""
    port = free_ports(1)[0]
    settings = {"AMQP_URI": servers.broker.uri(), "MONGO_URI": servers.database.uri, "PEER_NAME": PEER}
    servers.spawn(PARTS[0], uvicorn(f"{PROGRAM}.api:app", port), settings)
    servers.spawn(PARTS[1], [sys.executable, "-m", f"{PROGRAM}.worker"], settings)
    options = _cast(servers)
    url = f"http://127.0.0.1:{port}/v1/submissions/none"
    wait_for(PEER, lambda: _answers(url, options["tokens"]["author"]), START, servers.log(PARTS[0]))
    return chained(servers, servers.client("chain", "127.0.0.1", str(port)), options, PEER, PARTS)


def _cast(servers: Servers) -> Data:
    """What a client is told: everybody's token, and the author's verified outlets."""
    from tests.load.peers.fast.promises import token  # not without FastAPI

    until = datetime.now(UTC) + timedelta(days=1)
    sessions = [{"_id": str(uuid.uuid4()), "account": f"a {role}", "role": role, "expires": until} for role in ROLES]
    outlets: list[Data] = [
        {"_id": str(uuid.uuid4()), "name": f"媒体{number}", "status": "verified", "members": ["a author"]}
        for number in range(OUTLETS)
    ]
    with MongoClient[Data](servers.database.uri, w="majority") as client:
        client[PEER]["sessions"].insert_many(sessions)
        client[PEER]["outlets"].insert_many(outlets)
        client[PEER]["media"].insert_one({"_id": "zjrb", "name": "浙江日报", "level": "provincial"})
    tokens = {each["role"]: token(each["_id"]) for each in sessions}
    return {"tokens": tokens, "outlets": [each["_id"] for each in outlets]}


def _answers(url: str, shown: str) -> bool:
    """Whether it says that there is no such work: it and its database are there."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Authorization": f"Bearer {shown}"}), timeout=5
        ):
            return False
    except urllib.error.HTTPError as refused:
        return refused.code == 404
    except OSError:
        return False
