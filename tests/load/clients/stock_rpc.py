"""nameko's own RPC client, one per thread as its documentation has it. Arguments: AMQP URI.

The job's options: `{"service": …, "method": …, "data": …}`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from nameko import config
from nameko.standalone.rpc import ClusterRpcClient

from tests.load.clients.loop import Job, in_threads, serve
from tests.load.figures import Sample


class StockClients:
    """As many stock clients as calls are to be under way."""

    def __init__(self, uri: str) -> None:
        config["AMQP_URI"] = uri
        self._clients: list[Any] = []

    def run(self, job: Job) -> Sample:
        """One job."""
        options = job.options or {}
        while len(self._clients) < job.concurrency:
            self._clients.append(ClusterRpcClient().start())
        return in_threads(job, [self._call(client, options) for client in self._clients])

    def _call(self, client: Any, options: dict[str, Any]) -> Callable[[], Any]:
        return partial(getattr(getattr(client, options["service"]), options["method"]), options["data"])


if __name__ == "__main__":
    serve(StockClients(sys.argv[1]).run)
