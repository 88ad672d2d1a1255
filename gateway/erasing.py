"""Accounts that were closed long enough ago are made anonymous: once an hour, by one process at a time.

Name, login, e-mail, password, second factor, devices and outside identity go; the id stays, and with it what law wants
kept: audit trail, ledger, decisions, works. Each one is on the audit trail. While the clocks of database and process
differ by more than an hour nothing is erased: one of them takes what is new for old.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway.accounts.closures import Closures, anonymous
from gateway.accounts.devices import Devices
from gateway.accounts.history import History
from gateway.accounts.keys import Keys
from gateway.accounts.second_factors import SecondFactors
from gateway.accounts.store import Accounts
from gateway.accounts.telling import state_of
from gateway.audit.clocks import look
from gateway.audit.kept import ROWS
from gateway.audit.rows import made_by_the_system
from gateway.auth.saving import Saving
from shared import events, logs
from shared.clock import now
from shared.errors import Conflict
from shared.mongo.leases import Lease

OPERATION: Final = "accounts.erase"
EVERY: Final = 3600.0
STANDBY: Final = 60.0
LEASE: Final = timedelta(hours=2)
Document = dict[str, Any]


@dataclass(frozen=True)
class Erasing:
    """What is erased: accounts closed for longer than `kept`."""

    db: Database[Document]
    accounts: Accounts
    saving: Saving
    kept: timedelta

    def erase(self) -> int:
        """Make anonymous all whose time is over; how many. Raises: PyMongoError."""
        closures, gone = Closures(self.db), 0
        closures.adopt()
        for bureau, id_ in closures.due(now(), self.kept):
            try:
                self._one(closures, bureau, id_)
            except Conflict:
                continue  # it was opened, or changed, at this moment: the next round sees
            gone += 1
        return gone

    def _one(self, closures: Closures, bureau: str, id_: str) -> None:
        before = self.accounts.get(bureau, id_)

        def first(session: ClientSession) -> None:
            closures.erased(before, session)
            self.db[SecondFactors.COLLECTION].delete_one({"_id": id_}, session=session)
            self.db[Devices.COLLECTION].delete_many({"account": id_}, session=session)
            self.db[History.COLLECTION].delete_one({"_id": id_}, session=session)
            self.db[Keys.COLLECTION].delete_many({"account": id_}, session=session)
            self.db[ROWS].insert_one(made_by_the_system(bureau, OPERATION, id_), session=session)

        after = anonymous(before)
        self.saving.save(before, after, by="", end=True, first=first, fact=events.AccountErased(state_of(after), ""))


class Eraser:
    """A background thread of a gateway process; it works when it gets the lease."""

    def __init__(self, db: Database[Document], erasing: Erasing, holder: str) -> None:
        self._db, self._erasing = db, erasing
        self._lease = Lease(db, "accounts-eraser", holder, LEASE)
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to look. Call it after the process has forked."""
        threading.Thread(target=self._run, name="accounts-eraser", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def _run(self) -> None:
        pause = STANDBY
        while not self._ended.wait(pause):
            try:
                pause = self.round()
            except PyMongoError as error:
                logs.get().warning("accounts not erased", error=str(error)[:300])
                pause = STANDBY
            except Exception as error:  # the thread must outlive whatever it is
                logs.get().error("accounts not erased", exc_info=error)
                pause = EVERY

    def round(self) -> float:
        """One look; seconds until the next."""
        moment = look(self._db)
        if moment.apart:
            why = {"database": moment.database.isoformat(), "process": moment.process.isoformat()}
            logs.get().error("accounts not erased: a clock is wrong", **why)
            return STANDBY
        if self._lease.take() and (gone := self._erasing.erase()):
            logs.get().info("accounts erased", count=gone)
        return EVERY
