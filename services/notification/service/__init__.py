"""The notification service: load, decide, save."""

from services.notification.service.inbox import InboxMethods
from services.notification.service.telling import TellingMethods


class NotificationService(TellingMethods, InboxMethods):
    """Tells people what the events of other services mean to them."""

    name = "notification"
