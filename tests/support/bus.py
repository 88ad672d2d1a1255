"""The event bus as a stranger sees it: publish any bytes, look into queues."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import amqp
import orjson

from shared.ids import new_id
from tests.support.caller import BUREAU, connect

EVENTS = "jingmei.events"
CONTENT_TYPE = "application/cloudevents+json"


def cloud_event(type_: str, data: dict[str, Any], *, version: int = 1, **fields: Any) -> dict[str, Any]:
    """An event as it is on the wire; `fields` replace its attributes."""
    return {
        "specversion": "1.0",
        "id": new_id(),
        "source": f"/jingmei/{type_.split('.')[1]}",
        "type": type_,
        "subject": new_id(),
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": "application/json",
        "bureau": BUREAU,
        "aggregateversion": version,
        "data": data,
        **fields,
    }


def routing_key(type_: str, bureau: str = BUREAU) -> str:
    """The key that an event of this type is published under."""
    return f"{type_.removeprefix('jingmei.')}.{bureau}"


class Bus:
    """One connection with confirms."""

    def __init__(self, uri: str) -> None:
        self._connection = connect(uri)
        self.channel = self._connection.channel()
        self.channel.confirm_select()

    def __enter__(self) -> Bus:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.collect()

    def publish(self, event: dict[str, Any], **properties: Any) -> str:
        """Publish a CloudEvent to everybody; gives its id."""
        self.raw(orjson.dumps(event), routing_key(event["type"], event["bureau"]), **properties)
        return str(event["id"])

    def raw(self, body: bytes, key: str, *, exchange: str = EVENTS, **properties: Any) -> None:
        """Publish any bytes, confirmed and durable; a property that is None is left out."""
        known = {"content_type": CONTENT_TYPE, "delivery_mode": 2, **properties}
        given = {name: value for name, value in known.items() if value is not None}
        self.channel.basic_publish_confirm(amqp.Message(body, **given), exchange, key)

    def ready(self, queue: str) -> int:
        """How many messages of a queue wait to be delivered. Raises: amqp.NotFound."""
        channel = self._connection.channel()
        try:
            return int(channel.queue_declare(queue, passive=True).message_count)
        finally:
            if channel.is_open:
                channel.close()
