"""Hears which inboxes changed: an exclusive queue of this process, bound to one event, gone with its connection.

What is missed while there is no connection is made up for by the hub, which looks when `on_connected` is called.
"""

from __future__ import annotations

from collections.abc import Callable

import amqp

from gateway.rpc.kept import Kept, arrived
from shared import logs
from shared.events import BadEvent, InboxChanged
from shared.ids import new_id
from shared.sending.exchanges import EVENTS
from shared.signing import Signer

# Beyond this the oldest are dropped; the hub's own looking finds what they told.
LONGEST = 10_000


class Listener:
    """One connection that only reads. `on_change(bureau, event)` and `on_connected()` must not block.

    What happens in a bureau that is not `wanted` is not even decoded.
    """

    def __init__(
        self,
        uri: str,
        signer: Signer,
        on_change: Callable[[str, InboxChanged], None],
        on_connected: Callable[[], None],
        wanted: Callable[[str], bool],
    ) -> None:
        self._signer = signer
        self._on_change, self._on_connected, self._wanted = on_change, on_connected, wanted
        self._link = Kept(uri, "gateway.streams", self._opened)

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        self._link.start()

    def stop(self) -> None:
        """Close."""
        self._link.stop()

    def _opened(self, channel: amqp.Channel) -> None:
        queue = f"gateway.streams-{new_id()}"
        channel.exchange_declare(EVENTS, "topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, exclusive=True, auto_delete=True, arguments={"x-max-length": LONGEST})
        channel.queue_bind(queue, EVENTS, routing_key=InboxChanged.binding_key())
        channel.basic_consume(queue, no_ack=True, callback=self._delivered)
        self._on_connected()

    def _delivered(self, message: amqp.Message) -> None:
        if not self._wanted(message.delivery_info["routing_key"].rpartition(".")[2]):
            return
        try:
            event = arrived(message, self._signer)
        except BadEvent as bad:
            logs.get().warning("a change of an inbox that cannot be read", error=str(bad))
            return
        if isinstance(event.data, InboxChanged):
            self._on_change(event.bureau, event.data)
