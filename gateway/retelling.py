"""The accounts, told again to a service that asks for them: one that is new, or whose database is an older one.

What the kernel does for the services (`shared/messaging/retelling.py`), in a thread of each gateway process. Each of
them hears who asks; a page is told by one of them, whoever commits it first. A question that nobody heard comes again.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import amqp
from pymongo.errors import PyMongoError

from gateway.accounts.store import Accounts
from gateway.rpc.kept import arrived
from gateway.store import Store
from shared import logs
from shared.events import EVERY_BUREAU, AccountOpened, BadEvent, FactsWanted
from shared.ids import new_id
from shared.mongo import StaleWrite, Unit
from shared.mongo.retelling import Retellings
from shared.mongo.transaction import transact
from shared.sending.exchanges import EVENTS
from shared.signing import Signer

OWNER = AccountOpened.source
PAUSE = 1.0


class Retelling:
    """One per process. `told()` is called when facts are in the outbox."""

    def __init__(self, store: Store, signer: Signer, accounts: Accounts, told: Callable[[], None]) -> None:
        self._signer = signer
        self._store, self._accounts, self._told = store, accounts, told
        self._retellings = Retellings(store.db)
        self._asked: queue.Queue[FactsWanted | None] = queue.Queue()
        self._stop = threading.Event()

    def listen(self, channel: amqp.Channel) -> None:
        """Hear who asks, by a queue that goes with its connection."""
        name = f"gateway.retelling-{new_id()}"
        channel.queue_declare(name, exclusive=True, auto_delete=True)
        channel.queue_bind(name, EVENTS, routing_key=FactsWanted.routing_key(EVERY_BUREAU, OWNER))
        channel.basic_consume(name, no_ack=True, callback=self._heard)

    def start(self) -> None:
        """Begin in the background. Call it after the process has forked."""
        threading.Thread(target=self._run, name="retelling", daemon=True).start()

    def stop(self) -> None:
        """End after the page in hand: who asks goes on asking, and another process goes on telling."""
        self._stop.set()
        self._asked.put(None)

    def tell(self, wanted: FactsWanted) -> FactsWanted | None:
        """Tell one page; gives what is to be told next. Raises: PyMongoError, StaleWrite when another process did."""
        unit = Unit()
        further = self._retellings.tell(unit, wanted, self._accounts.retold)
        if unit.writes:
            transact(self._store.client, self._store.db, "", [unit])
            self._told()
        return further

    def tell_all(self, wanted: FactsWanted | None) -> None:
        """Tell page after page, until all was told, another process does it, or this one stops."""
        while wanted is not None and not self._stop.is_set():
            try:
                wanted = self.tell(wanted)
            except StaleWrite:
                return
            except PyMongoError as error:  # the database is away, or another process tells the same page just now
                logs.get().warning("accounts not told again yet", error=str(error)[:300])
                self._stop.wait(PAUSE)

    def _heard(self, message: amqp.Message) -> None:
        try:
            event = arrived(message, self._signer).data
        except BadEvent as bad:
            logs.get().warning("a question for facts that cannot be read", error=str(bad))
            return
        if isinstance(event, FactsWanted) and event.kind == AccountOpened.type():
            self._asked.put(event)

    def _run(self) -> None:
        while not self._stop.is_set():
            self.tell_all(self._asked.get())
