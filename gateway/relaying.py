"""The gateway's outbox on its way out: the kernel's own relay, in a thread of each gateway process.

Leases in the outbox keep processes apart; what one that died has written is sent by another, or after its next start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import amqp
from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway.rpc.kept import Kept
from shared import logs
from shared.ids import new_id
from shared.mongo.outbox import INDEXES, Outbox
from shared.mongo.transaction import OUTBOX
from shared.sending.publisher import Publisher
from shared.sending.relay import SLOW, Relay
from shared.signing import Signer

# Accounts that are told in one transaction, and the pause when the database is away.
BATCH, PAUSE = 200, 1.0
STOP = 10.0


class Relaying:
    """One per process."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {OUTBOX: INDEXES[OUTBOX]}

    def __init__(self, db: Database[dict[str, Any]], uri: str, signer: Signer) -> None:
        self._publisher = Publisher(
            lambda opened, lost: Kept(uri, "gateway.publisher", partial(self._opened, opened), lost)
        )
        self._listen: Callable[[amqp.Channel], None] = lambda _: None
        # Its rows come without a lease, also from who relays nothing, such as the operator's command: it looks often.
        self._relay = Relay(Outbox(db, new_id()), self._publisher, signer, rest=SLOW)
        self._thread = threading.Thread(target=self._relay.run, name="relay", daemon=True)
        self._stop = threading.Event()

    @property
    def problem(self) -> str | None:
        """What keeps facts from being sent, if anything."""
        return None if self._publisher.link.up else self._publisher.link.error

    def also(self, listen: Callable[[amqp.Channel], None]) -> None:
        """Have somebody listen on the same connection. Call it before `start`."""
        self._listen = listen

    def start(self, tell_all: Callable[[int], int]) -> None:
        """Begin in the background. `tell_all(most)` writes what nobody has heard of older accounts yet, and says of
        how many. Call it after the process has forked."""
        self._publisher.link.start()
        self._thread.start()
        threading.Thread(target=self._tell_all, args=(tell_all,), name="telling", daemon=True).start()

    def stop(self) -> None:
        """Send what is in hand, then close; what is left is in the database."""
        self._stop.set()
        self._relay.stop()
        if self._thread.ident is not None:
            self._thread.join(STOP)
        self._publisher.link.stop()

    def look(self) -> None:
        """Something was committed: send it now."""
        self._relay.look()

    def measure(self) -> None:
        """Have the metrics say how much waits."""
        self._relay.measure()

    def _opened(self, opened: Callable[[amqp.Channel], None], channel: amqp.Channel) -> None:
        opened(channel)
        self._listen(channel)

    def _tell_all(self, tell_all: Callable[[int], int]) -> None:
        """Until no older account is left: several processes at once tell each of them once."""
        while not self._stop.is_set():
            try:
                if not tell_all(BATCH):
                    return
            except PyMongoError as error:
                logs.get().warning("accounts not told yet", error=str(error)[:300])
                self._stop.wait(PAUSE)
            else:
                self.look()
