"""The notification service itself; only that the effect of an event is noted as well, under what the event is about.

Run by `python -m shared.run tests.load.noting:NotificationService`.
"""

from __future__ import annotations

from services.notification.service import NotificationService
from tests.load.moments import note_by

note_by(lambda delivery: delivery.event.subject)
__all__ = ["NotificationService"]
