"""The far end of the raw round trip: plain py-amqp that sends every message back. Arguments: AMQP URI, queue."""

from __future__ import annotations

import sys

import amqp

from tests.load.clients.wire import connect


def main(uri: str, queue: str) -> None:
    """Echo until killed."""
    connection = connect(uri)
    channel = connection.channel()
    channel.queue_declare(queue, exclusive=True)

    def back(message: amqp.Message) -> None:
        reply = amqp.Message(message.body, delivery_mode=1, correlation_id=message.properties["correlation_id"])
        channel.basic_publish(reply, "", message.properties["reply_to"])

    channel.basic_consume(queue, no_ack=True, callback=back)
    while True:
        connection.drain_events()


if __name__ == "__main__":
    main(*sys.argv[1:])
