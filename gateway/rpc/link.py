"""The connection that calls go over, watched, so that callers learn at once what is wrong.

Three things can be wrong: no connection, a broker that takes no messages because of an alarm, one that says nothing
at all although it was asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import amqp

from gateway.rpc.kept import Kept
from shared import frames
from shared.ids import new_id
from shared.sending.exchanges import REPLY, RPC
from shared.signing import CALL, CALLER, Signer

# Where a call waits and nothing was heard for so long, the broker is asked; without an answer it counts as silent.
ASK_AFTER, SILENT_AFTER = 1.0, 2.0
# A message to nobody: the broker gives it back at once. That is the question.
NOBODY = "gateway.nobody"

OnReply = Callable[[str, bytes, object], None]
OnReturn = Callable[[str], None]


class Link:
    """A kept connection with one reply queue. `on_reply(correlation id, body, signature)` and
    `on_return(correlation id)` (nobody listens there) are called by the reader and must not block;
    `on_lost()` when the connection is gone."""

    def __init__(
        self, uri: str, signer: Signer, on_reply: OnReply, on_return: OnReturn, on_lost: Callable[[], None]
    ) -> None:
        self._signer = signer
        self._kept = Kept(uri, "gateway.rpc", self._opened, on_lost)
        self._on_reply, self._on_return = on_reply, on_return
        self._queue = ""
        self._asked = 0.0

    @property
    def problem(self) -> str | None:
        """What keeps requests from being sent, if anything."""
        if not self._kept.up:
            return self._kept.error or "not connected"
        if self._kept.blocked:
            return "the broker takes no messages (alarm)"
        return "the broker does not answer" if self._silent() else None

    def answers_since(self, moment: float) -> bool:
        """Whether the broker takes messages and has said anything since a moment (monotonic)."""
        return not self._kept.blocked and self._kept.heard >= moment

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        self._kept.start()

    def stop(self) -> None:
        """Close. Whoever waits for a reply is told that the connection is gone."""
        self._kept.stop()

    def publish(self, key: str, correlation: str, body: bytes, expiration: int) -> None:
        """Send a signed request that the broker forgets after `expiration` ms. Never blocks. Raises: one of BROKEN."""
        parts = (key.encode(), self._queue.encode(), correlation.encode(), body)
        frames.publish(
            self._kept.channel, RPC, key, body, correlation,
            reply_to=self._queue, expiration=str(expiration), signature=self._signer.sign(CALL, *parts), mandatory=True,
        )  # fmt: skip

    def ask(self) -> None:
        """Somebody waits: if nothing is heard, ask whether the broker is there. Never blocks. Raises: one of BROKEN."""
        if not self._unanswered() and time.monotonic() - self._kept.heard >= ASK_AFTER:
            self._asked = time.monotonic()
            self.publish(NOBODY, "", b"", 60_000)

    def _opened(self, channel: amqp.Channel) -> None:
        self._queue = f"{REPLY}{CALLER}-{new_id()}"
        channel.exchange_declare(RPC, "topic", durable=True, auto_delete=False)
        channel.queue_declare(self._queue, exclusive=True, auto_delete=True)
        channel.queue_bind(self._queue, RPC, routing_key=self._queue)
        channel.events["basic_return"].add(self._returned)
        channel.basic_consume(self._queue, no_ack=True, callback=self._delivered)

    def _unanswered(self) -> bool:
        return self._asked > self._kept.heard

    def _silent(self) -> bool:
        """Whether the broker was asked and has not said anything since."""
        return self._unanswered() and time.monotonic() - self._asked > SILENT_AFTER

    def _delivered(self, message: amqp.Message) -> None:
        told = message.properties
        self._on_reply(told.get("correlation_id", ""), message.body, told.get("app_id"))

    def _returned(self, _error: Exception, _exchange: str, _key: str, message: amqp.Message) -> None:
        self._on_return(message.properties.get("correlation_id", ""))
