"""The exchanges that are published to, declared here and nowhere else."""

from __future__ import annotations

from typing import Final

import amqp

EVENTS: Final = "jingmei.events"
DEAD: Final = "jingmei.dlx"


def declare_exchanges(channel: amqp.Channel) -> None:
    """The two exchanges that relays and consumers publish to."""
    channel.exchange_declare(EVENTS, "topic", durable=True, auto_delete=False)
    channel.exchange_declare(DEAD, "direct", durable=True, auto_delete=False)
