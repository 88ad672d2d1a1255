"""Sends what is due: spreads messages over their recipients, leases deliveries, sends, writes the outcome.

At least once: a process that dies between sending and writing leaves a lease that runs out, and the message is sent
again. A redelivered event sends nothing again, because a delivery's key is its item, channel and account.

It is woken by what this instance commits, and looks now and then for what another one left.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import eventlet
from eventlet.event import Event
from nameko.extensions import DependencyProvider

from services.notification.domain import directory, outside
from services.notification.repository import Deliveries, Outlets, audience_of
from services.notification.service.post import Post
from services.notification.service.wording import Unsendable, Unwanted, Wording
from shared import logs
from shared.clock import now
from shared.contracts.notification_terms import DeliveryState, Outside
from shared.events import DeliveryFailed
from shared.identity.cipher import Unsealable
from shared.messaging.engine import Engine
from shared.mongo import Unit
from shared.mongo.account_replica import AccountReplica

Data = dict[str, Any]
# Seconds until the next look: while another instance sends what is due, and while nothing is.
PAUSE, REST = 1.0, 5.0
AT_ONCE = 8
# Outlets whose members are looked at in one step of spreading.
STEP = 100


class Courier(DependencyProvider):  # type: ignore[misc]
    """Works in the background of each instance of the service; the leases keep instances apart."""

    engine = Engine()

    def __init__(self) -> None:
        super().__init__()
        self._stop = Event()
        self._wake = threading.Event()
        self._post = Post()
        self._pool = eventlet.GreenPool(AT_ONCE)

    def start(self) -> None:
        """Begin in the background."""
        self.engine.hear(self._heard)
        self._thread = self.container.spawn_managed_thread(self._run, "courier")

    def stop(self) -> None:
        """End after what is in hand, whose outcome is written."""
        if not self._stop.ready():
            self._stop.send()
        self._wake.set()
        with eventlet.Timeout(self.engine.settings.stop_deadline, False):
            self._thread.wait()
        self._post.stop()

    def get_dependency(self, _worker: Any) -> Courier:
        """Itself; methods have no use for it."""
        return self

    def _run(self) -> None:
        if not self._prepared():
            return
        db, service = self.engine.db, self.container.service_cls
        self._store, self._outlets, self._accounts = Deliveries(db), Outlets(db), AccountReplica(db)
        self._settings = service.delivery
        self._wording = Wording(db, service.sealer, service.delivery)
        while not self._stop.ready():
            self._wake.clear()
            pause = PAUSE
            try:
                self._spread_all()
                pause = self._send_due()
            except Exception as error:  # whatever a round met, the next one comes
                logs.get().error("courier failed", exc_info=error)
            self._wake.wait(pause)

    def _heard(self, unit: Unit) -> None:
        if Deliveries.concerned(unit):
            self._wake.set()

    def _prepared(self) -> bool:
        while not self._stop.ready():
            if self.engine.prepared.ready():
                return bool(self.engine.prepared.wait())
            eventlet.sleep(0.2)
        return False

    # --- from one message to its deliveries ---

    def _spread_all(self) -> None:
        for message in self._store.to_spread(20):
            if self._stop.ready():
                return
            self.engine.execute(partial(self._spread, message), f"spread:{message['_id']}:{message['after']}")

    def _spread(self, message: Data, unit: Unit) -> None:
        """One step: the members of some more outlets; in the first one accounts and the group too."""
        bureau, to = message["bureau"], message["to"]
        outlets = self._outlets.among(bureau, audience_of(to), message["after"], STEP)
        accounts = {member.account for outlet in outlets for member in outlet.members}
        if not message["after"]:
            accounts |= {directory.account_of(address) for address in to if directory.is_personal(address)}
            if outside.for_robot(to) and self._store.has_robot(bureau):
                self._store.deliver(unit, message, Outside.ROBOT)
        accounts -= {message["actor"], *self._accounts.closed(bureau, accounts)}
        for account in self._store.mailboxes(bureau, sorted(accounts)):
            self._store.deliver(unit, message, Outside.EMAIL, account)
        self._store.spread(unit, message, outlets[-1].id if len(outlets) == STEP else None)

    # --- from a delivery to its outcome ---

    def _send_due(self) -> float:
        """Send what is due; seconds until the next look."""
        due = self._store.next_due()
        if due is None or due > now():
            return REST if due is None else min(REST, (due - now()).total_seconds())
        leased: list[Data] = []
        while len(leased) < AT_ONCE and (found := self._store.lease(self.engine.token, now())) is not None:
            leased.append(found)
        for delivery in leased:
            self._pool.spawn_n(self._attempt, delivery)
        self._pool.waitall()
        return 0.0 if leased else PAUSE

    def _attempt(self, delivery: Data) -> None:
        try:
            state, error = self._sent(delivery)
            due = now()
            if state is DeliveryState.FAILED:
                state, due = outside.after_failure(delivery["attempts"], self._settings.ladder, now())
            settle = partial(self._settle, delivery, state, due, error)
            self.engine.execute(settle, f"settle:{delivery['_id']}:{delivery['attempts']}")
        except Exception as fault:  # not written: the lease runs out and it is tried again
            logs.get().error("delivery not settled", delivery=delivery["_id"], exc_info=fault)

    def _sent(self, delivery: Data) -> tuple[DeliveryState, str]:
        """The outcome of one attempt, and its error without any secret."""
        try:
            found = self._wording.message(delivery)
        except Unwanted as reason:
            return DeliveryState.UNWANTED, str(reason)
        except (Unsendable, Unsealable) as error:
            return DeliveryState.FAILED, str(error)
        if found is None:
            return DeliveryState.UNWANTED, ""
        message, secrets = found
        said = outside.scrubbed(self._post.send(message), secrets)
        return (DeliveryState.FAILED, said) if said else (DeliveryState.SENT, "")

    def _settle(self, delivery: Data, state: DeliveryState, due: Any, error: str, unit: Unit) -> None:
        if not self._store.still_held(delivery):
            return  # it took so long that another instance has it
        self._store.settle(unit, delivery, state, due, error)
        if state is DeliveryState.FAILED:
            told = DeliveryFailed(delivery["channel"], delivery["about"], delivery["attempts"], error)
            unit.emit(told, subject=delivery["_id"], version=delivery["attempts"], bureau=delivery["bureau"])
