"""The audit trail (审计): who changed what, on which object, from where, with what result; sealed per bureau.

A change is on record before it happens (`Trail.begin`), its result after (`Entry.finish`); both are inserted and never
changed. Settled rows are sealed into their bureau's chain of signed blocks, so that a removed, altered, reordered or
cut-off row shows (`verify`). Rows are kept for at least 180 days (网络安全法 21); older ones leave from the chain's
beginning, after they were written down elsewhere (`Pruning`).
"""

from __future__ import annotations

from gateway.audit.blocks import Chains
from gateway.audit.exporting import Exports
from gateway.audit.heads import Heads
from gateway.audit.keys import Ring
from gateway.audit.pruning import Pruning
from gateway.audit.sealer import Sealer
from gateway.audit.trail import Entry, Trail
from gateway.audit.verification import verify

__all__ = ["Chains", "Entry", "Exports", "Heads", "Pruning", "Ring", "Sealer", "Trail", "verify"]
