"""Facts that other services would tell, put onto the bus one right after the other.

Arguments: AMQP URI, and the queues to take away, which would have to keep what is told as well. The job's options:
`facts`, each with its `id`, its `key` and its `body`. `marks` say when each was sent.
"""

from __future__ import annotations

import sys
import time

import amqp

from shared.messaging.topology import EVENTS
from tests.load.clients.loop import Job, serve
from tests.load.clients.wire import connect
from tests.load.figures import Sample

CONTENT_TYPE = "application/cloudevents+json"
# What scoring tells is for somebody here, or it would stay in the outbox and be sent again; it is not looked at.
TOLD, KEPT = "scoring.#", 100


class Teller:
    """One connection."""

    def __init__(self, uri: str, queues: list[str]) -> None:
        self._channel = connect(uri).channel()
        for queue in queues:
            self._channel.queue_delete(queue)
        heard = self._channel.queue_declare("", exclusive=True, arguments={"x-max-length": KEPT}).queue
        self._channel.queue_bind(heard, EVENTS, TOLD)

    def run(self, job: Job) -> Sample:
        """Tell all of them."""
        began, marks = time.perf_counter(), []
        for fact in (job.options or {})["facts"]:
            marks.append((fact["id"], time.time()))
            message = amqp.Message(fact["body"], content_type=CONTENT_TYPE, delivery_mode=2)
            self._channel.basic_publish(message, EVENTS, fact["key"])
        return Sample([], time.perf_counter() - began, len(marks), marks=marks)


if __name__ == "__main__":
    serve(Teller(sys.argv[1], sys.argv[2:]).run)
