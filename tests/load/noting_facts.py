"""The scoring service itself; only that the effect of an event is noted as well, under the event's own id.

Run by `python -m shared.run tests.load.noting_facts:ScoringService`.
"""

from __future__ import annotations

from services.scoring.service import ScoringService
from tests.load.moments import note_by

note_by(lambda delivery: delivery.event.id)
__all__ = ["ScoringService"]
