"""The exchanges that are published to, declared here and nowhere else."""

from __future__ import annotations

from typing import Final

import amqp

EVENTS: Final = "jingmei.events"
DEAD: Final = "jingmei.dlx"
# What is tried again, on its way to wait and on its way back. Not the nameless exchange, which leads into every queue:
# who may write to that may write to everybody.
RETRY: Final = "jingmei.retry"
# Calls and their answers, and what the gateway's queues of answers are called.
RPC: Final = "nameko-rpc"
REPLY: Final = "rpc.reply-"


def declare_exchanges(channel: amqp.Channel) -> None:
    """The exchanges that relays and consumers publish to."""
    channel.exchange_declare(EVENTS, "topic", durable=True, auto_delete=False)
    channel.exchange_declare(DEAD, "direct", durable=True, auto_delete=False)
    channel.exchange_declare(RETRY, "topic", durable=True, auto_delete=False)
