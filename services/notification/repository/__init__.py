"""What the notification service keeps in MongoDB."""

from services.notification.repository.inbox import Inbox, Reader
from services.notification.repository.outlets import Outlets

__all__ = ["Inbox", "Outlets", "Reader"]
