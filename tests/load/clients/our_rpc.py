"""The gateway's own RPC client, under gevent as in the gateway. Arguments: AMQP URI.

The job's options: `{"service": …, "method": …, "data": …}`. Run through `gevent.monkey`.
"""

from __future__ import annotations

import sys
import threading
import time
from functools import partial

from gateway.rpc import RpcClient
from shared.signing import Signer
from tests.load.clients.loop import Job, in_threads, serve
from tests.load.figures import Sample
from tests.load.traffic import CONTEXT

CONNECT = 10.0


class NotConnected(RuntimeError):
    """The client did not find the broker."""


def run(uri: str, job: Job) -> Sample:
    """One job on a connection of its own: between jobs this process waits for input and could not keep one."""
    options = job.options or {}
    client = RpcClient(uri, Signer("gateway"))
    client.start()
    try:
        deadline = time.monotonic() + CONNECT
        while not client.ready:
            if time.monotonic() > deadline:
                raise NotConnected(client.problem)
            threading.Event().wait(0.01)
        call = partial(client.call, f"{options['service']}.{options['method']}", options["data"], CONTEXT)
        return in_threads(job, [call] * job.concurrency)
    finally:
        client.stop()


if __name__ == "__main__":
    serve(partial(run, sys.argv[1]))
