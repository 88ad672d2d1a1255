"""What the notification service keeps in MongoDB."""

from services.notification.repository.bulletins import Bulletins
from services.notification.repository.deliveries import Deliveries, channel_document, sealed_document, sealed_of
from services.notification.repository.drafts import Drafts
from services.notification.repository.inbox import Inbox, Reader
from services.notification.repository.outlets import Outlets, audience_of
from services.notification.repository.rumours import Rumours

__all__ = [
    "Bulletins",
    "Deliveries",
    "Drafts",
    "Inbox",
    "Outlets",
    "Reader",
    "Rumours",
    "audience_of",
    "channel_document",
    "sealed_document",
    "sealed_of",
]
