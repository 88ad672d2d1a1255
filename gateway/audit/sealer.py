"""The sealer of a gateway process: a thread that works while it holds the lease."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Final

from pymongo.errors import PyMongoError

from gateway import metrics
from gateway.audit.blocks import Chains
from gateway.audit.finding import BATCH
from gateway.audit.pruning import Pruning
from gateway.audit.sealing import Sealing
from shared import logs
from shared.mongo.leases import Lease

LEASE: Final = timedelta(seconds=15)
# Seconds between rounds: while there is something to seal, and while there is nothing.
ROUND: Final = 1.0
REST: Final = 2.0
STANDBY: Final = 5.0
PRUNE_EVERY: Final = 3600.0


class Sealer:
    """A background thread of a gateway process; it works while it holds the lease."""

    def __init__(self, chains: Chains, holder: str, pruning: Pruning) -> None:
        self._chains = chains
        self._pruning = pruning
        self._sealing: Sealing | None = None
        self._lease = Lease(chains.db, "audit-sealer", holder, LEASE)
        self._ended = threading.Event()
        self._pruned = 0.0
        self._thread = threading.Thread(target=self._run, name="audit-sealer", daemon=True)

    def start(self) -> None:
        """Begin to seal. Call it after the process has forked."""
        self._thread.start()

    def close(self) -> None:
        """End after the round in hand; another process takes over when the lease has run out."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join(5.0)

    def _run(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            try:
                pause = self._round()
            except PyMongoError as error:
                logs.get().warning("audit rows not sealed", error=str(error)[:300])
                pause = STANDBY
            except Exception as error:  # the thread must outlive whatever it is, and `verify` tells of unsealed rows
                logs.get().error("audit rows not sealed", exc_info=error)
                pause = STANDBY

    def _round(self) -> float:
        """One look; seconds until the next."""
        if not self._lease.take():
            # What another one seals meanwhile is not remembered here.
            self._sealing = None
            return STANDBY
        self._sealing = self._sealing or Sealing(self._chains)
        done = self._sealing.round()
        if time.monotonic() - self._pruned > PRUNE_EVERY or not self._pruned:
            self._pruned = time.monotonic()
            self._sealing.beat()
            self._prune()
        return 0.0 if done >= BATCH else ROUND if done or self._sealing.sweeping else REST

    def _prune(self) -> None:
        """Once an hour; sealing goes on whatever comes of it."""
        try:
            self._pruning.run()
        except (OSError, PyMongoError) as error:
            metrics.AUDIT_PRUNING_REFUSED.labels("failed").inc()
            logs.get().error("audit rows not pruned", error=str(error)[:300])
