"""The audit trail (审计): who changed what, on which object, from where, with what result; hash-chained per bureau.

A change is on record before it happens (`Trail.begin`), its result after (`Entry.finish`). Settled rows are sealed into
their bureau's chain, so that a removed, altered, reordered or cut-off row shows (`verify`). Rows are kept for at
least 180 days (网络安全法 21); older ones leave from the chain's beginning (`prune`).
"""

from __future__ import annotations

from gateway.audit.pruning import prune
from gateway.audit.sealing import Sealer
from gateway.audit.trail import Entry, Trail
from gateway.audit.verification import verify

__all__ = ["Entry", "Sealer", "Trail", "prune", "verify"]
