"""What the parts did, counted by themselves: counts hold on any machine, where times are noisy.

Sources: MongoDB's serverStatus (opcounters, metrics.document, transactions), RabbitMQ's global counters, and the
metrics of our own processes for their group commits. Each is read before and after; a reading costs milliseconds.
"""

from __future__ import annotations

import base64
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import orjson
from prometheus_client.parser import text_string_to_metric_families
from pymongo import MongoClient

from deploy.local.servers import Broker, Database

QUERIES: Final = "queries"
TRANSACTIONS: Final = "transactions"
GIVEN_UP: Final = "transactions given up"
WRITTEN: Final = "documents written"
READ: Final = "documents read"
ASKED: Final = "requests to the database"
PUBLISHED: Final = "messages published"
DELIVERED: Final = "messages delivered"
ROUNDS: Final = "group commits"
UNITS: Final = "units"
FALLBACKS: Final = "groups that fell apart"
ALONE: Final = "units committed alone"
STALE: Final = "tries lost"
LINES: Final = "log lines"
# In the order of the report.
COUNTED: Final = (
    ASKED, QUERIES, READ, WRITTEN, TRANSACTIONS, GIVEN_UP, PUBLISHED, DELIVERED, UNITS, ROUNDS, FALLBACKS, ALONE, STALE,
    LINES,
)  # fmt: skip
# What `jingmei_commit_rounds` calls them.
COMMITS: Final = {"rounds": ROUNDS, "units": UNITS, "fallbacks": FALLBACKS, "alone": ALONE, "stale": STALE}
# A JSON object: the node's global counters, summed over protocols and kinds of queues.
TRAFFIC = """\
Sum = fun(_, Kept, All) -> maps:fold(fun(Name, N, Known) ->
  maps:update_with(Name, fun(Old) -> Old + N end, N, Known)
end, All, Kept) end,
binary_to_list(base64:encode(rabbit_json:encode(maps:fold(Sum, #{}, rabbit_global_counters:overview()))))"""


class Counts:
    """Reads everything that counts itself; `health` are the ports of our processes, by name, as they start."""

    def __init__(self, broker: Broker, database: Database) -> None:
        self._broker = broker
        self._uri = database.uri
        self.health: dict[str, int] = {}

    @cached_property
    def _client(self) -> MongoClient[dict[str, Any]]:
        return MongoClient(self._uri)

    def close(self) -> None:
        """Let the database go."""
        self._client.close()

    def read(self, logs: Iterable[Path]) -> Counter[str]:
        """All counts so far; `logs` are the files that the processes write. Raises: PyMongoError, RuntimeError."""
        found = self._database() + self._messages()
        for port in self.health.values():
            found += _commits(port)
        found[LINES] = sum(path.read_bytes().count(b"\n") for path in logs if path.exists())
        return found

    def _database(self) -> Counter[str]:
        told = self._client.admin.command("serverStatus")
        asked, documents, transactions = told["opcounters"], told["metrics"]["document"], told["transactions"]
        return Counter({
            ASKED: told["network"]["numRequests"],
            QUERIES: asked["query"] + told["metrics"]["commands"]["aggregate"]["total"],
            READ: documents["returned"],
            WRITTEN: documents["inserted"] + documents["updated"] + documents["deleted"],
            TRANSACTIONS: transactions["totalCommitted"],
            GIVEN_UP: transactions["totalAborted"],
        })  # fmt: skip

    def _messages(self) -> Counter[str]:
        told = orjson.loads(base64.b64decode(self._broker.evaluate(TRAFFIC).strip('"')))
        return Counter({
            PUBLISHED: told.get("messages_received_total", 0),
            DELIVERED: told.get("messages_delivered_total", 0),
        })  # fmt: skip


def made(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """What was counted between two readings, in the order of the report; a process that ended meanwhile counts as 0."""
    return {name: max(0.0, after.get(name, 0) - before.get(name, 0)) for name in COUNTED}


def _commits(port: int) -> Counter[str]:
    """What one of our processes says of its group commits; nothing of one that has ended."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
    except OSError:
        return Counter()
    samples = (each for family in text_string_to_metric_families(text) for each in family.samples)
    kinds = [(each.labels["kind"], each.value) for each in samples if each.name == "jingmei_commit_rounds"]
    return Counter({COMMITS[kind]: int(value) for kind, value in kinds if kind in COMMITS})
