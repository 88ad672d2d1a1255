"""Another system that hears what happens in Jingmei, with plain kombu and nothing of Jingmei's: see README.md."""

import json
import os
import sqlite3

from kombu import Connection, Exchange, Queue, mixins

EVENTS, QUORUM = Exchange("jingmei.events", no_declare=True), {"x-queue-type": "quorum", "x-delivery-limit": 1000}
QUEUE = Queue("archive.events", EVENTS, os.getenv("KEYS", "#"), durable=True, queue_arguments=QUORUM)


class Listener(mixins.ConsumerMixin):
    def __init__(self, connection, db):
        self.connection, self.db = connection, db
        db.execute("CREATE TABLE IF NOT EXISTS archive (id PRIMARY KEY, type, data)")

    def get_consumers(self, consumer, _channel):
        return [consumer([QUEUE], on_message=self.heard, prefetch_count=50)]

    def heard(self, message):
        event = json.loads(message.body)
        with self.db:  # the work and the event's id, together or not at all: what comes twice is done once
            row = event["id"], event["type"], json.dumps(event["data"], ensure_ascii=False)
            self.db.execute("INSERT OR IGNORE INTO archive VALUES (?, ?, ?)", row)
        message.ack()


if __name__ == "__main__":
    Listener(Connection(os.environ["AMQP_URI"]), sqlite3.connect(os.getenv("FILE", "archive.db"))).run()
