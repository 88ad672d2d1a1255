"""What the notification service keeps in MongoDB."""

from services.notification.repository.bulletins import Bulletins
from services.notification.repository.inbox import Inbox, Reader
from services.notification.repository.outlets import Outlets, audience_of

__all__ = ["Bulletins", "Inbox", "Outlets", "Reader", "audience_of"]
