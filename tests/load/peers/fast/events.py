"""What is told of outlets."""

from __future__ import annotations

import aio_pika

REGISTERED = "outlet.registered"


def message(id_: str, body: bytes) -> aio_pika.Message:
    """An event on its way: persistent."""
    return aio_pika.Message(
        body, content_type="application/json", message_id=id_, delivery_mode=aio_pika.DeliveryMode.PERSISTENT
    )
